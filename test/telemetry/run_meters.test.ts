import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/core/log/record.ts';
import type { Summary } from '../../src/report/summary.ts';
import {
  answered,
  call,
  footer,
  generator,
  header,
  histogram,
  judgement,
  started,
  turn,
  usage,
} from '../report/log_builder.ts';
import { samplesOf, served, total, type Sample } from './scraped.ts';

const sample = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../reports/sample/${file}`, import.meta.url)), 'utf8');

describe('the figures of a whole run', () => {
  let samples: Sample[];
  const summary = JSON.parse(sample('summary.json')) as Summary;
  beforeAll(async () => {
    const records = sample('calls.ndjson')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LogRecord);
    samples = samplesOf(await served(records));
  });
  const metric = (name: keyof Summary['metrics']) => summary.metrics[name];

  it('count what the report counts', () => {
    expect(total(samples, 'callstorm_calls_total', { outcome: 'completed' })).toBe(summary.calls.completed);
    expect(total(samples, 'callstorm_calls_started_total')).toBe(summary.calls.started);
    expect(total(samples, 'callstorm_calls_active')).toBe(0);
    expect(total(samples, 'callstorm_calls_planned')).toBe(summary.calls.planned);
    expect(total(samples, 'callstorm_turns_total')).toBe(summary.turns.total);
    const tools = metric('tool_calls');
    expect(total(samples, 'callstorm_tool_calls_total')).toBe(tools?.kind === 'distribution' && tools.total);
  });

  it('measure what the report measures, in seconds', () => {
    for (const name of [
      'response_latency',
      'time_to_first_audio',
      'vad_delay',
      'tts_delay',
      'barge_in_stop',
      'setup_time',
      'call_duration',
    ] as const) {
      const measured = metric(name);
      if (measured?.kind !== 'distribution') throw new Error(`the sample has no ${name}`);
      expect([name, total(samples, `callstorm_${name}_seconds_count`)]).toEqual([name, measured.count]);
      expect(total(samples, `callstorm_${name}_seconds_sum`)).toBeCloseTo(measured.total / 1000, 6);
    }
  });

  it('have the tokens and the cost of the bill', () => {
    expect(total(samples, 'callstorm_cost_usd')).toBeCloseTo(summary.cost.totalUsd ?? NaN, 6);
    const kind = (name: 'tokens.text_in' | 'tokens.audio_cached' | 'tokens.audio_out'): number => {
      const measured = metric(name);
      return measured?.kind === 'distribution' ? measured.total : NaN;
    };
    const tokens = (labels: Record<string, string>) => total(samples, 'callstorm_tokens_total', labels);
    expect(tokens({ direction: 'input', kind: 'text' })).toBe(kind('tokens.text_in'));
    expect(tokens({ direction: 'input', kind: 'audio', cached: 'yes' })).toBe(kind('tokens.audio_cached'));
    expect(tokens({ direction: 'output', kind: 'audio' })).toBe(kind('tokens.audio_out'));
  });

  it('tell of the generator, and of the thresholds as they are judged', () => {
    expect(total(samples, 'callstorm_frames_sent_total')).toBe(summary.generator.frames);
    expect(total(samples, 'callstorm_sent_bytes_total')).toBe(summary.generator.bytesSent);
    const lateness = metric('send_lateness');
    expect(total(samples, 'callstorm_send_lateness_seconds_count')).toBe(lateness?.count);
    expect(total(samples, 'callstorm_send_lateness_seconds_bucket', { le: '+Inf' })).toBe(lateness?.count);
    const { thresholds } = summary.verdict;
    const holding = thresholds.filter(({ pass }) => pass).length;
    expect(total(samples, 'callstorm_threshold_holds')).toBe(holding);
    expect(total(samples, 'callstorm_run_active')).toBe(0);
    expect(total(samples, 'callstorm_run_end', { reason: 'done' })).toBe(1);
  });
});

describe('what is counted as a run goes on', () => {
  it('has calls that go on, and what they have used so far, once', async () => {
    const used = usage({ textIn: 10, textCached: 4, audioOut: 7 });
    const open = [
      header(),
      started(0),
      started(1),
      turn({ call: 0, usage: used }),
      turn({ call: 0, turn: 1, usage: used }),
    ];
    const during = samplesOf(await served(open));
    expect(total(during, 'callstorm_calls_active')).toBe(2);
    expect(total(during, 'callstorm_tokens_total', { direction: 'output' })).toBe(14);
    const ended = samplesOf(
      await served([...open, call({ call: 0, usage: usage({ textIn: 25, textCached: 8, audioOut: 14 }) })]),
    );
    expect(total(ended, 'callstorm_calls_active')).toBe(1);
    expect(total(ended, 'callstorm_tokens_total', { direction: 'input' })).toBe(25);
    expect(total(ended, 'callstorm_tokens_total', { cached: 'yes' })).toBe(8);
    expect(total(ended, 'callstorm_tokens_total', { direction: 'output' })).toBe(14);
  });

  it('has failures by their code, and what nobody knows as other', async () => {
    const samples = samplesOf(
      await served([
        header(),
        call({ call: 0, outcome: 'failed', failure: 'connect_refused' }),
        call({ call: 1, outcome: 'failed', failure: 'evil"} 1' as 'connect_refused' }),
      ]),
    );
    expect(total(samples, 'callstorm_calls_total', { failure: 'connect_refused' })).toBe(1);
    expect(total(samples, 'callstorm_calls_total', { failure: 'other' })).toBe(1);
  });

  it('adds what each worker has done since it last told, whatever the order', async () => {
    const told = (worker: number, atMs: number, framesSent: number) =>
      generator({ worker, atMs, framesSent, sendLateness: histogram([1, framesSent]) });
    const samples = samplesOf(
      await served([header(), told(0, 1000, 10), told(1, 1000, 5), told(0, 3000, 30), told(0, 2000, 20)]),
    );
    expect(total(samples, 'callstorm_frames_sent_total')).toBe(35);
    expect(total(samples, 'callstorm_send_lateness_seconds_count')).toBe(35);
    expect(total(samples, 'callstorm_send_lateness_seconds_bucket', { le: '0.0005' })).toBe(0);
    expect(total(samples, 'callstorm_send_lateness_seconds_bucket', { le: '0.001' })).toBe(35);
  });

  it('looks at every threshold, those too that end nothing, in base units', async () => {
    const threshold = {
      metric: 'response_latency',
      stat: 'p95',
      op: '<',
      value: 800,
      text: 'p95 < 800ms',
    } as const;
    const judged = { ...judgement, thresholds: [threshold] };
    const slow = samplesOf(await served([header({ judgement: judged }), started(0), answered(0, 0, 900)]));
    const labels = { threshold: 'response_latency p95 < 800ms' };
    expect(total(slow, 'callstorm_threshold_holds', labels)).toBe(0);
    expect(total(slow, 'callstorm_threshold_limit', labels)).toBe(0.8);
    expect(total(slow, 'callstorm_threshold_observed', labels)).toBeCloseTo(0.9, 1);
    const nothing = samplesOf(await served([header({ judgement: judged })]));
    expect(total(nothing, 'callstorm_threshold_holds')).toBeUndefined();
  });

  it('keeps what stands in labels few, short and of one line', async () => {
    const records: LogRecord[] = [header({ scenario: { name: 'a"b\\c\nd\uD800', sha256: 'f' } })];
    for (let i = 0; i < 300; i++) records.push(turn({ call: i, caller: `caller-${i}` }));
    const text = await served([...records, turn({ call: 1, caller: 'x'.repeat(5000) }), footer()]);
    const samples = samplesOf(text);
    expect(samples.filter(({ name }) => name === 'callstorm_turns_total')).toHaveLength(101);
    expect(total(samples, 'callstorm_turns_total', { caller: 'other' })).toBe(201);
    expect(text).toContain('scenario="a\\"b\\\\c\\nd\uFFFD"');
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(1500);
  });
});
