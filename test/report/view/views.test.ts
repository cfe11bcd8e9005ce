/**
 * The views of the golden log against committed ones. After a change that is meant, write them anew with
 * UPDATE_GOLDEN=1 and read the difference.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLogs } from '../../../src/report/read.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Summary } from '../../../src/report/summary.ts';
import { jsonReport } from '../../../src/report/view/json.ts';
import { junitReport } from '../../../src/report/view/junit.ts';
import { markdownReport } from '../../../src/report/view/markdown.ts';
import { plainStyle } from '../../../src/report/view/terminal_style.ts';
import { terminalReport } from '../../../src/report/view/terminal.ts';
import {
  call,
  footer,
  gathered,
  generator,
  goodRun,
  header,
  judgement,
  lostBefore,
  turn,
} from '../log_builder.ts';
import { toolRun } from '../tool_run.ts';
import { anyText } from '../../any_text.ts';

const folder = join(import.meta.dirname, '../../golden');
const golden = summarize(await readLogs([join(folder, 'small.ndjson')]));
const withTools = summarize(gathered(toolRun));
const good = summarize(
  gathered(
    goodRun(1000, (index) => 350 + (index % 100), {
      judgement: {
        ...judgement,
        thresholds: [
          { metric: 'response_latency', stat: 'p95', op: '<', value: 800, text: 'p95 < 800ms' },
          { metric: 'error_rate', stat: 'rate', op: '<', value: 0.01, text: '< 1%' },
        ],
      },
    }),
  ),
);

async function committed(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
  return readFile(file, 'utf8');
}

/** Throws where tags do not nest or attributes and entities are not well-formed. Returns the elements' names. */
function elementsOf(xml: string): string[] {
  const body = xml.replace(/^<\?xml [^?]*\?>\n/, '');
  const open: string[] = [];
  const names: string[] = [];
  const rest = body.replaceAll(
    /<(\/?)([\w-]+)((?: [\w.-]+="[^"<]*")*)(\/?)>/g,
    (_, close: string, name: string, _a, single: string) => {
      if (close !== '') {
        if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      } else {
        names.push(name);
        if (single === '') open.push(name);
      }
      return '';
    },
  );
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is never closed`);
  if (rest.includes('<')) throw new Error('a stray <');
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(body)) throw new Error('a stray &');
  return names;
}

const renamed = (summary: Summary, text: string): Summary => ({ ...summary, name: text, notes: [text] });

describe('report.md', () => {
  it('is the golden one', async () => {
    const text = markdownReport(golden);
    expect(text).toBe(await committed('report.md', text));
  });

  it('has a section of tools where some were called, and only there', async () => {
    const text = markdownReport(withTools);
    expect(text).toBe(await committed('tools.md', text));
    expect(markdownReport(golden)).not.toMatch(/tool/i);
  });

  it('opens with the verdict', () => {
    expect(markdownReport(good)).toMatch(/^## ✅ pass · support-line\n\n1,000 of 1,000 calls completed/);
    expect(markdownReport(golden)).toMatch(/^## ⚠️ invalid/);
  });

  it('lets no text from outside become markup or a line of its own', () => {
    const text = markdownReport(renamed(good, '**x**\n# <script> [a](b) | `c`'));
    expect(text).toContain('\\*\\*x\\*\\*\\\\n# \\<script\\> \\[a\\](b) | \\`c\\`');
    expect(text).not.toContain('\n# ');
  });

  it('has rows of as many cells as its header', () => {
    for (const summary of [golden, withTools]) {
      for (const block of markdownReport(summary).split('\n\n')) {
        if (!block.startsWith('|')) continue;
        const cells = block
          .trimEnd()
          .split('\n')
          .map((line) => line.split('|').length);
        expect(new Set(cells).size).toBe(1);
      }
    }
  });
});

describe('junit.xml', () => {
  it('is the golden one', async () => {
    const text = junitReport(golden);
    expect(text).toBe(await committed('junit.xml', text));
  });

  it('has a case for the run, for each threshold and for each failure code', () => {
    const names = elementsOf(junitReport(golden));
    expect(names.filter((name) => name === 'testcase')).toHaveLength(1 + 6 + 3);
    expect(names.filter((name) => name === 'failure')).toHaveLength(5);
    expect(names.filter((name) => name === 'error')).toHaveLength(1);
    expect(names.filter((name) => name === 'skipped')).toHaveLength(3);
    expect(junitReport(golden)).toContain('tests="10" failures="5" errors="1" time="35.000" skipped="3"');
  });

  it('has the attributes that junit-10.xsd knows, and no others', () => {
    const known: Readonly<Record<string, readonly string[]>> = {
      testsuites: ['name', 'time', 'tests', 'failures', 'errors'],
      testsuite: ['name', 'tests', 'failures', 'errors', 'time', 'skipped', 'timestamp'],
      testcase: ['name', 'time', 'classname'],
      property: ['name', 'value'],
      failure: ['message'],
      error: ['message'],
      skipped: ['message'],
      properties: [],
      'system-out': [],
    };
    const starts = [...junitReport(golden).matchAll(/<([a-z-]+)((?: [a-z]+="[^"]*")*)\/?>/g)];
    expect(new Set(starts.map(([, name]) => name))).toEqual(new Set(Object.keys(known)));
    for (const [, name = '', attributes = ''] of starts) {
      const found = Array.from(attributes.matchAll(/ ([a-z]+)="/g), (match) => match[1] ?? '');
      expect(new Set(found)).toEqual(new Set(known[name]));
      expect(found).toHaveLength(known[name]?.length ?? 0);
    }
  });

  it('is all green for a pass', () => {
    const xml = junitReport(good);
    expect(xml).toMatch(/<testsuite .*tests="3" failures="0" errors="0" .*skipped="0"/);
  });

  it('is red for a run in which no call was completed, without any threshold', () => {
    const refused = summarize(
      gathered([
        header(),
        lostBefore({ call: 0, outcome: 'failed', failure: 'connect_refused' }),
        generator(),
        footer({ calls: { planned: 1, completed: 0, failed: 1, blocked: 0, notStarted: 0 } }),
      ]),
    );
    expect(junitReport(refused)).toMatch(/<testsuite .*tests="2" failures="1" errors="0" .*skipped="1"/);
  });

  it('stays well-formed whatever is in it', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const xml = junitReport(renamed(golden, text));
        elementsOf(xml);
        // oxlint-disable-next-line no-control-regex -- what XML 1.0 cannot hold
        expect(xml).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
        expect(xml).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});

describe('summary.json', () => {
  it('is the summary, and ends its last line', () => {
    const text = jsonReport(golden);
    expect(JSON.parse(text)).toEqual(golden);
    expect(text.endsWith('}\n')).toBe(true);
  });
});

it('the mark of too few samples is explained where one row of many has it', () => {
  const spokenOver = turn({
    call: 0,
    turn: 1,
    kind: 'interrupt',
    bargeIn: { atMs: 1000, stoppedMs: 1200 },
    expectsAnswer: false,
    outcome: 'not_expected',
  });
  const [first, ...rest] = goodRun(1000, () => 400);
  if (first === undefined) throw new Error('no header');
  const summary = summarize(gathered([first, spokenOver, ...rest]));
  expect(terminalReport(summary)).toMatch(/^barge_in_stop +1 +~200 ms/m);
  expect(terminalReport(summary)).toMatch(/^response_latency +1,000 +400 ms/m);
  expect(terminalReport(summary)).toContain('\n~ fewer than ten samples beyond it\n');
  expect(markdownReport(summary)).toContain('\n~ fewer than ten samples lie beyond it.\n');
});

describe('terminal', () => {
  it('is the golden one', async () => {
    const text = terminalReport(golden, plainStyle, 100);
    expect(text).toBe(await committed('terminal.txt', text));
  });

  it('has a block of tools where some were called, and only there', async () => {
    const text = terminalReport(withTools, plainStyle, 100);
    expect(text).toBe(await committed('tools.txt', text));
    expect(terminalReport(golden)).not.toMatch(/tool/i);
  });

  it('marks what rests on too few samples, and greys it', () => {
    const seen: string[] = [];
    const style = {
      ...plainStyle,
      dim: (text: string) => {
        seen.push(text.trim());
        return text;
      },
    };
    expect(terminalReport(golden, style)).toContain('~ fewer than ten samples beyond it');
    expect(seen).toContain('~450 ms');
    expect(seen).not.toContain('802 ms');
    expect(terminalReport(good)).not.toContain('~');
  });

  it('ends with the verdict and what to do next', () => {
    const lines = terminalReport(good).trimEnd().split('\n');
    expect(lines.at(-2)).toBe('PASS');
    expect(lines.at(-1)).toContain('next:');
  });

  it('tells of answers that never came beside the percentiles', () => {
    expect(terminalReport(golden)).toContain(
      'never came, so in no percentile, but later than any to a threshold: 1 of 5 turns got no answer',
    );
  });

  it('keeps to the width, but for the table', () => {
    for (const columns of [60, 80, 100]) {
      const text = terminalReport(golden, plainStyle, columns);
      const bar = text.split('\n').find((line) => line.startsWith('answers'));
      expect(bar?.length).toBe(columns);
    }
  });

  it('shows a run without any answer', () => {
    const summary = summarize(gathered([header(), call({ turns: 0 }), generator(), footer()]));
    const text = terminalReport(summary);
    expect(text).toContain('response_latency  0');
    expect(text).not.toContain('NaN');
    expect(text).not.toContain('null');
    expect(text).not.toContain('undefined');
  });
});
