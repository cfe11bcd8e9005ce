/**
 * The golden log's expected figures are worked out by hand from its lines: eight planned calls of which two completed
 * (0, 1), one got no answer (2), one was refused (3), one was blocked (4), one was lost with its worker (5), one left
 * no trace (6) and one is told as not started (7).
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MetricName } from '../../src/core/log/metric.ts';
import type { GeneratorRecord, HeaderRecord, LogRecord } from '../../src/core/log/record.ts';
import { readLogs } from '../../src/report/read.ts';
import { summarize } from '../../src/report/summarize.ts';
import type { Distribution, Rate } from '../../src/report/metric_figures.ts';
import type { Summary } from '../../src/report/summary.ts';
import { answered, call, footer, gathered, generator, goodRun, header, turn } from './log_builder.ts';

const file = join(import.meta.dirname, '../golden/small.ndjson');
const goldenLog = await readLogs([file]);
let golden: Summary;
beforeEach(() => {
  golden = summarize(goldenLog);
});

function distribution(summary: Summary, name: MetricName): Distribution {
  const metric = summary.metrics[name];
  if (metric?.kind !== 'distribution') throw new Error(`no distribution of ${name}`);
  return metric;
}

function rate(summary: Summary, name: MetricName): Rate {
  const metric = summary.metrics[name];
  if (metric?.kind !== 'rate') throw new Error(`no rate of ${name}`);
  return metric;
}

describe('the golden log', () => {
  it('accounts for every planned call', () => {
    expect(golden.calls).toEqual({
      planned: 8,
      started: 5,
      connected: 4,
      completed: 2,
      failed: 3,
      blocked: 1,
      notStarted: 2,
      withoutRecord: { failed: 1, notStarted: 1 },
    });
    expect(Object.entries(golden.failures).map(([code, { count }]) => [code, count])).toEqual([
      ['connect_refused', 1],
      ['no_answer', 1],
      ['worker_lost', 1],
    ]);
    expect(golden.failures.no_answer).toEqual({
      count: 1,
      meaning: 'the agent did not answer before the deadline',
      example: 'nothing heard within 10 s',
    });
    expect(golden.notes).toEqual([
      '1 call began without an end in the log: counted as worker_lost.',
      '1 planned call left no trace in the log: counted as not started.',
      'The cost of 1 call is unknown: nobody saw its end. What was told before it counts at the least.',
    ]);
  });

  it('counts the turns by what became of them', () => {
    expect(golden.turns).toEqual({
      total: 13,
      expected: 10,
      answered: 9,
      interrupted: 1,
      notExpected: 2,
      unanswered: 1,
      failed: 0,
      agentInterrupted: 1,
      bargeIns: 2,
      backchannels: 2,
      failures: { no_answer: 1 },
    });
  });

  it('has the response latency of 290, 450, 600 and 802 ms, and one answer that never came', () => {
    const { ci, ...figures } = distribution(golden, 'response_latency');
    expect(figures).toEqual({
      kind: 'distribution',
      unit: 'ms',
      count: 4,
      total: 2142,
      min: 290,
      mean: 535.5,
      p50: 450,
      p75: 600,
      p90: 802,
      p95: 802,
      p99: 802,
      p99_9: 802,
      max: 802,
      tooFew: ['p50', 'p75', 'p90', 'p95', 'p99', 'p99_9'],
      missing: 1,
      // Of five, with the answer that never came as the last.
      withMissing: { p50: 600, p75: 802, p90: null, p95: null, p99: null, p99_9: null },
    });
    // Four values bound no percentile on either side with 95%.
    expect(ci.p50).toEqual([null, null]);
    expect(ci.mean?.[0]).toBeGreaterThanOrEqual(290);
    expect(ci.mean?.[1]).toBeLessThanOrEqual(802);
  });

  it.each([
    ['vad_delay', [200, 300, 300, 400]],
    ['llm_delay', [50, 90, 200, 300]],
    ['tts_delay', [0, 0, 10, 10]],
    ['playback_delay', [28, 50, 80, 100]],
    ['time_to_first_audio', [262, 400, 520, 702]],
    ['unattributed', [0, 8, 10]],
    ['transcription_delay', [200, 300]],
    ['greeting_latency', [200, 300, 400]],
    ['reprompt_time', [10_000]],
    ['barge_in_stop', [400]],
    ['connect_time', [10, 20, 20]],
    ['setup_time', [50, 60, 100]],
    ['overlap', [0, 400, 1500]],
    ['dead_air', [1500, 7000, 15_000]],
    ['dead_air_total', [4000, 12_000, 17_000]],
    ['call_duration', [20_000, 20_000, 30_000]],
    ['network_up', Array.from({ length: 11 }, () => 2)],
    ['network_down', Array.from({ length: 11 }, () => 2)],
    ['playback_underruns', [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['wasted_audio', [0, 0, 1.19, 2.2]],
    // Of call 5 nobody knows all that it used.
    ['cost_per_call', [0.00528, 0.019881, 0.030299]],
    ['cost_per_minute', [0.01584, 0.059643, 0.060598]],
    ['tokens.text_in', [1000, 3000, 4000]],
    ['tokens.audio_out', [20, 180, 250]],
  ] as const)('has %s of %j', (name, values) => {
    const found = distribution(golden, name);
    const total = values.reduce((sum: number, value) => sum + value, 0);
    expect(found.count).toBe(values.length);
    expect(found.min).toBeCloseTo(values[0], 9);
    expect(found.max).toBeCloseTo(values.at(-1) as number, 9);
    expect(found.p50).toBeCloseTo(values[Math.ceil(values.length / 2) - 1] as number, 9);
    expect(found.total).toBeCloseTo(total, 8);
    expect(found.mean).toBeCloseTo(total / values.length, 8);
  });

  it.each([
    ['response_rate', 9, 10],
    ['error_rate', 2, 4],
    ['error_rate.no_answer', 1, 5],
    ['error_rate.http_error', 0, 5],
    ['turn_error_rate', 1, 13],
    ['agent_interruption_rate', 1, 8],
    ['yield_rate', 1, 2],
    ['false_yield_rate', 1, 2],
    ['cache_hit_rate', 5400, 10_790],
  ] as const)('has a %s of %d in %d', (name, count, of) => {
    const found = rate(golden, name);
    expect([found.count, found.of]).toEqual([count, of]);
    expect(found.rate).toBeCloseTo(count / of, 9);
    expect(found.ci === null).toBe(name === 'cache_hit_rate');
  });

  it('adds up what the service counted', () => {
    expect(distribution(golden, 'rate_limited').total).toBe(1);
    expect(distribution(golden, 'protocol_violations').total).toBe(2);
    expect(golden.metrics.time_to_fallback).toBeUndefined();
  });

  it('adds up the cost', () => {
    const { cost } = golden;
    // Calls 0, 1 and 2, and of call 5 what its turns told: nobody knows what it had cost by its end.
    expect(cost.leastUsd).toBeCloseTo(0.07018, 9);
    expect(cost).toMatchObject({ totalUsd: null, perCallUsd: null, perTurnUsd: null, perMinuteUsd: null });
    expect(cost.projected).toEqual({ per1000CallsUsd: null, callsPerMonth: 10_000, perMonthUsd: null });
    expect(cost.reported).toMatchObject({ unreported: 0, unknownCalls: 1, lostCalls: 1 });
    expect(cost.wasted.audioS).toBeCloseTo(3.39, 9);
    expect(cost.wasted.usd).toBeCloseTo(0.0043392, 9);
    expect(cost.parts).toEqual([
      { part: 'text in', amount: 5000, of: 'tokens', usd: 0.02 },
      { part: 'text cached', amount: 5000, of: 'tokens', usd: 0.002 },
      { part: 'text out', amount: 30, of: 'tokens', usd: 0.00072 },
      { part: 'audio in', amount: 390, of: 'tokens', usd: 0.01248 },
      { part: 'audio cached', amount: 400, of: 'tokens', usd: 0.00016 },
      { part: 'audio out', amount: 530, of: 'tokens', usd: 0.03392 },
      { part: 'transcription', amount: 12, of: 's', usd: 0.0009 },
    ]);
    expect(cost.prices).toMatchObject({
      model: 'gpt-realtime-2.1',
      date: '2026-08',
      source: 'developers.openai.com/api/docs/pricing',
    });
  });

  it('has a total, a mean and a projection where every call’s end is known', () => {
    const records = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogRecord);
    const known = records.filter((record) => !('call' in record && record.call === 5));
    const { cost } = summarize(gathered(known));
    // The refused call cost nothing and is no part of the mean.
    expect(cost.totalUsd).toBeCloseTo(0.05546, 9);
    expect(cost.leastUsd).toBe(cost.totalUsd);
    expect(cost.perCallUsd).toBeCloseTo(0.05546 / 3, 8);
    // In 70 s.
    expect(cost.perMinuteUsd).toBeCloseTo((0.05546 / 70) * 60, 8);
    expect(cost.projected.perMonthUsd).toBeCloseTo((0.05546 / 3) * 10_000, 4);
  });

  it('tells the generator’s own figures from the last line of each worker', () => {
    const { generator: own } = golden;
    expect(own).toMatchObject({
      frames: 2000,
      dropped: 1,
      bytesSent: 12_800_000,
      bytesReceived: 6_000_000,
      cpuCores: 0.2,
      rssMb: 130,
      saturated: false,
      reasons: [],
    });
    expect(own.sendLateness).toMatchObject({ count: 2000, p95: 5, p99: 5, max: 5 });
    // One bucket is 1/64 wide.
    expect(own.sendLateness.p50).toBeCloseTo(1, 1);
    expect(own.startLateness).toMatchObject({ count: 4, max: 5 });
    expect(own.workers.map(({ worker, frames }) => [worker, frames])).toEqual([
      [0, 1000],
      [1, 1000],
    ]);
    expect(distribution(golden, 'send_lateness').count).toBe(2000);
  });

  it('sorts the answers into bands, and forgets none', () => {
    expect(golden.bands).toEqual({
      boundsMs: { excellent: 300, good: 500, acceptable: 800, poor: 1200 },
      counts: { excellent: 1, good: 1, acceptable: 1, poor: 1, unacceptable: 0 },
      unanswered: 1,
    });
  });

  it('breaks down by kind of caller', () => {
    expect(golden.callers).toEqual([
      {
        caller: 'buyer',
        calls: 3,
        completed: 1,
        failed: 2,
        turns: 6,
        unanswered: 1,
        responseLatency: { count: 2, p50: 600, p95: 802, max: 802 },
        perCallUsd: 0.0125805,
      },
      {
        caller: 'chatter',
        calls: 2,
        completed: 1,
        failed: 1,
        turns: 7,
        unanswered: 0,
        responseLatency: { count: 2, p50: 290, p95: 450, max: 450 },
        perCallUsd: null,
      },
    ]);
  });

  it('says how to do it again', () => {
    expect(golden.repeat).toMatchObject({
      command: 'callstorm run scenarios/support-line.yaml --seed 42',
      seed: 42,
      plan: 'a'.repeat(64),
      engine: 'node',
      workers: 2,
      node: '20.20.2',
    });
    expect(golden.run).toMatchObject({
      ids: ['run-1'],
      durationMs: 35_000,
      ended: 'worker_lost',
      peakConcurrency: 4,
    });
  });

  it('is invalid for the lost worker, and says all the rest as well', () => {
    expect(golden.verdict.result).toBe('invalid');
    expect(golden.verdict.reasons).toEqual([
      'a worker of the generator was lost, and 1 call with it',
      'response_latency p50 < 500ms: 600 ms',
      'response_latency p95 < 800ms: p95 is not reached: 1 of 5 turns got no answer',
      'error_rate < 1%: 50%',
      'cost_per_call mean < $0.20: mean is not known: 1 of 4 calls did not tell all that they used',
      'time_to_fallback p95 < 5s: nothing was measured',
    ]);
    expect(
      golden.verdict.thresholds.map(({ pass, observed, enoughSamples }) => [pass, observed, enoughSamples]),
    ).toEqual([
      [false, 600, false],
      [false, null, false],
      [false, 0.5, true],
      [false, null, true],
      [false, null, true],
      [true, 0.9, true],
    ]);
  });

  it('scores the health: of 20 points 0.05 go for 802 ms, all 30 for 50% errors, none of 20 for audio; of the rest a sixth', () => {
    expect(golden.quality).toMatchObject({ healthScore: 58, status: 'degraded', goodPlaybackRatio: 0.9 });
    expect(golden.quality.alerts.map(({ category }) => category)).toEqual(['latency', 'errors']);
  });
});

describe('summarize', () => {
  it('gives the same summary for the same log, byte for byte', () => {
    const records = goodRun(30, (index) => 400 + index);
    expect(JSON.stringify(summarize(gathered(records)))).toBe(JSON.stringify(summarize(gathered(records))));
  });

  it('loses no call, whatever lines are missing', () => {
    const whole = goodRun(12, () => 400);
    fc.assert(
      fc.property(fc.subarray(whole.slice(1)), (rest) => {
        const { calls } = summarize(gathered([whole[0] as LogRecord, ...rest]));
        expect(calls.planned).toBe(12);
        expect(calls.completed + calls.failed + calls.blocked + calls.notStarted).toBe(12);
        expect(calls.started).toBe(calls.completed + calls.failed);
        const ended = rest.filter((record) => record.type === 'call').length;
        expect(calls.completed).toBe(ended);
      }),
    );
  });

  it('adds up the shares of a run that was spread over machines', () => {
    const share = (first: number, last: number): LogRecord[] => [
      header({ load: { mode: 'open', plannedCalls: 4, maxConcurrency: 9 } }),
      ...Array.from({ length: last - first }, (_, k) => [
        answered(first + k, 0, 300 + 100 * (first + k)),
        call({ call: first + k }),
      ]).flat(),
      generator(),
      footer({
        calls: { planned: last - first, completed: last - first, failed: 0, blocked: 0, notStarted: 0 },
      }),
    ];
    const summary = summarize(gathered([...share(0, 1), ...share(1, 4)]));
    expect(summary.calls).toMatchObject({ planned: 4, completed: 4 });
    expect(summary.metrics.response_latency).toMatchObject({ count: 4, p50: 400, max: 600 });
    expect(summary.generator.frames).toBe(200);
    expect(summary.generator.rssMb).toBe(200);
  });

  it('keeps two runs of one plan apart', () => {
    const one = goodRun(2, () => 400);
    const other = goodRun(2, () => 600, { run: 'run-2' });
    const summary = summarize(gathered([...one, ...other]));
    expect(summary.calls.planned).toBe(4);
    expect(summary.metrics.response_latency).toMatchObject({ count: 4, p50: 400, p75: 600 });
    expect(summary.log.duplicates).toBe(0);
  });

  it('says what has to be known of what made the calls: frames without room, a coarse clock, places that waited', () => {
    const notesOf = (own: Partial<GeneratorRecord>, head: Partial<HeaderRecord> = {}, heldBack = 0) =>
      summarize(gathered([header(head), answered(0, 0, 400), call(), generator(own), footer({ heldBack })]))
        .notes;
    expect(notesOf({})).toEqual([]);
    expect(notesOf({ framesUnread: 0 }, { clockResolutionMs: 0.5 })).toEqual([]);
    expect(notesOf({ framesUnread: 3 })).toEqual([
      '3 frames were due in time and found no room: the target did not read.',
    ]);
    expect(notesOf({}, { clockResolutionMs: 1 })).toEqual([
      'The clock of what made the calls (k6) counts whole milliseconds: each instant may be 1 ms off, and so may each latency.',
    ]);
    expect(notesOf({}, {}, 2)).toEqual([
      '2 calls came to nothing at once; after each, its place waited (1 s, doubling up to 16 s): the load was lighter than planned.',
    ]);
  });

  it('counts a call told twice once, and says so', () => {
    const records = goodRun(2, () => 400);
    const summary = summarize(gathered([...records, answered(1, 0, 900), call({ call: 1 })]));
    expect(summary.calls.completed).toBe(2);
    expect(summary.log.duplicates).toBe(2);
    expect(summary.metrics.response_latency).toMatchObject({ count: 2, max: 900 });
    expect(summary.notes).toContain('2 records told twice: the later one counts.');
  });

  it('does not sample answers to what asked for none, as only fast ones would be heard', () => {
    const records = goodRun(1, () => 400);
    const bye = turn({
      turn: 1,
      expectsAnswer: false,
      outcome: 'interrupted',
      marks: { speechEnd: 5000, firstHeard: 5050 },
    });
    expect(summarize(gathered([...records, bye])).metrics.response_latency).toMatchObject({
      count: 1,
      min: 400,
      missing: 0,
    });
  });

  it('still reports all but money when the model has no known price', () => {
    const { judgement } = header();
    const records = goodRun(1, () => 400, { judgement: { ...judgement, pricing: { model: 'house-model' } } });
    const { cost, notes, metrics } = summarize(gathered(records));
    expect(cost).toMatchObject({ totalUsd: null, perCallUsd: null, prices: null });
    expect(notes[0]).toContain('Costs are unknown');
    expect(metrics.cost_per_call).toBeUndefined();
    expect(metrics['tokens.text_in']).toBeDefined();
  });

  it('says that transcription without a price is in no sum', () => {
    const base = call().usage;
    const records = goodRun(1, () => 400).map((record) =>
      record.type === 'call' ? { ...record, usage: { ...base, transcriptionSeconds: 30 } } : record,
    );
    const summary = summarize(gathered(records));
    expect(summary.notes.join(' ')).toContain('30 s of transcription are in no sum');
    expect(summary.cost.parts.find(({ part }) => part === 'transcription')?.usd).toBeNull();
  });

  it('prices transcription that is reported in tokens, or says why it cannot', () => {
    const { judgement } = header();
    const of = (transcriptionModel: string | undefined) => {
      const pricing = {
        model: 'gpt-realtime-2.1',
        ...(transcriptionModel === undefined ? {} : { transcriptionModel }),
      };
      const records = goodRun(1, () => 400, { judgement: { ...judgement, pricing } });
      const used = { ...call().usage, transcriptionTokens: 1_000_000 };
      const { cost, notes } = summarize(
        gathered([...records.slice(0, 2), call({ usage: used }), ...records.slice(3)]),
      );
      const part = cost.parts.find(({ part: name }) => name === 'transcription tokens');
      return { amount: part?.amount, usd: part?.usd, totalUsd: cost.totalUsd, note: notes.join(' ') };
    };
    expect(of('gpt-4o-transcribe')).toEqual({
      amount: 1_000_000,
      usd: 10,
      totalUsd: 10,
      note: '1,000,000 tokens of transcription are billed as output, which is the dearest: at most that much.',
    });
    expect(of('gpt-transcribe')).toEqual({
      amount: 1_000_000,
      usd: null,
      totalUsd: 0,
      note: '1,000,000 tokens of transcription are in no sum: gpt-transcribe has a price by the minute, none by the token.',
    });
    expect(of(undefined).note).toBe(
      '1,000,000 tokens of transcription are in no sum: set pricing.transcription_model.',
    );
  });

  it('survives a log with nothing but its header', () => {
    const summary = summarize(gathered([header()]));
    expect(summary.calls).toMatchObject({ planned: 1, started: 0, notStarted: 1 });
    expect(summary.verdict.result).toBe('invalid');
    expect(summary.quality.status).toBe('no data');
    expect(summary.metrics.response_latency).toMatchObject({ count: 0, p50: null, mean: null });
  });
});
