/** Reporters by name and as modules: what they are told, what they leave, and that one that goes wrong harms nobody. */

import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConfigErrors } from '../../src/core/word/config_error.ts';
import { summarize } from '../../src/report/summarize.ts';
import { FanOut } from '../../src/run/fan_out.ts';
import { loadReporter } from '../../src/run/load_reporter.ts';
import { loadReporters, partedTroubles, reporterSinks, writeOwnViews } from '../../src/run/reporters.ts';
import { call, footer, gathered, goodRun, header } from '../report/log_builder.ts';
import { controlWith } from './run_control.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-reporter-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const log = gathered(goodRun(3, () => 400));
const reported = { summary: summarize(log), log, files: [] };

async function module(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return `./${name}`;
}

/** Runs two records past the sinks of these modules, writes their views, and tells what was warned of. */
async function reportedBy(...files: string[]): Promise<readonly string[]> {
  const reporters = await loadReporters(files, folder);
  const warned: string[] = [];
  const fan = new FanOut(
    await reporterSinks(reporters, { directory: folder }, (text) => warned.push(text)),
    50,
  );
  fan.begin(header(), controlWith());
  for (const index of [0, 1]) fan.record(call({ call: index, outcome: 'failed', failure: 'no_answer' }));
  await fan.end(footer());
  const { reporters: stopped, others } = partedTroubles(reporters, fan.troubles);
  expect(others).toEqual([]);
  const { failed } = await writeOwnViews(reporters, folder, reported, 50);
  return [...warned, ...stopped, ...failed];
}

