import { describe, expect, it } from 'vitest';
import type { CallRecord, TurnRecord } from '../../../src/core/log/record.ts';
import {
  Casting,
  compareMerits,
  meritOf,
  placesFor,
  readWhichCalls,
  reasonFor,
  whichCallsText,
} from '../../../src/engine/recording/which_calls.ts';

const SEED = 7;

function call(index: number, failure: CallRecord['failure'] = null): CallRecord {
  return { type: 'call', call: index, failure } as CallRecord;
}

function turn(latencyMs: number | null, failure: TurnRecord['failure'] = null): TurnRecord {
  const marks = { speechStart: 0, speechEnd: 1000, firstHeard: latencyMs === null ? null : 1000 + latencyMs };
  return {
    type: 'turn',
    turn: 0,
    kind: 'say',
    failure,
    rttMs: null,
    marks,
    agentInterrupted: false,
  } as TurnRecord;
}

function chosen(count: number, calls: readonly number[], seed = SEED): number[] {
  const casting = new Casting({ kind: 'sample', count }, seed);
  return calls.filter((index) => casting.wants(index));
}

/** What is left once all have ended. */
function kept(count: number, calls: readonly number[], seed = SEED): number[] {
  const which = { kind: 'sample', count } as const;
  return chosen(count, calls, seed)
    .map((index) => ({ index, merit: meritOf(which, seed, call(index), []) }))
    .sort((a, b) => compareMerits(b.merit, a.merit))
    .slice(0, count)
    .map(({ index }) => index)
    .sort((a, b) => a - b);
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe('which calls are recorded', () => {
  it('is read, and written as it is read', () => {
    for (const text of ['all', 'worst:10', 'sample:1']) {
      const which = readWhichCalls(text);
      expect(which === null ? null : whichCallsText(which)).toBe(text);
    }
    for (const text of [
      '',
      'ALL',
      'none',
      'worst',
      'worst:',
      'worst:0',
      'worst:-1',
      'worst:1.5',
      'sample:x',
      'best:3',
      'all:3',
    ]) {
      expect([text, readWhichCalls(text)]).toEqual([text, null]);
    }
    expect(placesFor({ kind: 'all' })).toBe(Infinity);
    expect(placesFor({ kind: 'worst', count: 10 })).toBe(10);
  });

  it('is every one for all and for the worst: which are worst shows in the end', () => {
    for (const which of [{ kind: 'all' }, { kind: 'worst', count: 1 }] as const) {
      const casting = new Casting(which, SEED);
      expect(upTo(20).filter((index) => casting.wants(index))).toEqual(upTo(20));
    }
  });

  it('is a sample by the seed, the same however the calls are shared out', () => {
    const all = kept(5, upTo(400));
    expect(all).toHaveLength(5);
    expect(kept(5, upTo(400))).toEqual(all);
    expect(kept(5, upTo(400), SEED + 1)).not.toEqual(all);
    const halves = [0, 1].flatMap((odd) =>
      chosen(
        5,
        upTo(400).filter((index) => index % 2 === odd),
      ),
    );
    expect(halves).toEqual(expect.arrayContaining(all));
  });

  it('records not many more than are kept, and all where there are fewer', () => {
    expect(chosen(5, upTo(1000)).length).toBeLessThan(70);
    expect(chosen(5, upTo(3))).toEqual([0, 1, 2]);
  });

  it('draws late calls as likely as early ones', () => {
    let late = 0;
    for (let seed = 0; seed < 300; seed++)
      late += kept(4, upTo(100), seed).filter((index) => index >= 50).length;
    // Of 1,200 draws: five standard deviations.
    expect(late).toBeGreaterThan(600 - 87);
    expect(late).toBeLessThan(600 + 87);
  });

  it('ranks failed calls before failed turns before slow answers before early ones', () => {
    const which = { kind: 'worst', count: 1 } as const;
    const ranked = [
      meritOf(which, SEED, call(9, 'no_answer'), [turn(400), turn(null, 'no_answer')]),
      meritOf(which, SEED, call(1, 'connection_lost'), []),
      meritOf(which, SEED, call(2), [turn(null, 'no_answer'), turn(300)]),
      meritOf(which, SEED, call(8), [turn(100), turn(2000), turn(300)]),
      meritOf(which, SEED, call(3), [turn(1000)]),
      meritOf(which, SEED, call(4), [turn(1000)]),
      // Cut off by the end of the run, which is no fault of the call.
      meritOf(which, SEED, call(0, 'interrupted'), [turn(900), turn(null, 'interrupted')]),
      meritOf(which, SEED, call(6), []),
    ];
    expect(ranked.toSorted((a, b) => compareMerits(b, a))).toEqual(ranked);
  });

  it('says why', () => {
    const worst = { kind: 'worst', count: 3 } as const;
    expect(reasonFor(worst, call(1, 'no_answer'), [])).toBe('it failed: no_answer');
    expect(reasonFor(worst, call(1), [turn(3), turn(null, 'inaudible')])).toBe('turn 0 failed: inaudible');
    expect(reasonFor(worst, call(1, 'interrupted'), [turn(812.4)])).toBe('its slowest answer took 812 ms');
    expect(reasonFor(worst, call(1), [])).toBe('no call was worse');
    expect(reasonFor({ kind: 'sample', count: 5 }, call(1), [])).toBe('one of a sample of 5');
    expect(reasonFor({ kind: 'all' }, call(1), [])).toBe('every call is recorded');
  });
});
