import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../../../src/core/log/record.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { lossText } from '../../../src/report/view/outline.ts';
import { markdownReport as markdown } from '../../../src/report/view/markdown.ts';
import { terminalReport as terminal } from '../../../src/report/view/terminal.ts';
import { call, footer, gathered, header, turn, usage } from '../log_builder.ts';

const summaryOf = (fields: Partial<CallRecord>) =>
  summarize(
    gathered([header(), turn({ outcome: 'failed', failure: 'disconnected' }), call(fields), footer()]),
  );

describe('what lost connections cost', () => {
  const back = { lostMs: 5000, readyMs: 6200, tries: 2, replayedItems: 3 };
  const firstUsage = usage({ textIn: 1_000_000 });

  it('is told where one was lost, and nowhere else', () => {
    expect(lossText(summaryOf({}))).toBeNull();
    expect(lossText(summaryOf({ reconnects: [back] }))).toBe('1 turn lost with a connection');
    const told =
      '1 turn lost with a connection; first answers after a replay took 1,000,000 tokens in, $4.00';
    const summary = summaryOf({ reconnects: [{ ...back, firstUsage }] });
    expect(lossText(summary)).toBe(told);
    expect(markdown(summary)).toContain(told);
    expect(terminal(summary).replaceAll(/\s+/g, ' ')).toContain(told);
    expect(markdown(summary)).toContain('100% of calls that lost a connection came back');
    expect(markdown(summaryOf({}))).not.toContain('lost a connection');
  });
});
