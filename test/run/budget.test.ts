import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/core/log/record.ts';
import { budgetSink, type BudgetSink } from '../../src/run/budget.ts';
import type { ExpectedCost } from '../../src/forecast/spending/spending.ts';
import { call, generator, header, started, turn, usage } from '../report/log_builder.ts';
import { controlWith } from './run_control.ts';

const pricing = { model: 'gpt-realtime-2.1' };
/** $0.064. */
const answer = usage({ audioOut: 1000 });

function watched(
  budget: { maxUsd?: number; stop?: 'polite' | 'now'; maxUsdPerCall?: number },
  { model = pricing.model, expected }: { model?: string; expected?: ReadonlyMap<string, ExpectedCost> } = {},
): { sink: BudgetSink; done: string[]; used: (call: number, used: Usage, atMs?: number) => void } {
  const done: string[] = [];
  const sink = budgetSink({ pricing: { model }, budget }, expected === undefined ? {} : { expected });
  if (sink === null) throw new Error('expected a budget');
  const control = controlWith({
    stop: (reason, detail) => void done.push(`stop ${reason}: ${detail}`),
    drain: (reason, detail) => void done.push(`drain ${reason}: ${detail}`),
    endCall: (index, detail) => void done.push(`end ${index}: ${detail}`),
  });
  sink.begin?.(header(), control);
  const used = (index: number, told: Usage, atMs = 1000): void =>
    sink.used?.({ type: 'used', call: index, atMs, readyMs: 0, usage: told });
  return { sink, done, used };
}

/** Calls of three answers, of which each costs one more. */
const expected = new Map([
  ['buyer', { weight: 1, paths: [1, 1].map(() => ({ answersUsd: [0.064, 0.192, 0.384], totalUsd: 0.384 })) }],
]);

