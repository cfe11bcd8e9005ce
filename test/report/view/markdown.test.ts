/** What report.md leaves out where there is nothing to tell. */

import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { markdownReport } from '../../../src/report/view/markdown.ts';
import { footer, gathered, generator, goodRun, header, judgement, lostBefore } from '../log_builder.ts';

const written = (records: readonly LogRecord[]): string => markdownReport(summarize(gathered(records)));

describe('report.md', () => {
  it('has no health of a run in which no call was made', () => {
    const refused = lostBefore({ call: 0, outcome: 'blocked' });
    const text = written([
      header(),
      refused,
      generator(),
      footer({ calls: { ...none, planned: 1, blocked: 1 } }),
    ]);
    expect(text).not.toContain('### Health');
    expect(written(goodRun(4, () => 400))).toContain('### Health');
  });

  it('has no price where the model has none', () => {
    const own = { judgement: { ...judgement, pricing: { model: 'house-model' } } };
    expect(written(goodRun(4, () => 400, own))).not.toContain('prices of');
    expect(written(goodRun(4, () => 400))).toContain('prices of gpt-realtime-2.1');
  });

  it('tells a rate without an interval where it has none', () => {
    const summary = summarize(gathered(goodRun(4, () => 400)));
    expect(markdownReport(summary)).toMatch(/^- 100% of turns .*\(n=4, 95%: [\d.]+% to 100%\)$/m);
    const bare = Object.fromEntries(
      Object.entries(summary.metrics).map(([name, metric]) => [name, { ...metric, ci: null }]),
    ) as typeof summary.metrics;
    const rates = Object.fromEntries(
      Object.entries(bare).filter(([name]) => summary.metrics[name as keyof typeof bare]?.kind === 'rate'),
    );
    const text = markdownReport({ ...summary, metrics: { ...summary.metrics, ...rates } });
    expect(text).toMatch(/^- 100% of turns .*\(n=4\)$/m);
    expect(text).not.toContain('95%: ');
  });
});

const none = { planned: 0, completed: 0, failed: 0, blocked: 0, notStarted: 0 };
