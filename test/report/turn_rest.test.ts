import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TurnRecord } from '../../src/core/log/record.ts';
import { turnRest, turnRestKey } from '../../src/report/turn_rest.ts';
import { turn } from './log_builder.ts';

const text = fc.constantFrom('', '1:', 'n', 'u', '[]', '2;[]', 'completed');
const anyRest = fc.record(
  {
    answerReason: fc.option(text),
    answerStatus: fc.constantFrom('completed', 'failed', null),
    agentInterruptions: fc.constantFrom(1, 2),
    heardAs: fc.constantFrom([], [{ step: 1, by: 'when' }]),
    // Of a version to come.
    novelty: text,
    other: text,
  },
  { requiredKeys: [] },
);

const told = (rest: object): TurnRecord => ({ ...turn({}), ...rest });

describe('what has no column of a turn', () => {
  it('has one key only where it is the same, whatever the words in it are', () => {
    const open = fc.constantFrom({}, { unsplitIn: 1 }, { unsplitIn: 2 }, { cutOff: 1 });
    fc.assert(
      fc.property(anyRest, anyRest, open, open, (a, b, openA, openB) => {
        const same = turnRestKey(told(a), openA) === turnRestKey(told(b), openB);
        if (!same) return;
        expect([turnRest(told(a)), openA]).toEqual([turnRest(told(b)), openB]);
      }),
      { numRuns: 2000 },
    );
  });

  it('has the same key again where it is the same', () => {
    fc.assert(
      fc.property(anyRest, (rest) => {
        expect(turnRestKey(told(rest), {})).toBe(turnRestKey(told({ ...rest }), {}));
      }),
    );
  });

  it('is all of it, of turns of this version, of older ones and of those to come', () => {
    const own = { answerStatus: 'completed', answerReason: null, tools: [], fallbacks: null };
    expect(turnRest(told(own))).toEqual({ backchannels: [], ...own });
    const { step: _step, ...older } = told(own);
    expect(turnRest(older as TurnRecord)).toEqual({ backchannels: [], ...own });
    expect(turnRest(told({ ...own, novelty: 1 }))).toEqual({ backchannels: [], ...own, novelty: 1 });
    // As many fields as a turn of this version has, and one of them is another.
    expect(turnRest({ ...older, novelty: 1 } as unknown as TurnRecord)).toEqual({
      backchannels: [],
      ...own,
      novelty: 1,
    });
  });
});
