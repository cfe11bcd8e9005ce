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

  it('has nothing of what nobody told of it', () => {
    expect(madeCall([turnRecord({ call: 2 }), strike, callRecord({ call: 4 })], 3)).toEqual({
      call: null,
      turns: [],
      strikes: [strike],
    });
  });
});

describe('the timeline of a call', () => {
  const whole: MadeCall = {
    call: callRecord({
      scheduledMs: 1000,
      connectedMs: 1100,
      readyMs: 1150,
      endedMs: 9000,
      outcome: 'failed',
      failure: 'no_answer',
    }),
    turns: [
      turnRecord({ turn: 0, kind: 'greeting', said: '', marks: { firstHeard: 1500 } }),
      turnRecord({
        turn: 1,
        marks: { speechStart: 2000, speechEnd: 3000, firstHeard: 3412.25 },
        heardAs: [
          { step: 1, by: 'else' },
          { step: 2, by: 'nothing', spent: true },
          { step: 3, by: 'when' },
        ],
      }),
      turnRecord({
        turn: 2,
        said: 'refund',
        outcome: 'unanswered',
        failure: 'no_answer',
        marks: { speechStart: 5500, speechEnd: 6000 },
      }),
    ],
    strikes: [
      { ...strike, detail: 'with 1001' },
      { ...strike, atMs: 2500, fault: 'noise' },
    ],
  };

  it('is all that happened, when it did and how it turned out; what has no instant is where it would have been', () => {
    expect(timelineOf(whole).map(({ name, atMs, outcome }) => [name, atMs, outcome])).toEqual([
      ['connected', 100, ''],
      ['ready', 150, ''],
      ['turn 0 greeting: agent is heard', 500, 'answered'],
      ['strike 1: noise', 1500, ''],
      ['turn 1 say: caller falls silent', 2000, 'order-status'],
      ['turn 1 say: agent is heard', 2412.25, 'answered after 412 ms'],
      ['turn 1 say: caller goes on 1', null, 'by no branch'],
      ['turn 1 say: caller goes on 2', null, 'having heard nothing, and has come back often enough'],
      ['turn 1 say: caller goes on 3', null, 'by branch 1'],
      ['strike 0: disconnect', 4300, 'with 1001'],
      ['turn 2 say: caller falls silent', 5000, 'refund'],
      ['turn 2 say: agent is heard', null, 'unanswered (no_answer)'],
      ['end', 8000, 'failed (no_answer)'],
    ]);
  });

  it('says that a call has no record, and counts from the log’s own beginning then', () => {
    const turns = [turnRecord({ marks: { speechStart: 1000, speechEnd: 2000, firstHeard: 2300 } })];
    expect(
      timelineOf({ call: null, turns, strikes: [] }).map((one) => [one.name, one.atMs, one.outcome]),
    ).toEqual([
      ['connected', null, ''],
      ['ready', null, ''],
      ['turn 0 say: caller falls silent', 2000, 'order-status'],
      ['turn 0 say: agent is heard', 2300, 'answered after 300 ms'],
      ['end', null, 'no record of it'],
    ]);
    expect(timelineOf({ call: callRecord(), turns: [], strikes: [] }).at(-1)?.outcome).toBe('completed');
  });

  it('knows no branch without a transcript, and says so', () => {
    const turns = [turnRecord({ heardAs: [{ step: 1, by: 'plain', spent: true }] })];
    expect(timelineOf({ call: callRecord(), turns, strikes: [] }).map(({ outcome }) => outcome)).toContain(
      'in the plain order, for want of a transcript, and has come back often enough',
    );
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

  it('are not the same where another thing was said, or a call ended in another way', () => {
    const ended = (fields: Parameters<typeof callRecord>[0]): MadeCall => ({
      ...made(),
      call: callRecord({ call: 3, ...fields }),
    });
    const said = (fields: Parameters<typeof turnRecord>[0]): MadeCall => ({
      ...made(),
      turns: [turnRecord({ call: 3, ...fields })],
    });
    expect(sameResults(made(), ended({ outcome: 'blocked' }))).toBe(false);
    expect(
      sameResults(
        ended({ outcome: 'failed', failure: 'no_answer' }),
        ended({ outcome: 'failed', failure: 'http_error' }),
      ),
    ).toBe(false);
    const expectation = { expectation: 0, met: true, atMs: null };
    expect(
      sameResults(
        ended({ expectations: [{ ...expectation, turn: 0 }] }),
        ended({ expectations: [{ ...expectation, turn: 1 }] }),
      ),
    ).toBe(false);
    expect(sameResults(made(), said({}))).toBe(true);
    expect(sameResults(made(), said({ kind: 'dtmf' }))).toBe(false);
    expect(sameResults(made(), said({ said: 'refund' }))).toBe(false);
    expect(sameResults(made(), said({ outcome: 'interrupted' }))).toBe(false);
    expect(sameResults(said({ failure: 'no_answer' }), said({ failure: 'budget' }))).toBe(false);
    // When it happened is no result.
    expect(sameResults(made(), ended({ endedMs: 20_000 }))).toBe(true);
    expect(sameResults(made(), said({ marks: { firstHeard: 700 } }))).toBe(true);
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

  it('are in the order of the first, what only the second has where it happened in that', () => {
    const call = callRecord({ call: 3, scheduledMs: 1000, connectedMs: 1100, readyMs: 1200, endedMs: 9000 });
    const bare: MadeCall = { call, turns: [], strikes: [] };
    const at = (...instants: readonly number[]): MadeCall => ({
      ...bare,
      strikes: instants.map((atMs) => ({ ...strike, atMs })),
    });
    const names = (first: MadeCall, again: MadeCall): readonly string[] =>
      sideBySide(first, again).map(({ name }) => name.replace(': disconnect', ''));
    expect(names(bare, at(1050, 1200, 5000, 9500))).toEqual([
      'strike 0',
      'connected',
      'ready',
      'strike 1',
      'strike 2',
      'end',
      'strike 3',
    ]);
    // It happened at no instant: the turn was never answered.
    const unheard = { ...bare, turns: [turnRecord({ call: 3 })] };
    expect(names(bare, unheard)).toEqual(['connected', 'ready', 'end', 'turn 0 say: agent is heard']);
    expect(names(unheard, bare)).toEqual(['connected', 'ready', 'turn 0 say: agent is heard', 'end']);
    expect(names(at(8000), at(2000))).toEqual(['connected', 'ready', 'strike 0', 'end']);
    expect(sideBySide(at(8000), at(2000))[2]).toEqual({
      name: 'strike 0: disconnect',
      first: { name: 'strike 0: disconnect', atMs: 7000, outcome: '' },
      again: { name: 'strike 0: disconnect', atMs: 1000, outcome: '' },
    });
  });
});