describe('--reporter', () => {
  it('takes names of what a run does not leave by itself, a kind of them, and each once', async () => {
    const files = async (...names: string[]): Promise<string[]> =>
      (await loadReporters(names, folder)).views.map(({ file }) => file);
    expect(await files('csv', 'csv-turns', 'csv')).toEqual(['turns.csv', 'calls.csv']);
    expect(await files('csv-calls', 'junit')).toEqual(['calls.csv']);
    await expect(files('cvs')).rejects.toThrow('did you mean "csv"?');
  });

  it('feeds and writes the example of the page as it stands', async () => {
    const page = await readFile(new URL('../../docs/programming.md', import.meta.url), 'utf8');
    const sample = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].find(([, text]) =>
      text?.includes('satisfies'),
    );
    expect(await reportedBy(await module('chat.ts', sample?.[1] ?? ''))).toEqual([]);
    expect(JSON.parse(await readFile(join(folder, 'chat.json'), 'utf8'))).toEqual({
      text: 'support-line: not_judged, 2 calls failed meanwhile',
    });
  });

  it('takes JavaScript, what lies beside it, and pieces of text', async () => {
    await module('words.mjs', "export const words = ['a', 'b'];");
    const file = await module(
      'pieces.js',
      `import { words } from './words.mjs';
       async function* make() { yield* words; }
       export default { name: 'pieces', view: { file: 'pieces.txt', make } };`,
    );
    expect(await reportedBy(file)).toEqual([]);
    expect(await readFile(join(folder, 'pieces.txt'), 'utf8')).toBe('ab');
  });

  it('tells once of each that throws, and feeds the others on', async () => {
    const inSink = await module(
      'sink.ts',
      `export default {\n  name: 'sinking',\n  sink: () => ({\n    record: (): void => {\n      throw new Error('no\\u001b[2J more');\n    },\n  }),\n};`,
    );
    const inFactory = await module(
      'factory.ts',
      "export default { name: 'f', sink: () => { throw new Error('none'); } };",
    );
    const late = await module(
      'late.ts',
      "export default { name: 'l', sink: () => ({ end: () => new Promise(() => {}) }) };",
    );
    const inView = await module(
      'view.ts',
      "export default { name: 'v', view: { file: 'v.txt', make: async () => { throw 'a word'; } } };",
    );
    const nothing = await module(
      'nothing.ts',
      "export default { name: 'n', view: { file: 'n.txt', make: () => {} } };",
    );
    const never = await module(
      'never.ts',
      "export default { name: 'e', view: { file: 'e.txt', make: () => new Promise(() => {}) } };",
    );
    const counting = await module(
      'counting.ts',
      `let n = 0;
       export default {
         name: 'counting',
         sink: () => ({ record: (record: { call: number }) => { n += 1; record.call = 99; } }),
         view: { file: 'counted.txt', make: () => String(n) },
       };`,
    );
    expect(await reportedBy(inSink, inFactory, late, inView, nothing, never, counting)).toEqual([
      'reporter f (./factory.ts) made no sink: none',
      'reporter sinking (./sink.ts) stopped: no\u001B[2J more',
      'reporter l (./late.ts) stopped: it did not end within 0.05 s',
      'reporter v (./view.ts): could not write v.txt: a word',
      'reporter n (./nothing.ts): could not write n.txt: expected a text, bytes or pieces of text from view.make',
      'reporter e (./never.ts): could not write e.txt: it was not made within 0.05 s',
    ]);
    expect(await readFile(join(folder, 'counted.txt'), 'utf8')).toBe('2');
    expect(await readdir(folder)).not.toContain('v.txt');
  });

  it('gives each its own copies: what one changes nobody else sees', async () => {
    const seen: number[] = [];
    const vandal = await module(
      'vandal.ts',
      `export default {
         name: 'vandal',
         sink: () => ({ record: (record: { call: number }) => { record.call = 99; } }),
         view: { file: 'x.txt', make: ({ summary }: any) => { summary.verdict.result = 'pass'; return ''; } },
       };`,
    );
    const reporters = await loadReporters([vandal], folder);
    const sinks = await reporterSinks(reporters, { directory: null }, () => {});
    const fan = new FanOut([
      ...sinks,
      { name: 'after', record: (record) => seen.push((record as { call: number }).call) },
    ]);
    fan.record(call({ call: 7 }));
    expect(seen).toEqual([7]);
    await writeOwnViews(reporters, folder, reported);
    expect(reported.summary.verdict.result).toBe('not_judged');
  });

  it.each([
    ['export default 5;', 'expected a default export with a name and a sink or a view, found a number'],
    ['export const a = 1;', 'found nothing'],
    ['export default { sink() {} };', 'default.name: expected a name, found nothing'],
    ["export default { name: 'a' };", 'expected a sink, a view or both, found neither'],
    ["export default { name: 'a', sink: {} };", 'default.sink: expected a function'],
    ["export default { name: 'a', view: null };", 'default.view.file'],
    ["export default { name: 'a', view: { file: '../up', make() {} } };", 'default.view.file'],
    [
      "export default { name: 'a', view: { file: 'calls.ndjson', make() {} } };",
      'expected a name of its own',
    ],
    [
      "export default { name: 'a', view: { file: 'summary.json', make() {} } };",
      'expected a name of its own',
    ],
    ["export default { name: 'a', view: { file: 'a.txt' } };", 'default.view.make: expected a function'],
    ['export default {\n  name: }', 'bad.ts:2:9: Unexpected "}"'],
    ["\nthrow new Error('early');", 'the module stopped while it ran: early'],
    ['await new Promise(() => {});\nexport default {};', 'did not export a reporter within'],
    ["import 'nowhere-to-be-found';", 'bad.ts:1:8: Could not resolve "nowhere-to-be-found"'],
  ])('says where and what was expected of %j', async (text, message) => {
    await module('bad.ts', text);
    const failure = await loadReporter('bad.ts', folder, ['calls.ndjson', 'summary.json'], 200).catch(
      (error: unknown) => error as ConfigErrors,
    );
    const told = 'errors' in failure ? failure.errors.map((each) => each.describe()).join() : '';
    const one = 'describe' in failure ? (failure as { describe(): string }).describe() : told;
    expect(one).toContain(message);
    expect(one).toContain('bad.ts');
    expect(one).not.toContain('    at ');
  });

  it('says so where there is none', async () => {
    await expect(loadReporters(['./none.ts'], folder)).rejects.toThrow(
      "expected a reporter's module, found none (there is no such file (ENOENT))",
    );
  });
});
