/** What was done on purpose, as the terminal and a pull request show it; and nothing of it where nothing was done. */

import { expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { markdownReport } from '../../../src/report/view/markdown.ts';
import { terminalReport } from '../../../src/report/view/terminal.ts';
import { call, footer, gathered, header } from '../log_builder.ts';

const summaryOf = (...strikes: readonly LogRecord[]) =>
  summarize(gathered([header(), ...strikes, call({ call: 0 }), footer()]));

const strike: LogRecord = {
  type: 'strike',
  call: 0,
  atMs: 1000,
  fault: 'not_json',
  connection: 0,
  response: { type: 'answered', code: '<b>[31m|', afterMs: 40 },
};

it('is a block of the terminal and a section of report.md', () => {
  const summary = summaryOf(strike);
  expect(summary.chaos).toMatchObject({ calls: 1, struck: 1 });
  const terminal = terminalReport(summary);
  expect(terminal).toContain('on purpose');
  expect(terminal).toContain('not_json in 1 call: 1 completed · 1 answered');
  const markdown = markdownReport(summary);
  expect(markdown).toContain('### On purpose\n\n1 of 1 call struck (100%)');
  // The target's own words are no markup.
  expect(markdown).not.toContain('<b>');
});

it('is nowhere where nothing struck', () => {
  const summary = summaryOf();
  expect(summary).not.toHaveProperty('chaos');
  expect(terminalReport(summary)).not.toContain('on purpose');
  expect(markdownReport(summary)).not.toContain('On purpose');
});
