import { describe, expect, it } from 'vitest';
import { madeCall, sameResults, sideBySide, timelineOf, type MadeCall } from '../../src/report/timeline.ts';
import { call as callRecord, turn as turnRecord } from './log_builder.ts';

const strike = { type: 'strike', call: 3, atMs: 5300, fault: 'disconnect', connection: 0 } as const;

function made(more: { readonly failure?: 'no_answer' } = {}): MadeCall {
  return madeCall(
    [
      turnRecord({ call: 2, turn: 0 }),
      turnRecord({
        call: 3,
        turn: 0,
        ...(more.failure === undefined ? {} : { outcome: 'unanswered', failure: more.failure }),
      }),
      strike,
      callRecord({ call: 3, scheduledMs: 1000 }),
    ],
    3,
  );
}

describe('one call among many', () => {
  it('is its own records and no others', () => {
    const { call, turns, strikes } = made();
    expect(call?.call).toBe(3);
    expect(turns.map(({ call }) => call)).toEqual([3]);
    expect(strikes).toEqual([strike]);
  });

  it('is told in the order of time, from the instant at which it was to start', () => {
    const told = timelineOf(made());
    const instants = told.flatMap(({ atMs }) => atMs ?? []);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    expect(told.find(({ name }) => name === 'strike 0: disconnect')).toMatchObject({ atMs: 4300 });
    expect(told.map(({ name }) => name)).toContain('turn 0 say: agent is heard');
  });
});

describe('two makings of a call', () => {
  it('are the same where all that came of them is', () => {
    expect(sameResults(made(), made())).toBe(true);
    expect(sameResults(made(), made({ failure: 'no_answer' }))).toBe(false);
    expect(sameResults(made(), { ...made(), strikes: [] })).toBe(false);
    expect(sameResults(made(), { ...made(), call: null })).toBe(false);
    expect(sameResults(made(), { ...made(), strikes: [{ ...strike, fault: 'noise' }] })).toBe(false);
    const judged = (...results: readonly [expectation: number, met: boolean][]): MadeCall => {
      const expectations = results.map(([expectation, met]) => ({ expectation, turn: 0, met, atMs: null }));
      return { ...made(), call: callRecord({ call: 3, expectations }) };
    };
    expect(sameResults(judged([0, true]), judged([0, true]))).toBe(true);
    expect(sameResults(judged([0, true]), judged([0, false]))).toBe(false);
    expect(sameResults(judged([0, true]), judged([1, true]))).toBe(false);
    expect(sameResults(judged([0, true]), judged())).toBe(false);
  });

  it('stand side by side, what only one of them has beside nothing', () => {
    const rows = sideBySide({ ...made(), strikes: [] }, made());
    const row = rows.find(({ name }) => name === 'strike 0: disconnect');
    expect(row).toMatchObject({ first: null, again: { atMs: 4300 } });
    expect(
      rows
        .filter(({ name }) => name !== row?.name)
        .every(({ first, again }) => first !== null && again !== null),
    ).toBe(true);
    expect(
      sideBySide(made(), { ...made(), strikes: [] }).find(({ name }) => name === row?.name),
    ).toMatchObject({ again: null });
  });
});
