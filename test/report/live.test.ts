import { describe, expect, it } from 'vitest';
import { telephonyPriceTable } from '../../src/pricing/telephony_table.ts';
import { LiveTally } from '../../src/report/live.ts';
import { summarize } from '../../src/report/summarize.ts';
import {
  answered,
  call,
  gathered,
  generator,
  goodRun,
  header,
  histogram,
  lostBefore,
  started,
  turn,
  usage,
} from './log_builder.ts';

const pricing = { model: 'gpt-realtime-2.1' };

describe('LiveTally', () => {
  it('ends where the final report does', () => {
    const records = goodRun(200, (index) => 200 + index * 5);
    const tally = new LiveTally(pricing);
    for (let i = 0; i < 200; i++) tally.add(started(i, 0));
    for (const record of records) tally.add(record);
    const live = tally.figures();
    const summary = summarize(gathered(records));
    const latency = summary.metrics.response_latency;
    if (latency?.kind !== 'distribution') throw new Error('no latency');
    expect(live).toMatchObject({ active: 0, completed: 200, failed: 0, turns: 200, unanswered: 0 });
    // A bucket of the live histogram is 1/64 wide.
    expect(Math.abs((live.responseLatency.p95 ?? 0) / (latency.p95 ?? 1) - 1)).toBeLessThan(1 / 64);
    expect(Math.abs((live.responseLatency.p50 ?? 0) / (latency.p50 ?? 1) - 1)).toBeLessThan(1 / 64);
  });

  it('counts calls that go on, and what became of the others', () => {
    const tally = new LiveTally(pricing);
    tally.add(started(0, 0));
    tally.add(started(1, 0));
    tally.add(started(2, 0));
    tally.add(call({ call: 0 }));
    tally.add(lostBefore({ call: 1, outcome: 'failed', failure: 'http_error' }));
    tally.add(lostBefore({ call: 3, outcome: 'blocked', dialedMs: null }));
    tally.add(lostBefore({ call: 4, outcome: 'not_started', dialedMs: null }));
    expect(tally.figures()).toMatchObject({ active: 1, completed: 1, failed: 1, blocked: 1, notStarted: 1 });
  });

  it('tells how many of the last ten calls to end failed', () => {
    const tally = new LiveTally(pricing);
    const end = (index: number, outcome: 'completed' | 'failed') => tally.add(call({ call: index, outcome }));
    for (let i = 0; i < 4; i++) end(i, 'failed');
    expect(tally.figures().lastFailed).toBe(4);
    for (let i = 4; i < 12; i++) end(i, 'completed');
    expect(tally.figures()).toMatchObject({ failed: 4, lastFailed: 2 });
    tally.add(lostBefore({ call: 12, outcome: 'blocked', dialedMs: null }));
    end(13, 'completed');
    end(14, 'completed');
    expect(tally.figures()).toMatchObject({ failed: 4, lastFailed: 0 });
  });

  it('spends as turns come in, and takes the call’s own figure in the end', () => {
    const tally = new LiveTally(pricing);
    tally.add(turn({ call: 0, usage: usage({ audioOut: 1000 }) }));
    tally.add(turn({ call: 1, usage: usage({ audioOut: 1000 }) }));
    expect(tally.figures().spentUsd).toBeCloseTo(0.128, 12);
    tally.add(call({ call: 0, usage: usage({ audioOut: 1500 }) }));
    expect(tally.figures().spentUsd).toBeCloseTo(0.064 + 0.096, 12);
  });

  it('counts what did not tell its usage, and forgets none when the call is over', () => {
    const tally = new LiveTally(pricing);
    tally.add(turn({ call: 0, usage: usage({ unreported: 1 }) }));
    tally.add(turn({ call: 1, usage: usage({ audioOut: 1000 }) }));
    expect(tally.figures()).toMatchObject({ unreported: 1, spentUsd: 0.064 });
    tally.add(call({ call: 0, usage: usage({ unreported: 2, unreportedTranscriptions: 5 }) }));
    tally.add(call({ call: 1, usage: usage({ audioOut: 1000 }) }));
    expect(tally.figures().unreported).toBe(2);
  });

  it('misses none where the time is what is paid for', () => {
    const tally = new LiveTally({ model: 'gpt-live-1', transcriptionModel: 'whisper-1' });
    tally.add(turn({ call: 0, usage: usage({ unreported: 1 }) }));
    expect(tally.figures().unreported).toBe(0);
    tally.add(turn({ call: 0, usage: usage({ unreportedTranscriptions: 1 }) }));
    expect(tally.figures().unreported).toBe(1);
  });

  it('spends what the final report has as the total', () => {
    const used = [
      usage({ textIn: 900, audioIn: 100, unsplitCached: 300, audioOut: 50 }),
      usage({ unsplitIn: 400, unsplitOut: 20 }),
    ];
    const records = [header(), ...used.map((one, index) => call({ call: index, usage: one })), generator()];
    const tally = new LiveTally(pricing);
    for (const record of records) tally.add(record);
    expect(tally.figures().spentUsd).toBeCloseTo(summarize(gathered(records)).cost.totalUsd ?? -1, 9);
  });

  it('knows no spend without a price', () => {
    expect(new LiveTally({ model: 'house-model' }).figures().spentUsd).toBeNull();
  });

  it('leaves unanswered turns and those that talked over the caller out of the latency', () => {
    const tally = new LiveTally(pricing);
    tally.add(answered(0, 0, 500));
    tally.add(turn({ outcome: 'unanswered', marks: { speechEnd: 100 } }));
    tally.add(turn({ agentInterrupted: true, marks: { speechEnd: 100, firstHeard: 50 } }));
    expect(tally.figures()).toMatchObject({ turns: 3, unanswered: 1, responseLatency: { count: 1 } });
  });

  it('has the send lateness of all workers, by the last line of each', () => {
    const tally = new LiveTally(pricing);
    tally.add(generator({ worker: 0, sendLateness: histogram([500, 100]) }));
    tally.add(generator({ worker: 0, sendLateness: histogram([2, 99]) }));
    tally.add(generator({ worker: 1, sendLateness: histogram([9, 99]) }));
    expect(tally.figures().sendLatenessP99).toBe(9);
  });

  it('counts what calls priced by the minute cost while they go on', () => {
    const tally = new LiveTally({ model: 'gpt-live' });
    tally.add(started(0, 0));
    tally.add(started(1, 60_000));
    // Two minutes and one, at $0.05.
    expect(tally.figures(120_000).spentUsd).toBeCloseTo(0.15, 12);
  });

  it('takes of a call priced by the minute what its session took, once it is over', () => {
    const spent = (fields: Parameters<typeof call>[0]) => {
      const tally = new LiveTally({ model: 'gpt-live' });
      tally.add(started(0, 0));
      tally.add(call(fields));
      return tally.figures(600_000).spentUsd;
    };
    // A minute and a half, at $0.05.
    expect(spent({ readyMs: 30_000, endedMs: 120_000 })).toBeCloseTo(0.075, 12);
    expect(spent({ readyMs: null, endedMs: 120_000 })).toBe(0);
    expect(spent({ readyMs: 30_000, endedMs: null })).toBe(0);
    expect(spent({ readyMs: 30_000, endedMs: 20_000 })).toBe(0);
  });

  it('counts none among the last ten to end that was never started', () => {
    const tally = new LiveTally(pricing);
    for (let index = 0; index < 3; index++) tally.add(call({ call: index, outcome: 'failed' }));
    for (let index = 3; index < 10; index++) tally.add(call({ call: index }));
    // Whichever place the next one to end would have, none of these takes it.
    tally.add(lostBefore({ call: 10, outcome: 'blocked', dialedMs: null }));
    tally.add(lostBefore({ call: 11, outcome: 'not_started', dialedMs: null }));
    expect(tally.figures()).toMatchObject({ failed: 3, lastFailed: 3, blocked: 1, notStarted: 1 });
  });

  it('keeps what the turns of a call had cost, and had not told, where its own record knows nothing', () => {
    const tally = new LiveTally(pricing);
    tally.add(turn({ call: 0, usage: usage({ audioOut: 1000, unreported: 1 }) }));
    tally.add(turn({ call: 0, usage: usage({ audioOut: 500, unreported: 2 }) }));
    tally.add(call({ call: 0, outcome: 'failed', failure: 'worker_lost' }));
    expect(tally.figures()).toMatchObject({ unreported: 3 });
    expect(tally.figures().spentUsd).toBeCloseTo(0.096, 12);
  });

  it('has cost nothing by the minute before it was started', () => {
    const tally = new LiveTally({ model: 'gpt-live' });
    tally.add(started(0, 0));
    tally.add(started(1, 120_000));
    expect(tally.figures(60_000).spentUsd).toBeCloseTo(0.05, 12);
    expect(tally.figures().spentUsd).toBe(0);
  });

  it('counts the line and the machines of calls that go on, where somebody said what they cost', () => {
    const after = (pricing: ConstructorParameters<typeof LiveTally>[0], nowMs: number) => {
      const tally = new LiveTally(pricing);
      tally.add(started(0, 30_000));
      return tally.figures(nowMs).spentUsd;
    };
    const { model } = pricing;
    // The second minute has begun, at $0.0085 each.
    expect(after({ model, telephony: telephonyPriceTable.slice(0, 1) }, 91_000)).toBeCloseTo(0.017, 12);
    const infrastructure = {
      kind: 'infrastructure',
      model: 'box',
      date: '2026-01',
      source: 'http://own.example/prices',
      usdPerSessionHour: 2,
    } as const;
    // A quarter of an hour.
    expect(after({ model, infrastructure }, 930_000)).toBeCloseTo(0.5, 12);
  });

  it('runs up nothing by the minute where tokens are what is paid for', () => {
    const tally = new LiveTally(pricing);
    tally.add(started(0, 0));
    expect(tally.figures(600_000).spentUsd).toBe(0);
  });

  it('has the loop lag of all workers beside it, and neither before a worker has told', () => {
    const tally = new LiveTally(pricing);
    expect(tally.figures()).toMatchObject({ sendLatenessP99: null, loopLagP99: null });
    tally.add(generator({ worker: 0, sendLateness: histogram([2, 100]), loopLag: histogram([3, 100]) }));
    tally.add(generator({ worker: 1, sendLateness: histogram([2, 100]), loopLag: histogram([7, 100]) }));
    expect(tally.figures()).toMatchObject({ sendLatenessP99: 2, loopLagP99: 7 });
  });

  it('has no latency before the first answer', () => {
    const { responseLatency } = new LiveTally(pricing).figures();
    expect(responseLatency).toEqual({ count: 0, p50: null, p95: null });
  });
});
