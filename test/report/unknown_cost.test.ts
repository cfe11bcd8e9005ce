/** What nobody told is not zero: in no sum, in no threshold, and said. */

import { describe, expect, it } from 'vitest';
import type { Judgement, Threshold } from '../../src/core/plan/plan.ts';
import type { CallRecord, Usage } from '../../src/core/log/record.ts';
import { summarize } from '../../src/report/summarize.ts';
import { style } from '../../src/cli/io.ts';
import { markdownReport } from '../../src/report/view/markdown.ts';
import { terminalReport } from '../../src/report/view/terminal.ts';
import { call, footer, gathered, generator, header, judgement, started, turn, usage } from './log_builder.ts';

const plain = style({ isTTY: false, env: {} });
const told = usage({ audioIn: 100, audioOut: 1000 });
const untold = usage({ unreported: 1 });
const cheap: Threshold = { metric: 'cost_per_call', stat: 'mean', op: '<', value: 1, text: 'mean < $1' };

function run(
  usages: readonly Usage[],
  { thresholds = [cheap], ...more }: Partial<Judgement> = {},
  fields: Partial<CallRecord> = {},
) {
  const calls = usages.length;
  return summarize(
    gathered([
      header({
        load: { mode: 'open', plannedCalls: calls, maxConcurrency: 9 },
        judgement: { ...judgement, thresholds, ...more },
      }),
      ...usages.flatMap((used, index) => [
        turn({ call: index, usage: used }),
        call({ call: index, usage: used, ...fields }),
      ]),
      generator(),
      footer({ calls: { planned: calls, completed: calls, failed: 0, blocked: 0, notStarted: 0 } }),
    ]),
  );
}

describe('a run whose agent tells no usage', () => {
  const summary = run([untold, untold]);

  it('has no cost, and at the least nothing', () => {
    expect(summary.cost).toMatchObject({
      totalUsd: null,
      leastUsd: 0,
      perCallUsd: null,
      perMinuteUsd: null,
      perTurnUsd: null,
      projected: { per1000CallsUsd: null },
      reported: { responses: 2, unreported: 2, unknownCalls: 2, lostCalls: 0 },
    });
    expect(summary.notes).toContain(
      'Usage missing on 2 of 2 responses: what they cost is unknown, and so is the total.',
    );
  });

  it('fails a threshold on cost and on tokens as not measured', () => {
    expect(summary.verdict.thresholds[0]).toMatchObject({ observed: null, pass: false, missing: 2 });
    expect(summary.verdict.reasons).toContain(
      'cost_per_call mean < $1: mean is not known: 2 of 2 calls did not tell all that they used',
    );
    for (const metric of ['tokens.audio_out', 'cost_per_turn', 'cost_per_minute']) {
      for (const stat of ['total', 'max', 'p95'] as const) {
        const { verdict } = run([untold], { thresholds: [{ ...cheap, metric, stat, value: 1e9 }] });
        expect(verdict.thresholds[0]).toMatchObject({ observed: null, pass: false });
      }
    }
  });

  it('says so in every view, and nowhere $0.00', () => {
    for (const text of [terminalReport(summary, plain, 100), markdownReport(summary)]) {
      expect(text).toContain('unknown');
      expect(text).toContain('Usage missing on 2 of 2 responses');
      expect(text).not.toMatch(/\$0\.00 a call/);
    }
  });

  it('says that its budget could not be watched', () => {
    const { notes } = run([untold], { budget: { maxUsd: 1 } });
    expect(notes).toContain('The budget could not be watched: it saw only what was told.');
    expect(summary.notes.join()).not.toContain('budget');
  });

  it('costs what it lasted where it is priced by time, whatever it told', () => {
    const { cost, verdict, notes } = run(
      [untold],
      { pricing: { model: 'gpt-live-1' } },
      { readyMs: 0, endedMs: 60_000 },
    );
    expect(cost).toMatchObject({ totalUsd: 0.05, leastUsd: 0.05, perCallUsd: 0.05 });
    expect(verdict.thresholds[0]).toMatchObject({ observed: 0.05, pass: true });
    expect(notes).toContain('Usage missing on 1 of 1 response.');
  });
});

