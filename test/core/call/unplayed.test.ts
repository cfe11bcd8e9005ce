/** Of what is thrown away, which item lost how much. */

import { describe, expect, it } from 'vitest';
import { Answers, type Answer } from '../../../src/core/call/answers.ts';
import { Turn } from '../../../src/core/call/turn.ts';
import { Unplayed } from '../../../src/core/call/unplayed.ts';

const answers = new Answers(-50);
const fresh = (): Answer => {
  const fixed = { step: 0, kind: 'silence', expectsAnswer: true, utterance: null } as const;
  const turn = new Turn({ ...fixed, turn: 0, atMs: 0, firstFrame: 0, frameMs: 100 });
  return answers.begin(`r${answers.latest}`, '', turn);
};

describe('what is thrown away', () => {
  it('is taken from the end, item by item, and told in the order of playing', () => {
    const [first, second] = [fresh(), fresh()];
    const unplayed = new Unplayed();
    unplayed.push(first, 'a', 300, false);
    unplayed.push(first, 'a', 200, true);
    unplayed.push(first, 'b', 400, true);
    unplayed.push(second, 'c', 100, true);
    unplayed.push(second, 'd', 100, true);
    expect(unplayed.cut(700)).toEqual([
      {
        answer: first,
        lostMs: 500,
        items: [
          { itemId: 'a', heardMs: 400 },
          { itemId: 'b', heardMs: 0 },
        ],
      },
      {
        answer: second,
        lostMs: 200,
        items: [
          { itemId: 'c', heardMs: 0 },
          { itemId: 'd', heardMs: 0 },
        ],
      },
    ]);
  });

  it('touches no item of which nothing is lost', () => {
    const answer = fresh();
    const unplayed = new Unplayed();
    unplayed.push(answer, 'a', 300, false);
    unplayed.push(answer, 'b', 200, true);
    expect(unplayed.cut(200)).toEqual([{ answer, lostMs: 200, items: [{ itemId: 'b', heardMs: 0 }] }]);
    const other = new Unplayed();
    other.push(answer, 'a', 300, false);
    expect(other.cut(0)).toEqual([]);
    expect(new Unplayed().cut(100)).toEqual([]);
  });

  it('is of an item that came in two stretches told once, by all that came of it', () => {
    const [one, between] = [fresh(), fresh()];
    const unplayed = new Unplayed();
    unplayed.push(one, 'a', 100, false);
    unplayed.push(between, 'x', 100, true);
    unplayed.push(one, 'a', 100, true);
    expect(unplayed.cut(250)).toEqual([
      { answer: between, lostMs: 100, items: [{ itemId: 'x', heardMs: 0 }] },
      { answer: one, lostMs: 150, items: [{ itemId: 'a', heardMs: 50 }] },
    ]);
  });

  it('is never of what had been heard before, nor thrown away twice', () => {
    const [old, now] = [fresh(), fresh()];
    const unplayed = new Unplayed();
    unplayed.push(old, 'a', 500, false);
    // Nothing is being played any more as the next comes.
    unplayed.push(now, 'b', 300, false);
    expect(unplayed.cut(1000)).toEqual([{ answer: now, lostMs: 300, items: [{ itemId: 'b', heardMs: 0 }] }]);
    expect(unplayed.cut(1000)).toEqual([]);
  });
});

describe('a piece', () => {
  it('goes on with what was handed over last: the same item of the same answer', () => {
    const [one, other] = [fresh(), fresh()];
    const unplayed = new Unplayed();
    expect(unplayed.continues(one, 'a')).toBe(false);
    unplayed.push(one, 'a', 100, false);
    expect([
      unplayed.continues(one, 'a'),
      unplayed.continues(one, 'b'),
      unplayed.continues(other, 'a'),
    ]).toEqual([true, false, false]);
  });
});
