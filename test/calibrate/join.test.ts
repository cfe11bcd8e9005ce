import { describe, expect, it } from 'vitest';
import { Join } from '../../src/calibrate/join.ts';
import type { TrueTurn } from '../../src/calibrate/truth.ts';
import { answered, call, turn } from '../report/log_builder.ts';

const BUFFER_MS = 60;

function known(fields: Partial<TrueTurn> = {}): TrueTurn {
  return { session: 's1', turn: 0, arrivedMs: 5000, afterMs: 40, sentMs: 5500, leadInMs: 90, ...fields };
}

/** 500 from the arrival to the answer, 40 that lay in the frame, 60 of the buffer, 90 of silence. */
const TRUE_MS = 690;

describe('what was measured, beside what is true', () => {
  it('is told for each turn, once its session and its truth are known', () => {
    const join = new Join(BUFFER_MS);
    join.told(answered(3, 0, 700));
    join.told(answered(3, 1, 650));
    expect(join.matched()).toEqual([]);
    join.knows(known());
    expect(join.matched()).toEqual([]);
    join.told(call({ call: 3, sessionId: 's1' }));
    expect(join.matched()).toEqual([
      { type: 'calibration', call: 3, turn: 0, atMs: 2000, measuredMs: 700, trueMs: TRUE_MS },
    ]);
    join.knows(known({ turn: 1, leadInMs: 20 }));
    expect(join.matched()).toMatchObject([{ turn: 1, measuredMs: 650, trueMs: TRUE_MS - 70 }]);
    expect(join.matched()).toEqual([]);
    expect(join.rest()).toEqual([]);
  });

  it('keeps sessions apart', () => {
    const join = new Join(BUFFER_MS);
    for (const index of [0, 1]) {
      join.told(answered(index, 0, 700));
      join.told(call({ call: index, sessionId: `s${index}` }));
      join.knows(known({ session: `s${index}`, sentMs: 5500 + index }));
    }
    expect(join.matched().map(({ call: index, trueMs }) => [index, trueMs])).toEqual([
      [0, TRUE_MS],
      [1, TRUE_MS + 1],
    ]);
  });

  it('is told with what is missing in the end', () => {
    const join = new Join(BUFFER_MS);
    join.told(answered(0, 0, 700));
    join.told(
      turn({ call: 0, turn: 1, outcome: 'unanswered', failure: 'no_answer', marks: { speechEnd: 9000 } }),
    );
    join.told(call({ call: 0, sessionId: 's1' }));
    join.knows(known({ turn: 1 }));
    // Of this one nobody knows the session.
    join.told(answered(1, 0, 800));
    expect(join.matched()).toEqual([]);
    expect(join.rest()).toMatchObject([
      { call: 0, turn: 0, measuredMs: 700, trueMs: null },
      { call: 0, turn: 1, atMs: 9000, measuredMs: null, trueMs: TRUE_MS },
      { call: 1, turn: 0, measuredMs: 800, trueMs: null },
    ]);
    expect(join.rest()).toEqual([]);
  });

  it('does not miss what the end of the run cut off', () => {
    const join = new Join(BUFFER_MS);
    join.told(turn({ call: 0, outcome: 'failed', failure: 'interrupted', marks: { speechEnd: 9000 } }));
    join.told(turn({ call: 0, turn: 1, outcome: 'not_expected', expectsAnswer: false }));
    join.told(call({ call: 0, sessionId: 's1' }));
    join.knows(known());
    expect(join.rest()).toEqual([]);
  });
});
