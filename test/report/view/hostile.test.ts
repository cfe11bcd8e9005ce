/**
 * Text from outside, in every place of a log where it can stand, in every view that there is: it stays text. Each view's own syntax is
 * read back with a parser, or by its rules, and a view that is added to the list without such a check fails here.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { readLogs } from '../../../src/report/read.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { terminalReport } from '../../../src/report/view/terminal.ts';
import { visibleWidth } from '../../../src/report/view/columns.ts';
import { views, type Reported } from '../../../src/report/view/views.ts';
import { cellsOf } from '../csv/read_csv.ts';
import { answered, call, footer, generator, header, judgement, started } from '../log_builder.ts';
import { toolCall } from '../tool_run.ts';

const HOSTILE: Readonly<Record<string, string>> = {
  'a tag': '<img src=x onerror=alert(1)><b>bold</b>',
  'the end of a script': '</script><script>alert(1)</script><!--',
  'the end of other elements': '</title></style></textarea>]]></testcase>',
  quotes: `" onload="alert(1)" ' x='1`,
  'pipes and backticks': 'a | b || `code` ``` ~~s~~ | --- |',
  'a link': '[x](javascript:alert(1)) ![i](https://evil.example/i) <https://evil.example> @all #1',
  'bidi marks': '\u202Etxt.exe\u202C \u2066x\u2069 \u200F\uFEFF',
  ANSI: '\u001B[2J\u001B]8;;https://evil.example\u0007x\u009B31m\u0000',
  'line ends': 'a\nPASS\r\n::error::x\u2028b\u2029\u0085c',
  'a formula': '=HYPERLINK("https://evil.example";"x")',
  'half a character': 'a\uD800b\uDC00',
  JSON: '"},{"verdict":"pass"}],"x":["\\',
};
/** Its mark, by which it is found again whatever was done to it. */
const MARK = 'qzx';
const LONG = 1_000_000;

function recordsWith(evil: string): LogRecord[] {
  const base = header();
  return [
    header({
      scenario: { ...base.scenario, name: evil, description: evil, file: evil },
      target: { url: `wss://${evil}`, model: evil, simulated: false },
      load: { mode: 'open', plannedCalls: 3, maxConcurrency: 9 },
      judgement: {
        ...judgement,
        thresholds: [
          { metric: 'response_latency', caller: evil, stat: 'p95', op: '<', value: 1, text: evil },
        ],
        pricing: { model: evil, transcriptionModel: evil },
        timed: [{ fault: evil, fromMs: 0, untilMs: 2000 }],
      },
      versions: { callstorm: evil },
      host: { platform: evil, cores: 2, memoryMb: 1 },
      command: evil,
      run: evil,
      plan: evil,
    }),
    { ...started(0), caller: evil },
    {
      ...answered(0, 0, 400),
      caller: evil,
      voice: evil,
      said: evil,
      detail: evil,
      heardText: evil,
      transcript: evil,
      answerReason: evil,
      tools: [{ ...toolCall(evil, 1, 2, 3), arguments: evil }],
      fallbacks: [{ label: evil, fallback: true, reasons: [], by: 'phrase', what: evil }],
    },
    {
      type: 'strike',
      call: 0,
      atMs: 5,
      fault: evil,
      connection: 0,
      detail: evil,
      response: { type: 'answered', code: evil, afterMs: 1 },
    },
    call({ caller: evil, sessionId: evil, agentErrors: [{ code: evil, count: 1, message: evil }] }),
    call({ call: 1, outcome: 'failed', failure: 'agent_error', detail: evil, caller: evil }),
    { ...started(2), caller: evil },
    generator(),
    footer({
      reason: 'threshold',
      detail: evil,
      calls: { planned: 3, completed: 1, failed: 2, blocked: 0, notStarted: 0 },
    }),
  ];
}

/** No control that a terminal obeys, no mark that turns letters round, no line end but a view's own. */
const OBEYED = /[^\P{Cc}\n\r]|[\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029\uFEFF]/u;

