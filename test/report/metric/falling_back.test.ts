/** Fallbacks and handovers: what is not known is no case, and a handover is known without words. */

import { describe, expect, it } from 'vitest';
import type { FallbackRecord } from '../../../src/core/log/judged.ts';
import type { CallRecord, LogRecord } from '../../../src/core/log/record.ts';
import { expected } from '../../../src/report/metric/expected.ts';
import { fallingBack } from '../../../src/report/metric/falling_back.ts';
import { handingOver } from '../../../src/report/metric/handing_over.ts';
import { recovering } from '../../../src/report/metric/recovering.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { call, footer, gathered, header, turn } from '../log_builder.ts';

const phrase: FallbackRecord = {
  label: 'reprompt.audio_quality',
  fallback: true,
  reasons: ['audio_quality'],
  by: 'phrase',
  what: 'x',
};
const over: FallbackRecord = {
  label: 'handover.done',
  fallback: true,
  reasons: ['handover'],
  by: 'tool',
  what: 'transfer',
};
const asks: FallbackRecord = { label: 'clarify', reasons: ['understanding_failed'], by: 'phrase', what: 'x' };

/** Each entry is a call: what its turns were taken for. */
function metricsOf(...calls: readonly (readonly (readonly FallbackRecord[] | null | undefined)[])[]) {
  const records = calls.flatMap((turns, index): LogRecord[] => [
    ...turns.map((fallbacks, number) =>
      turn({ call: index, turn: number, ...(fallbacks === undefined ? {} : { fallbacks }) }),
    ),
    call({ call: index }),
  ]);
  return summarize(gathered([header(), ...records, footer()])).metrics;
}

describe('fallback_rate', () => {
  it('is of turns that could be judged, whatever they were for', () => {
    const metrics = metricsOf([[], [phrase], [asks], null, undefined]);
    expect(metrics.fallback_rate).toMatchObject({ count: 1, of: 3 });
    expect(metrics['fallback_rate.audio_quality']).toMatchObject({ count: 1, of: 3 });
    // A question about something in particular is no fallback.
    expect(metrics['fallback_rate.understanding_failed']).toMatchObject({ count: 0, of: 3 });
  });

  it('is not told of a log that nobody judged', () => {
    expect(metricsOf([undefined])).not.toHaveProperty('fallback_rate');
  });
});

describe('escalation_rate and containment', () => {
  it('are of calls, by any of their turns', () => {
    const metrics = metricsOf([[], [over]], [[], []], [[phrase]]);
    expect(metrics.escalation_rate).toMatchObject({ count: 1, of: 3 });
    expect(metrics.containment).toMatchObject({ count: 2, of: 3 });
  });

  it('know a handover without words, and not that there was none', () => {
    const metrics = metricsOf([null, [over]], [null, []]);
    expect(metrics.escalation_rate).toMatchObject({ count: 1, of: 1 });
    expect(metrics.containment).toMatchObject({ count: 0, of: 1 });
  });

  it('say nothing of a call that left no turn to judge', () => {
    const metrics = metricsOf([]);
    expect(metrics).not.toHaveProperty('escalation_rate');
    expect(metrics).not.toHaveProperty('containment');
  });

  it('know a handover by how the call ended, and not by another end', () => {
    const of = (label: string) => {
      const end = { ...over, label, by: 'end' as const };
      const ended = call({ outcome: 'failed', failure: 'agent_hung_up', fallbacks: [end] });
      return summarize(gathered([header(), turn({ fallbacks: [] }), ended, footer()])).metrics;
    };
    expect(of('handover.done').escalation_rate).toMatchObject({ count: 1, of: 1 });
    expect(of('hangup.abrupt').escalation_rate).toMatchObject({ count: 0, of: 1 });
  });

  it('contain only calls that came to their end, and none that the run ended', () => {
    const of = (fields: Partial<CallRecord>) =>
      summarize(
        gathered([header(), turn({ fallbacks: [] }), call({ outcome: 'failed', ...fields }), footer()]),
      ).metrics;
    expect(of({ failure: 'no_answer' }).containment).toMatchObject({ count: 0, of: 1 });
    expect(of({ failure: 'interrupted' })).not.toHaveProperty('containment');
  });
});

describe('expectation_rate and goal_rate', () => {
  it('are of what was expected, and of goals, and neither of the other', () => {
    const results = [
      { expectation: 0, turn: null, met: false, atMs: null },
      { expectation: 1, turn: 0, met: true, atMs: 1 },
      { expectation: 2, turn: null, met: true, atMs: 1, goal: true },
    ] as const;
    const { metrics } = summarize(gathered([header(), call({ expectations: results }), footer()]));
    expect(metrics.expectation_rate).toMatchObject({ count: 1, of: 2 });
    expect(metrics.goal_rate).toMatchObject({ count: 1, of: 1 });
  });
});

it('bad signs are: more than one fallback in 20 turns, more than one handover in ten calls, anything that did not come', () => {
  const bad = [
    [fallingBack.fallback_rate, 0.05, 0.0501],
    [handingOver.escalation_rate, 0.1, 0.1001],
    [recovering.survival_rate, 1, 0.9999],
    [expected.expectation_rate, 1, 0.9999],
    [expected.goal_rate, 1, 0.9999],
  ] as const;
  for (const [{ isBad }, good, worse] of bad) expect([isBad(good), isBad(worse)]).toEqual([false, true]);
});

describe('what struck', () => {
  const struck = {
    fault: 'stall',
    atMs: 1000,
    endedMs: 2000,
    fallbackMs: 1400,
    recoveredMs: 5000,
    awaited: true,
  };
  const of = (...calls: readonly Partial<CallRecord>[]) =>
    summarize(
      gathered([header(), ...calls.map((fields, index) => call({ call: index, ...fields })), footer()]),
    ).metrics;

  it('gives how soon the agent fell back and recovered, and how many calls survived', () => {
    const metrics = of(
      { struck: [struck] },
      {
        struck: [{ ...struck, fallbackMs: null, recoveredMs: null }],
        outcome: 'failed',
        failure: 'no_answer',
      },
      { struck: [{ ...struck, endedMs: null, recoveredMs: null, awaited: false }] },
      {},
    );
    expect(metrics.time_to_fallback).toMatchObject({ count: 2, max: 400 });
    expect(metrics.recovery_time).toMatchObject({ count: 1, missing: 1, max: 3000 });
    expect(metrics.survival_rate).toMatchObject({ count: 2, of: 3 });
  });

  it('gives nothing where nothing struck', () => {
    expect(of({})).not.toHaveProperty('survival_rate');
  });
});