describe('a run of which one answer told no usage', () => {
  const summary = run([told, untold, told]);

  it('has what the others cost as the least, and their own figures each', () => {
    expect(summary.cost.totalUsd).toBeNull();
    expect(summary.cost.leastUsd).toBeCloseTo(2 * 0.0672, 9);
    expect(summary.metrics.cost_per_call).toMatchObject({ count: 2, missing: 1, p50: 0.0672 });
    expect(summary.callers[0]?.perCallUsd).toBeNull();
    expect(summary.notes[0]).toContain('Usage missing on 1 of 3 responses');
  });

  it('ranks what is unknown as dearer than all that is known', () => {
    const passes = (stat: Threshold['stat']): unknown =>
      run([told, told, untold], { thresholds: [{ ...cheap, stat }] }).verdict.thresholds[0]?.pass;
    expect([passes('p50'), passes('p90'), passes('max'), passes('mean')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('usage that cannot be', () => {
  it('is told of in the report', () => {
    const { notes, cost, metrics } = run(
      [usage({ unreported: 1, impossible: 1 })],
      {},
      { protocolViolations: 1 },
    );
    expect(notes.join('\n')).toMatch(/Usage that cannot be .* was told 1 time:/);
    expect(cost.reported.impossible).toBe(1);
    expect(metrics.protocol_violations).toMatchObject({ total: 1 });
  });
});

describe('answers that the end of their call cut off', () => {
  it('leave the cost unknown, which is no fault of the target, nor of the budget', () => {
    const { cost, notes } = run([usage({ audioOut: 1000, cutOff: 2 })], { budget: { maxUsd: 1 } });
    expect(cost).toMatchObject({ totalUsd: null, leastUsd: 0.064, reported: { cutOff: 2, unreported: 0 } });
    expect(notes).toEqual([
      '2 responses told no usage before the end of their calls cut them off: what they cost is unknown, and so is the total.',
    ]);
  });
});

describe('totals without a split', () => {
  const summary = run([usage({ unsplitIn: 1000, unsplitOut: 1000 })]);

  it('cost between two bounds, and the dearer is judged', () => {
    expect(summary.cost).toMatchObject({ leastUsd: 0.028, totalUsd: 0.096 });
    expect(summary.verdict.thresholds[0]).toMatchObject({ observed: 0.096 });
    expect(summary.cost.parts).toContainEqual({ part: 'unsplit in', amount: 1000, of: 'tokens', usd: 0.032 });
    expect(summary.notes.join()).toContain('Of 2,000 tokens nobody told whether they were text or audio');
  });

  it('are shown as both', () => {
    expect(terminalReport(summary, plain, 100)).toContain('$0.0280 to $0.0960');
    expect(markdownReport(summary)).toContain('**$0.0280 to $0.0960**');
  });

  it('are no tokens of any kind', () => {
    expect(summary.metrics['tokens.text_in']).toMatchObject({ count: 0, missing: 1 });
    expect(summary.metrics['tokens.text_cached']).toMatchObject({ count: 1 });
    expect(summary.metrics.cache_hit_rate).toMatchObject({ count: 0, of: 1000 });
  });
});

describe('a transcription that told no usage', () => {
  const used = usage({ audioOut: 1000, unreportedTranscriptions: 1 });

  it('makes the cost unknown where transcription has a price', () => {
    const { cost, notes } = run([used], {
      pricing: { model: 'gpt-realtime-2.1', transcriptionModel: 'whisper-1' },
    });
    expect(cost.totalUsd).toBeNull();
    expect(notes.join()).toContain('Usage missing on 1 transcription: what they cost is unknown');
  });

  it('and else is a note beside it', () => {
    const { cost, notes } = run([used]);
    expect(cost.totalUsd).toBeCloseTo(0.064, 9);
    expect(notes).toContain('Usage missing on 1 transcription.');
  });
});

describe('a run that was killed while calls were talking', () => {
  const records = [
    header({ load: { mode: 'open', plannedCalls: 3, maxConcurrency: 9 } }),
    started(0),
    turn({ call: 0, usage: told }),
    call({ call: 0, usage: told }),
    started(1),
    turn({ call: 1, usage: told }),
    started(2),
  ];
  const { cost, notes, metrics } = summarize(gathered(records));

  it('says of how many calls nobody knows the cost', () => {
    expect(cost).toMatchObject({ totalUsd: null, reported: { unknownCalls: 2, lostCalls: 2 } });
    expect(cost.leastUsd).toBeCloseTo(2 * 0.0672, 9);
    expect(notes).toContain(
      'The cost of 2 calls is unknown: nobody saw their end. What was told before it counts at the least.',
    );
    expect(metrics.cost_per_call).toMatchObject({ count: 1, missing: 2 });
    // What the last one received nobody knows either.
    expect(metrics.wasted_audio).toMatchObject({ count: 2 });
  });

  it('and no less where it is the time that is paid for', () => {
    const timed = { ...judgement, pricing: { model: 'gpt-live-1' } };
    const [first, ...rest] = records;
    const summary = summarize(
      gathered([{ ...(first as ReturnType<typeof header>), judgement: timed }, ...rest]),
    );
    expect(summary.cost).toMatchObject({ totalUsd: null, reported: { unknownCalls: 2 } });
  });
});