/** For each view, what must hold of its text. Throws or fails where text became something else. */
const CHECKS: Readonly<Record<string, (text: string, plain: string) => void>> = {
  json: (text, plain) => {
    // Of the same shape as with a harmless text, whatever was in it.
    expect(shapeOf(JSON.parse(text))).toEqual(shapeOf(JSON.parse(plain)));
  },
  markdown: (text) => {
    const outside = text.replaceAll(/`[^`\n]*`/g, '').replaceAll('<!-- -->', '§');
    expect(outside).not.toMatch(/(?<!\\)<(?!\/?details>|\/?summary>|\/?sub>)/);
    expect(outside).not.toMatch(/(?<!\\)\[|(?<!\\)!\[|(?<!\\)~~|@all|https:\/\//);
    expect(text).not.toMatch(/^PASS/m);
    for (const [table] of text.matchAll(/(?:^\|.*\n)+/gm)) {
      const widths = table
        .trimEnd()
        .split('\n')
        .map((line) => line.match(/(?<!\\)\|/g)?.length);
      expect(new Set(widths).size).toBe(1);
    }
  },
  html: (text, plain) => {
    // One block of data, the page's own code, and the elements that it has with a harmless text.
    const scripts = [...text.matchAll(/<script\b[^>]*>/gi)].map(([tag]) => tag);
    expect(scripts).toEqual(['<script type="application/json" id="callstorm-data">', '<script>']);
    expect(text.match(/<\/script/gi)).toHaveLength(2);
    expect(elementsOf(text).join('\n')).toBe(elementsOf(plain).join('\n'));
    const tags = markupOf(text).match(/<[^!/][^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(10);
    expect(tags.filter((tag) => /\son\w+\s*=|'/i.test(tag.replaceAll(/"[^"]*"/g, '""')))).toEqual([]);
    expect(tags.filter((tag) => /(?:href|src)="(?!#|data:)/i.test(tag))).toEqual([]);
  },
  junit: (text) => {
    wellFormed(text);
    expect(text.match(/<testsuite /g)).toHaveLength(1);
  },
  'csv-turns': wholeCsv,
  'csv-calls': wholeCsv,
  trace: (text, plain) => {
    const [made, harmless] = [text, plain].map(
      (each) => JSON.parse(each) as { traceEvents: { ph: string; ts?: number }[] },
    );
    const told = (trace: typeof made): unknown => trace?.traceEvents.map(({ ph, ts }) => [ph, ts]);
    expect(told(made)).toEqual(told(harmless));
  },
  badge: (text, plain) => {
    wellFormed(text);
    expect(elementsOf(text).join('\n')).toBe(elementsOf(plain).join('\n'));
  },
};

function markupOf(page: string): string {
  return page.replaceAll(/<script\b[\s\S]*?<\/script>/g, '').replaceAll(/<style>[\s\S]*?<\/style>/g, '');
}

/** The names of what is opened and closed, in that order, comments among them. */
function elementsOf(page: string): readonly string[] {
  return markupOf(page).match(/<\/?[a-z][\w-]*|<!--/gi) ?? [];
}

function wholeCsv(text: string, plain: string): void {
  const rows = cellsOf(text);
  expect(rows.map(({ length }) => length)).toEqual(cellsOf(plain).map(({ length }) => length));
  for (const cell of rows.slice(1).flat()) {
    expect(Number.isFinite(Number(cell)) ? '' : cell).not.toMatch(/^\s*[=+\-@]/);
  }
}

/** What is there, and not what it says. Keys that are from outside count as one. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([key, inner]) => [key.includes(MARK) ? MARK : key, shapeOf(inner)]);
}

/** Every element closed, every attribute quoted, no character that XML cannot hold, no entity but its own. */
function wellFormed(xml: string): void {
  const open: string[] = [];
  const closed: (readonly [begun: string | undefined, ended: string])[] = [];
  const rest = xml
    .replace(/^<\?xml [^>]*\?>/, '')
    .replaceAll(
      /<(\/?)([a-zA-Z-]+)((?:\s+[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>/g,
      (_, close: string, name: string, _attributes, single: string) => {
        if (close !== '') closed.push([open.pop(), name]);
        else if (single === '') open.push(name);
        return '';
      },
    );
  expect(closed.filter(([begun, ended]) => begun !== ended)).toEqual([]);
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|apos|#39);)/);
  expect(xml).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-hostile-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

let files = 0;
async function reportedWith(evil: string): Promise<Reported> {
  const file = join(folder, `${files++}.ndjson`);
  await writeFile(
    file,
    recordsWith(evil)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join(''),
  );
  const log = await readLogs([file]);
  return { summary: summarize(log), log, files: [file] };
}

async function made(format: string, reported: Reported): Promise<string> {
  const view = views.find((one) => one.format === format);
  const content = (await view?.make(reported)) ?? '';
  if (typeof content === 'string') return content;
  let text = '';
  for await (const piece of content) text += piece;
  return text;
}

const plains = new Map<string, Promise<string>>();
function plainOf(format: string): Promise<string> {
  const known = plains.get(format) ?? reportedWith(MARK).then((reported) => made(format, reported));
  plains.set(format, known);
  return known;
}

it('is checked in every view there is', () => {
  expect(Object.keys(CHECKS).sort()).toEqual(views.map(({ format }) => format).sort());
});

describe.each(Object.entries({ ...HOSTILE, 'a megabyte': `${MARK}<${'x'.repeat(LONG)}` }))(
  '%s',
  (_, text) => {
    const evil = `${text}${MARK}`;
    let hostile: Promise<Reported> | null = null;
    const hostileOf = (): Promise<Reported> => (hostile ??= reportedWith(evil));

    it.each(views.map(({ format }) => format))('stays text in %s', async (format) => {
      const [view, plain] = [await made(format, await hostileOf()), await plainOf(format)];
      CHECKS[format]?.(view, plain);
      // Of the page, a browser shows what is not code or data; that the data stays data is checked above.
      expect(format === 'html' ? markupOf(view) : view).not.toMatch(OBEYED);
    });

    it.each([60, 100])('stays text on a terminal of %s columns', async (columns) => {
      const style = Object.fromEntries(
        ['red', 'green', 'yellow', 'dim', 'bold'].map((name) => [name, (word: string) => word]),
      );
      const { summary } = await hostileOf();
      const shown = terminalReport(
        summary,
        style as unknown as Parameters<typeof terminalReport>[1],
        columns,
      );
      expect(shown).not.toMatch(/[^\P{Cc}\n]/u);
      expect(shown).not.toMatch(OBEYED);
      expect(shown).not.toMatch(/^PASS/m);
      // No word of it is hidden by what is around it: a line is as wide as the terminal, but for a word that is wider.
      const wider = shown
        .split('\n')
        .filter((line) => visibleWidth(line) > columns && !/\S{20}/.test(line))
        .map((line) => line.slice(0, 200));
      expect(wider).toEqual([]);
    });
  },
);
