/**
 * Everything that is told of runs which, between them, take every branch of the views, against committed files. After a
 * change that is meant, write them anew with UPDATE_GOLDEN=1 and read the difference. Colours are written as `{red …}`.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunLog } from '../../../src/report/log.ts';
import { readLogs } from '../../../src/report/read.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Summary } from '../../../src/report/summary.ts';
import { junitReport } from '../../../src/report/view/junit.ts';
import { markdownReport } from '../../../src/report/view/markdown.ts';
import { terminalReport } from '../../../src/report/view/terminal.ts';
import { marked, markedStyle as style } from '../marked_style.ts';
import { gathered } from '../log_builder.ts';
import { toolRun } from '../tool_run.ts';
import { judged, unjudged } from '../judged_run.ts';
import { damaged, good, metered, panelled, stopped, unreached } from '../view_runs.ts';

const folder = join(import.meta.dirname, '../../golden');
const small = await readLogs([join(folder, 'small.ndjson')]);

async function committed(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
  return readFile(file, 'utf8');
}

describe.each<[name: string, columns: number, log: RunLog]>([
  ['good', 200, good],
  ['stopped', 100, stopped],
  ['damaged', 80, damaged],
  ['unreached', 40, unreached],
  ['metered', 70, metered],
  ['judged', 120, judged],
  ['unjudged', 60, unjudged],
  ['panelled', 100, panelled],
])('what is told of the run %s', (name, columns, log) => {
  const summary = summarize(log);

  it('on a terminal', async () => {
    const text = marked(terminalReport(summary, style, columns));
    expect(text).toBe(await committed(`${name}.txt`, text));
  });

  it('in report.md', async () => {
    const text = markdownReport(summary);
    expect(text).toBe(await committed(`${name}.md`, text));
  });

  it('in junit.xml', async () => {
    const text = junitReport(summary);
    expect(text).toBe(await committed(`${name}.xml`, text));
  });
});

describe.each<[name: string, log: RunLog]>([
  ['small', small],
  ['stopped', stopped],
  ['damaged', damaged],
  ['unreached', unreached],
  ['metered', metered],
  ['tools', gathered(toolRun)],
  ['judged', judged],
  ['panelled', panelled],
])('the summary of the run %s', (name, log) => {
  it('is the committed one, to the last figure', async () => {
    const text = lines(summarize(log));
    expect(text).toBe(await committed(`${name}.summary.txt`, text));
  });
});

/** A line for each field, and for each of its own where it has some: summary.json itself takes ten times as many. */
function lines(summary: Summary): string {
  return Object.entries(summary)
    .flatMap(([name, value]: [string, unknown]) =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? `${name}: ${JSON.stringify(value)}\n`
        : Object.entries(value).map(([inner, its]) => `${name}.${inner}: ${JSON.stringify(its)}\n`),
    )
    .join('');
}

it('marks what is in colour of the golden run as well', async () => {
  const text = marked(terminalReport(summarize(small), style, 100));
  expect(text).toBe(await committed('terminal.marked.txt', text));
});

it('finds room for all that was judged on a narrow terminal', async () => {
  const text = marked(terminalReport(summarize(judged), style, 50));
  expect(text).toBe(await committed('judged.narrow.txt', text));
});

it('tells turn-taking line by line where a table of it has no room', async () => {
  const text = marked(terminalReport(summarize(panelled), style, 60));
  expect(text).toBe(await committed('panelled.narrow.txt', text));
});
