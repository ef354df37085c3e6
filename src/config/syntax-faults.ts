/**
 * Faults of a file before its meaning: no YAML, or YAML that these files do not use. The parser's own codes and
 * words are turned into ours, so that a person who never read the YAML specification knows what to type.
 */
import { evened, hasTabs, withoutTabs } from './indentation.ts';
import type { Fault } from './problems.ts';

/** Largest file that is read. */
export const largestBytes = 1024 * 1024;

/** Deepest nesting of maps and lists. */
export const deepestLevel = 32;

interface Context {
  readonly text: string;
  /** Where the parser stumbled. */
  readonly start: number;
  readonly words: string;
}

const tab: Fault = {
  code: 'YAML_TAB',
  message: 'This line is indented with a tab, whose width nobody can know.',
  mend: 'Replace the tab by spaces, two for each level. Where that can be meant in one way only, `kopru fmt` does it.',
};

const known: Readonly<Record<string, Fault>> = {
  TOO_LARGE: {
    code: 'FILE_TOO_LARGE',
    message: 'The file is larger than 1 MiB.',
    mend: 'Check that it is the right file; many equal devices go into a table of their own (group and table).',
  },
  TOO_DEEP: {
    code: 'YAML_TOO_DEEP',
    message: `Maps and lists are nested more than ${deepestLevel} levels deep.`,
    mend: 'Look for a bracket that is not closed; no file needs more than eight levels.',
  },
  EMPTY: { code: 'FILE_EMPTY', message: 'The file is empty.', mend: 'Write its first key.' },
  TAB_AS_INDENT: tab,
  DUPLICATE_KEY: {
    code: 'YAML_DUPLICATE_KEY',
    message: 'This key stands twice in the same map; only one of them could count.',
    mend: 'Remove one or give it another name.',
  },
  MULTIPLE_DOCS: {
    code: 'YAML_SEVERAL_DOCUMENTS',
    message: 'A second document begins here (---); a file holds one.',
    mend: 'Remove the line, or move the rest into a file of its own.',
  },
  DIRECTIVE: {
    code: 'YAML_DIRECTIVE',
    message: 'A %YAML line changes how words like yes and on are read; the files are always YAML 1.2.',
    mend: 'Remove the line and the --- after it.',
  },
  ANCHOR: {
    code: 'YAML_ANCHOR',
    message: 'Anchors (&name) are not used: each place says what holds there.',
    mend: 'Remove the anchor and write the value out where it is used.',
  },
  ALIAS: {
    code: 'YAML_ALIAS',
    message: 'Aliases (*name) are not used: each place says what holds there.',
    mend: 'Write the value out here. A text that begins with * stands in quotes.',
  },
  MERGE: {
    code: 'YAML_MERGE',
    message: 'Merge keys (<<) are not used: each place says what holds there.',
    mend: 'Write the keys out here.',
  },
  TAG: {
    code: 'YAML_TAG',
    message: 'Tags (!name) are not used.',
    mend: 'Remove it. A text that begins with ! stands in quotes.',
  },
  KEY_NOT_TEXT: {
    code: 'YAML_KEY',
    message: 'A key must be a word or a number.',
    mend: 'Write `key: value`. Braces around a value, as in {name}, need quotes: "{name}".',
  },
  KEY_RESERVED: {
    code: 'YAML_KEY',
    message: 'This word cannot be a key.',
    mend: 'Choose another name.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'YAML_COLON',
    message: 'There is a second colon in this line, so it reads as a map inside a value.',
    mend: 'Put the value in quotes, or move the inner key to a line of its own, indented.',
  },
  BLOCK_IN_FLOW: {
    code: 'YAML_BRACKET',
    message: 'Inside [ ] and { } a list with dashes or a block text cannot begin.',
    mend: 'Write the whole value with brackets, or the whole value in lines.',
  },
  MULTILINE_IMPLICIT_KEY: {
    code: 'YAML_COLON',
    message: 'A key and its colon must stand on one line.',
    mend: 'Look for a missing colon or a quote that is not closed in the line above.',
  },
  BAD_SCALAR_START: {
    code: 'YAML_CHARACTER',
    message: 'A value cannot begin with @, ` or %.',
    mend: 'Put the value in quotes.',
  },
  BAD_DQ_ESCAPE: {
    code: 'YAML_ESCAPE',
    message: 'This backslash sequence means nothing inside "double quotes".',
    mend: "Write \\\\ for a backslash, or use 'single quotes'.",
  },
  BAD_DIRECTIVE: {
    code: 'YAML_CHARACTER',
    message: 'A line cannot begin with %.',
    mend: 'Put the value in quotes, or write # for a comment.',
  },
};

