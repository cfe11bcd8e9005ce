/** Who was heard when, and how long the other waited. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencies } from '../../../src/core/log/timing.ts';
import { lanesOf, partsOf, waitsOf } from '../../../src/page/inspector/lanes.ts';
import { call, turn } from '../../report/log_builder.ts';

describe('the lanes of a call', () => {
  it('have a block for what was said, murmured and heard', () => {
    const said = turn({
      marks: { speechStart: 100, speechEnd: 900, firstHeard: 1500, lastHeard: 2500 },
      backchannels: [
        { atMs: 1700, stoppedMs: null, endMs: 1900 },
        { atMs: 2000, stoppedMs: null },
      ],
    });
    const silent = turn({ turn: 1, kind: 'silence', marks: { speechEnd: 3000, firstHeard: 8000 } });
    expect(lanesOf([said, silent])).toEqual({
      caller: [
        { fromMs: 100, toMs: 900, turn: 0, murmur: false },
        { fromMs: 1700, toMs: 1900, turn: 0, murmur: true },
        { fromMs: 2000, toMs: 2300, turn: 0, murmur: true },
      ],
      agent: [
        { fromMs: 1500, toMs: 2500, turn: 0, murmur: false },
        { fromMs: 8000, toMs: 8000, turn: 1, murmur: false },
      ],
    });
  });
});

describe('the waits of a call', () => {
  it('are for the greeting, the answer, the re-prompt and the agent’s silence', () => {
    const turns = [
      turn({ kind: 'greeting', marks: { firstHeard: 700 }, bargeIn: { atMs: 900, stoppedMs: 1150 } }),
      turn({ turn: 1, marks: { speechStart: 900, speechEnd: 2000, firstHeard: 2600 } }),
      turn({ turn: 2, kind: 'silence', marks: { speechEnd: 4000, firstHeard: 9000 } }),
    ];
    const waits = waitsOf(turns, call({ readyMs: 300 }));
    expect(waits.map(({ kind, turn: index, fromMs, toMs, ms }) => [kind, index, fromMs, toMs, ms])).toEqual([
      ['greeting', 0, 300, 700, 400],
      ['yield', 0, 900, 1150, 250],
      ['answer', 1, 2000, 2600, 600],
      ['reprompt', 2, 4000, 9000, 5000],
    ]);
  });

  it('go on to what comes next where no answer came, and there is none where none was due or the agent talked over', () => {
    const owed = turn({ marks: { speechStart: 0, speechEnd: 1000 } });
    const next = turn({ turn: 1, marks: { speechStart: 6000, speechEnd: 7000, firstHeard: 6500 } });
    const bye = turn({ turn: 2, expectsAnswer: false, marks: { speechStart: 8000, speechEnd: 9000 } });
    expect(waitsOf([owed, next, bye], call())).toMatchObject([
      { kind: 'missing', fromMs: 1000, toMs: 6000, ms: null },
    ]);
    expect(waitsOf([owed], call({ endedMs: 4000 }))).toMatchObject([{ kind: 'missing', toMs: 4000 }]);
    // When the run is stopped nobody knows what would have come: the report counts it as no lost answer either.
    const stopped = { ...owed, outcome: 'failed', failure: 'interrupted' } as const;
    expect(waitsOf([stopped], call({ endedMs: 4000 }))).toEqual([]);
  });

  it('have parts that add up to them, or none', () => {
    const ascending = fc.array(fc.nat(500), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(ascending, fc.nat(40), (steps, rttMs) => {
        let atMs = 1000;
        const [
          speechEndDue,
          speechStoppedEvent,
          answerCreated,
          firstContent,
          firstAudio,
          firstPlayed,
          firstHeard,
        ] = steps.map((step) => (atMs += step)) as [number, number, number, number, number, number, number];
        const marks = {
          speechStart: 0,
          speechEnd: 1000,
          speechEndDue,
          speechStoppedEvent,
          answerCreated,
          firstContent,
          firstAudio,
          firstPlayed,
          firstHeard,
        };
        const whole = turn({ marks, rttMs });
        const sum = partsOf(whole).reduce((total, { ms }) => total + ms, 0);
        expect(sum).toBeCloseTo(latencies(whole).responseLatency ?? Number.NaN, 6);
        expect(partsOf(turn({ marks, rttMs: null }))).toEqual([]);
      }),
    );
  });
});