describe('the budget', () => {
  it('that stops now ends the run once what was used costs as much', () => {
    const { sink, done } = watched({ maxUsd: 0.1, stop: 'now' });
    sink.record?.(turn({ call: 0, usage: answer }));
    sink.gauge?.(generator({ atMs: 1000 }));
    expect(done).toEqual([]);
    sink.record?.(turn({ call: 1, usage: answer }));
    expect(done).toEqual(['stop budget: spent $0.128 of $0.100']);
    sink.gauge?.(generator({ atMs: 2000 }));
    expect(done).toHaveLength(1);
    expect(sink.account()).toMatchObject({ maxUsd: 0.1, spentUsd: 0.128, stopped: { spentUsd: 0.128 } });
  });

  it('is reached by what is exactly as much, and by what was told before its turn is written down', () => {
    const { sink, done, used } = watched({ maxUsd: 0.064, stop: 'now' });
    sink.record?.(started(0));
    used(0, usage({}));
    expect(done).toEqual([]);
    used(0, answer);
    expect(done).toEqual(['stop budget: spent $0.0640 of $0.0640']);
    // Told twice over, it is spent once.
    sink.record?.(turn({ call: 0, usage: answer }));
    sink.record?.(call({ call: 0, usage: answer }));
    expect(sink.account().spentUsd).toBeCloseTo(0.064, 9);
  });

  it('that stops politely starts no call that the rest might not suffice for, and leaves the others alone', () => {
    const { sink, done, used } = watched({ maxUsd: 1, stop: 'polite' }, { expected });
    sink.record?.(started(0, 0));
    expect(done).toEqual([]);
    // Two calls of $0.384 and a little more each, and a third would pass $1.
    sink.record?.(started(1, 10));
    expect(done).toEqual([
      expect.stringMatching(
        /^drain budget: spent \$0\.00 of \$1\.00, and \$0\.9\d+ reserved for 2 calls going on: no room/,
      ),
    ]);
    used(0, usage({ audioOut: 6000 }));
    expect(done).toHaveLength(1);
    expect(sink.account().drained).toMatchObject({ atMs: 10, spentUsd: 0, callsGoingOn: 2 });
    expect(sink.account().stopped).toBeUndefined();
  });

  it('starts no call at all where one alone might pass it', () => {
    const { done } = watched({ maxUsd: 0.3, stop: 'polite' }, { expected });
    expect(done).toEqual(['drain budget: spent $0.00 of $0.300: no room for a further call of up to $0.492']);
  });

  it('ends calls left to themselves where their answers under way might pass it', () => {
    const { sink, done, used } = watched({ maxUsd: 0.5, stop: 'polite' }, { expected });
    sink.record?.(started(0, 0));
    expect(done).toEqual([expect.stringMatching(/^drain/)]);
    used(0, usage({ audioOut: 1000 }));
    expect(done).toHaveLength(1);
    // Dearer than expected: with the third answer, which is under way, it would be too much.
    used(0, usage({ audioOut: 5000 }));
    expect(done[1]).toBe('stop budget: spent $0.320 of $0.500, and up to $0.211 being billed');
  });

  it('learns what calls cost: later answers more than early ones, and all more than was expected', () => {
    const { sink, used, done } = watched({ maxUsd: 100, stop: 'polite' }, { expected });
    for (let index = 0; index < 9; index++) {
      sink.record?.(started(index, 0));
      for (const audioOut of [2000, 6000, 12_000]) used(index, usage({ audioOut }));
      sink.record?.(call({ call: index, usage: usage({ audioOut: 12_000 }) }));
    }
    expect(done).toEqual([]);
    const before = sink.account().spentUsd;
    expect(before).toBeCloseTo(9 * 0.768, 9);
    // Room for one more of these, not for two.
    const tight = watched({ maxUsd: before + 1, stop: 'polite' }, { expected });
    for (let index = 0; index < 9; index++) {
      tight.sink.record?.(started(index, 0));
      for (const audioOut of [2000, 6000, 12_000]) tight.used(index, usage({ audioOut }));
      tight.sink.record?.(call({ call: index, usage: usage({ audioOut: 12_000 }) }));
    }
    expect(tight.done).toEqual([]);
    tight.sink.record?.(started(9, 0));
    expect(tight.done).toEqual([expect.stringMatching(/^drain/)]);
  });

  it('of one call ends that call, and no other', () => {
    const { sink, done, used } = watched({ maxUsdPerCall: 0.1 });
    sink.record?.(started(0));
    sink.record?.(started(1));
    used(0, answer);
    used(1, answer);
    expect(done).toEqual([]);
    used(1, usage({ audioOut: 2000 }));
    used(1, usage({ audioOut: 2500 }));
    expect(done).toEqual(['end 1: it cost $0.128, and a call may cost $0.100']);
    expect(sink.account()).toMatchObject({ maxUsd: null, maxUsdPerCall: 0.1, callsEnded: [1] });
  });

  it('counts what is priced by time by the second since the session is ready, also between two words', () => {
    const timed = watched({ maxUsd: 0.1, stop: 'now', maxUsdPerCall: 0.06 }, { model: 'gpt-live-1' });
    timed.sink.record?.(started(0, 0));
    timed.sink.record?.(started(1, 0));
    // Nobody pays for dialling.
    timed.sink.gauge?.(generator({ atMs: 200_000 }));
    expect(timed.done).toEqual([]);
    timed.sink.used?.({ type: 'used', call: 0, atMs: 200_000, readyMs: 200_000, usage: usage({}) });
    timed.sink.used?.({ type: 'used', call: 1, atMs: 230_000, readyMs: 230_000, usage: usage({}) });
    timed.sink.gauge?.(generator({ atMs: 260_000 }));
    expect(timed.sink.account().spentUsd).toBeCloseTo(0.075, 9);
    timed.sink.gauge?.(generator({ atMs: 272_000 }));
    expect(timed.done).toEqual(['end 0: it cost $0.0600, and a call may cost $0.0600']);
    timed.sink.gauge?.(generator({ atMs: 274_000 }));
    // What the next second will cost is kept back.
    expect(timed.done[1]).toMatch(
      /^stop budget: spent \$0\.0\d+ of \$0\.100, and up to \$0\.00\d+ being billed$/,
    );
  });

  it('says at once, and once, that it cannot be watched where no usage is told', () => {
    const said: string[] = [];
    const warn = (text: string): void => void said.push(text);
    const sink = budgetSink({ pricing, budget: { maxUsd: 1 } }, { warn });
    sink?.record?.(turn({ call: 0, usage: usage({ audioOut: 1 }) }));
    // Its call was over before it could tell.
    sink?.record?.(call({ call: 7, usage: usage({ cutOff: 1 }) }));
    expect(said).toEqual([]);
    sink?.record?.(turn({ call: 0, turn: 1, usage: usage({ unreported: 1 }) }));
    expect(said).toEqual([expect.stringMatching(/^the budget of \$1\.00 cannot be watched/)]);
    sink?.record?.(turn({ call: 1, usage: usage({ unreported: 1 }) }));
    expect(said).toHaveLength(1);
  });

  it('can be watched without usage where the time is what is paid for', () => {
    const said: string[] = [];
    const timed = { pricing: { model: 'gpt-live-1' }, budget: { maxUsd: 1 } };
    const warn = (text: string): void => void said.push(text);
    budgetSink(timed, { warn })?.record?.(turn({ usage: usage({ unreported: 1 }) }));
    expect(said).toEqual([]);
  });

  it('is not watched where there is none', () => {
    expect(budgetSink({ pricing })).toBeNull();
    expect(budgetSink({ pricing, budget: {} })).toBeNull();
  });
});
