/** What a comparison takes of a run: its identity, and of each call the values and the cases that are compared. */

import { describe, expect, it } from 'vitest';
import { comparedRun } from '../../../src/report/compare/compared_run.ts';
import { LogGatherer } from '../../../src/report/log.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { LogRecord } from '../../../src/core/log/record.ts';
import {
  answered,
  call,
  footer,
  gathered,
  generator,
  header,
  lostBefore,
  turn,
  usage,
} from '../log_builder.ts';

const unanswered = turn({
  turn: 1,
  outcome: 'unanswered',
  failure: 'no_answer',
  marks: { speechStart: 5000, speechEnd: 6000 },
});
const records: readonly LogRecord[] = [
  header({ load: { mode: 'open', plannedCalls: 3, maxConcurrency: 9 } }),
  { ...answered(0, 0, 400.26), usage: usage({ audioOut: 1000 }) },
  unanswered,
  call({ call: 0, turns: 2, dialedMs: 10, readyMs: 45, endedMs: 9010, usage: usage({ audioOut: 1000 }) }),
  lostBefore({ call: 1, caller: null, outcome: 'failed', failure: 'connect_failed' }),
  lostBefore({ call: 2, caller: 'late', outcome: 'blocked', dialedMs: null, endedMs: null }),
  generator(),
  footer({ calls: { planned: 3, completed: 1, failed: 1, blocked: 1, notStarted: 0 } }),
];

describe('a run to be compared', () => {
  const log = gathered(records);
  const run = comparedRun('reports/a', summarize(log), log);

  it('is known by what it was made of and what came of it', () => {
    expect(run.identity).toEqual({
      given: 'reports/a',
      runs: ['run-1'],
      startedAt: '2026-08-01T12:00:00.000Z',
      scenario: 'support-line',
      plan: 'a'.repeat(64),
      seed: 42,
      engine: 'node',
      dialect: 'openai-realtime',
      frameMs: 100,
      target: { url: 'simulator', model: 'gpt-realtime-2.1' },
      load: { mode: 'open', plannedCalls: 3, maxConcurrency: 9 },
      callstorm: '0.1.0',
      ended: 'done',
      verdict: 'not_judged',
      reasons: summarize(log).verdict.reasons,
    });
    const target = { url: 'wss://agents.example', model: 'm', simulated: false };
    const theirs = gathered([header({ target, versions: {} }), ...records.slice(1)]);
    expect(comparedRun('x', summarize(theirs), theirs).identity).toMatchObject({
      target: { url: 'wss://agents.example', model: 'm' },
      callstorm: '',
    });
  });

  it('has each call once, by its kind of caller where it told', () => {
    expect(run.ofCalls).toBe(3);
    expect(run.calls.map(({ number, caller }) => [number, caller])).toEqual([
      [0, 'buyer'],
      [1, '(unknown)'],
      [2, 'late'],
    ]);
  });

  it('has of a call what it tells: rounded, and infinite what never came', () => {
    const [first, failed, blocked] = run.calls;
    const told = (one: typeof first) => ({
      values: Object.fromEntries(one?.values ?? []),
      rates: Object.fromEntries(one?.rates ?? []),
    });
    expect(told(first).values).toMatchObject({
      response_latency: [400.3, Infinity],
      setup_time: [45],
      call_duration: [8965],
      // 1,000 tokens of audio at $64 a million.
      cost_per_call: [0.064],
    });
    expect(told(first).rates).toMatchObject({
      response_rate: { count: 1, of: 2 },
      error_rate: { count: 0, of: 1 },
      blocked_rate: { count: 0, of: 1 },
    });
    expect(told(first).values).not.toHaveProperty('packetization');
    expect(told(failed).rates).toMatchObject({ error_rate: { count: 1, of: 1 } });
    expect(told(failed).rates).not.toHaveProperty('response_rate');
    expect(told(blocked).rates).toEqual({ blocked_rate: { count: 1, of: 1 } });
  });

  it('of several runs has the calls of each apart', () => {
    const gatherer = new LogGatherer();
    for (const id of ['a', 'b']) {
      for (const record of [header({ run: id }), answered(0, 0, 300), call(), footer()])
        gatherer.add(record, '', 0);
      gatherer.endOfFile();
    }
    const both = gatherer.finish();
    if (both === null) throw new Error('no log');
    expect(comparedRun('x', summarize(both), both).calls.map(({ number }) => number)).toEqual([0, 1e9]);
  });
});