/** Our words for a parser's code; `context` sharpens those about indentation. */
export function syntaxFault(name: string, context?: Context): Fault {
  if (context && indentedWithTab(context)) return tab;
  if (name === 'MISSING_CHAR' || (name === 'BAD_INDENT' && /flow/i.test(context?.words ?? ''))) {
    return missingCharacter(context);
  }
  if (name === 'BAD_INDENT' && context) return badIndent(context);
  return (
    known[name] ?? {
      code: 'YAML_SYNTAX',
      message: 'This is no YAML from here on.',
      mend: 'Look at this line and the one above for a missing colon, quote or bracket.',
    }
  );
}

function indentedWithTab({ text, start }: Context): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ ]*\t/.test(text.slice(lineStart)) && /^\s*$/.test(text.slice(lineStart, start));
}

function badIndent({ text, start }: Context): Fault {
  const above = text.slice(0, start).split('\n').slice(0, -1);
  const number = above.findLastIndex((line) => /^\s*[^\s#]/.test(line)) + 1;
  const near =
    number > 0 ? `line ${number} (${(above[number - 1] ?? '').trim().slice(0, 40)})` : 'the line above';
  return {
    code: 'YAML_INDENT',
    message: `The indentation fits neither ${near} nor any level above it.`,
    mend: indentMend(text, above.length + 1),
  };
}

/** What `kopru fmt` would do with the line, if it knows. */
function indentMend(text: string, line: number): string {
  const by = evened(withoutTabs(text, 2))?.moved.find((each) => each.line === line)?.by;
  if (by === undefined) return 'Keys of one map, and dashes of one list, begin in the same column.';
  const columns = Math.abs(by) === 1 ? 'one column' : `${Math.abs(by)} columns`;
  const byItself = hasTabs(text) ? '' : ', or let `kopru fmt` do it';
  return `Move it ${columns} to the ${by < 0 ? 'left' : 'right'}${byItself}.`;
}

/** What the parser misses, by its own words for it; the first that fits counts. */
const missing: readonly (readonly [words: RegExp, message: string, mend: string])[] = [
  [
    /'quote/,
    "A closing ' is missing.",
    'Close the quote. A quote inside a text: use the other kind around it.',
  ],
  [
    /"quote/,
    'A closing " is missing.',
    'Close the quote. A quote inside a text: use the other kind around it.',
  ],
  [/\]$/, 'A closing ] is missing, or a line inside [ ] is not indented.', 'Close the bracket.'],
  [/\}$/, 'A closing } is missing, or a line inside { } is not indented.', 'Close the brace.'],
  [
    /Missing , or :/,
    'Between these two there is neither a comma nor a colon.',
    'Write `key: value, key: value`.',
  ],
  [/Missing ,/, 'A comma is missing before this.', 'Separate the values inside [ ] and { } by commas.'],
  [/space after :/, 'After the colon a blank is missing.', 'Write `key: value`.'],
  [/Implicit map keys/, 'This line has no colon, so it is no key.', 'Write `key: value`.'],
  [
    /Sequence item/,
    'This line belongs to a list and has no dash.',
    'Begin it with `- `, or indent it as part of the item above.',
  ],
  [/Comments/, 'A comment needs a blank before its #.', 'Write a blank, or put the value in quotes.'],
];

function missingCharacter(context: Context | undefined): Fault {
  const { words = '', text = '', start = 0 } = context ?? {};
  const closer = /[\]}]$/.exec(words)?.[0];
  const opened = closer === undefined ? undefined : openedBefore(text, start, closer);
  if (closer !== undefined && opened !== undefined) {
    return {
      code: 'YAML_UNCLOSED',
      message: `The ${closer === '}' ? '{' : '['} of line ${opened} is not closed.`,
      mend: `Write ${closer} at its end; lines inside are indented further than the line it is in.`,
    };
  }
  const [, message, mend] = missing.find(([pattern]) => pattern.test(words)) ?? [];
  return {
    code: 'YAML_UNCLOSED',
    message: message ?? 'A colon, comma, quote or bracket is missing here.',
    mend: mend ?? 'Look from the start of this value for where it should end.',
  };
}

/** The line above in which the bracket that misses its end was opened; undefined if it is the line itself. */
function openedBefore(text: string, start: number, closer: string): number | undefined {
  const lines = text.slice(0, start).split('\n');
  const open: { readonly closer: string; readonly line: number }[] = [];
  lines.forEach((line, index) => {
    // Without what stands in quotes, and without the comment.
    const bare = line.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '').replace(/(^|\s)#.*$/, '');
    for (const [character] of bare.matchAll(/[[\]{}]/g)) {
      if (character === open.at(-1)?.closer) open.pop();
      else if (character === '{' || character === '[')
        open.push({ closer: character === '{' ? '}' : ']', line: index + 1 });
    }
  });
  const last = open.findLast((each) => each.closer === closer);
  return last === undefined || last.line === lines.length ? undefined : last.line;
}

/** True for words of the parser that only say that the lines above are bent: told there. */
export const followsIndent = (words: string): boolean => /Sequence item|Implicit map keys/.test(words);
