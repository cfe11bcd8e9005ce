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
});

const none = { planned: 0, completed: 0, failed: 0, blocked: 0, notStarted: 0 };
