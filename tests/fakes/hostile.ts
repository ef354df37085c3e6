/** Texts that were made to do harm, by what they try. */
export const hostileTexts: readonly (readonly [string, string])[] = [
  ['HTML', `<img src=x onerror="alert(1)"></script><script>alert('2')</script>`],
  ['an attribute', `" onmouseover="alert(1)`],
  ['commands to a terminal', '\x1b]0;owned\x07\x1b[2J\x9b2Jname'],
  ['line ends', 'a\r\nSet-Cookie: x=1\n\u2028b'],
  ['an event', 'a\n\nevent: logout\ndata: {}\n\n'],
  ['a metric', 'a"} 1\nkopru_up_seconds{x="'],
  ['a backslash', 'a\\'],
  ['a turned direction', 'a\u202egnp.exe\u2066\u200f'],
  ['10 KB', 'A'.repeat(10_240)],
  ['a prototype', '__proto__'],
];
