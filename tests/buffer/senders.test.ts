import { describe, expect, it } from 'vitest';
import { connectionsAtMost, Senders } from '../../src/buffer/senders.ts';

/** What is found out of a sender whose messages come and are acknowledged at these times. */
function found(steps: readonly (readonly ['came' | 'acknowledged', number])[]): boolean[] {
  const senders = new Senders();
  const prompt: boolean[] = [];
  for (const [what, atMs] of steps) {
    if (what === 'came') prompt.push(senders.came('sensor', atMs));
    else senders.acknowledged(['sensor'], atMs);
  }
  return prompt;
}

describe('a sender', () => {
  it('that sends one message after each acknowledgement waits for us, from its second message on', () => {
    const prompt = found([
      ['came', 0],
      ['acknowledged', 3_000],
      ['came', 3_010],
      ['acknowledged', 3_020],
      ['came', 3_110],
    ]);

    expect(prompt).toEqual([false, true, true]);
  });

  it('that fills its window after each acknowledgement waits for us', () => {
    const prompt = found([
      ['came', 0],
      ['came', 1],
      ['came', 2],
      ['acknowledged', 3_000],
      ['came', 3_001],
      ['came', 3_002],
    ]);

    expect(prompt.slice(3)).toEqual([true, true]);
  });

  it('that speaks every second does not wait, though a message comes right after an acknowledgement', () => {
    const prompt = found([
      ['came', 0],
      ['came', 1_000],
      ['came', 2_000],
      ['acknowledged', 2_950],
      ['came', 3_000],
      ['came', 4_000],
      ['acknowledged', 4_990],
      ['came', 5_000],
    ]);

    expect(prompt).not.toContain(true);
  });

  it('that speaks more seldom than we acknowledge does not wait', () => {
    const prompt = found([
      ['came', 0],
      ['acknowledged', 3_000],
      ['came', 5_000],
      ['acknowledged', 8_000],
      ['came', 8_050],
    ]);

    expect(prompt).not.toContain(true);
  });

  it('that begins to wait is found out after one acknowledgement', () => {
    const prompt = found([
      ['came', 0],
      ['came', 1_000],
      ['acknowledged', 3_000],
      ['came', 3_010],
      ['acknowledged', 6_010],
      ['came', 6_020],
    ]);

    expect(prompt).toEqual([false, false, false, true]);
  });

  it('is known by its connection alone', () => {
    const senders = new Senders();
    senders.came('a', 0);
    senders.acknowledged(['a'], 10);

    expect(senders.came('b', 20)).toBe(false);
    expect(senders.came('a', 20)).toBe(true);
  });

  it('whose messages were acknowledged together counts once', () => {
    const senders = new Senders();
    senders.came('a', 0);
    senders.came('a', 500);
    senders.acknowledged(['a', 'a'], 600);

    expect(senders.came('a', 610)).toBe(false);
  });

  it('is forgotten when very many others came after it', () => {
    const senders = new Senders();
    senders.came('a', 0);
    senders.acknowledged(['a'], 10);
    for (let i = 0; i < connectionsAtMost; i++) senders.came(`invented ${i}`, 20);

    expect(senders.came('a', 30)).toBe(false);
  });
});
