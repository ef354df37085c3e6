import { describe, expect, it } from 'vitest';
import { Front } from '../../src/core/front.ts';

function front(position: number, waiting: readonly number[], readUpto: number): Front {
  const made = new Front(position);
  for (const seq of waiting) made.add(seq);
  made.readUpto = readUpto;
  return made;
}

describe('the front of a destination', () => {
  it('stands before the first reading that waits', () => {
    const made = front(10, [11, 12, 15], 20);

    made.remove(11);

    expect(made.advance()).toBe(11);
  });

  it('passes rows that nobody waits for', () => {
    const made = front(10, [15], 20);

    made.remove(15);

    expect(made.advance()).toBe(20);
  });

  it('does not pass a waiting reading when later ones have ended', () => {
    const made = front(10, [11, 12, 13], 13);

    made.remove(12);
    made.remove(13);

    expect(made.advance()).toBe(10);
  });

  it('forgets what retention took away', () => {
    const made = front(10, [11, 12, 30], 30);

    made.strike(20);

    expect(made.waiting).toBe(1);
    expect(made.advance()).toBe(29);
  });
});
