import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baselineCommand } from '../../src/cli/baseline.ts';
import { compareCommand } from '../../src/cli/compare.ts';
import { madeRecords, type MadeRun } from '../report/compare/compared_runs.ts';
import { terminal } from './terminal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-compare-'));
  await make('before', { seed: 1 });
  await make('same', { seed: 3 });
  await make('worse', { seed: 2, slower: { buyer: 1.4, refund: 1.4, returns: 1.4 } });
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** The logs of runs, by what they were made of: each test has the same three in a folder of its own. */
const logs = new Map<string, string>();

async function make(name: string, made: MadeRun): Promise<void> {
  const key = JSON.stringify(made);
  const text =
    logs.get(key) ??
    madeRecords({ calls: 40, ...made })
      .map((one) => `${JSON.stringify(one)}\n`)
      .join('');
  logs.set(key, text);
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'calls.ndjson'), text);
}

async function compare(...args: string[]): Promise<{ out: string; err: string; code: number | null }> {
  const io = terminal({ cwd: folder });
  let code: number | null = null;
  await compareCommand(io, (given) => {
    code = given;
  }).parseAsync(args, { from: 'user' });
  return { out: io.outText, err: io.errText, code };
}

async function baseline(...args: string[]): Promise<string> {
  const io = terminal({ cwd: folder });
  await baselineCommand(io).parseAsync(args, { from: 'user' });
  return io.outText;
}

describe('callstorm compare', () => {
  it('says what is really worse, and exits with 1 only where it is asked to', async () => {
    const worse = await compare('before', 'worse');
    expect(worse.out).toMatch(/^WORSE: response_latency\.p50 \+\d+ ms/);
    expect(worse.code).toBe(0);
    expect((await compare('before', 'worse', '--fail-on-regression')).code).toBe(1);
    expect((await compare('worse', 'before', '--fail-on-regression')).code).toBe(0);
    const same = await compare('before', 'same', '--fail-on-regression');
    expect(same.out).toMatch(/^No real difference was found/);
    expect(same.code).toBe(0);
  });

  it('lets pass what is tolerated of what is tested', async () => {
    const only = ['before', 'worse', '--metric', 'response_latency.p50', '--fail-on-regression'];
    expect((await compare(...only)).code).toBe(1);
    expect((await compare(...only, '--tolerance', 'response_latency.p50=90%')).code).toBe(0);
    expect((await compare(...only, '--tolerance', 'response_latency.p50=90%')).out).toContain(
      'worse, within 90%',
    );
  });

  it.each([
    ['markdown', '## ❌ Comparison'],
    ['html', '<!doctype html>'],
    ['json', '{\n  "type": "comparison",\n  "version": 1,'],
  ])('prints %s, or writes it to a file', async (format, start) => {
    const printed = await compare('before', 'worse', '--format', format);
    expect(printed.out.startsWith(start)).toBe(true);
    const written = await compare('before', 'worse', '--format', format, '--out', 'deep/it');
    expect(written.out).toBe('');
    expect(await readFile(join(folder, 'deep/it'), 'utf8')).toBe(printed.out);
  });

  it('never writes over a log', async () => {
    await expect(compare('before', 'worse', '--out', 'before/calls.ndjson')).rejects.toThrow('a run’s log');
  });

  it('takes several runs, each beside the first', async () => {
    const { out } = await compare('before', 'same', 'worse');
    expect(out.match(/^after /gm)).toHaveLength(2);
  });

  it('refuses what cannot be compared, with every reason', async () => {
    await make('other', { seed: 4, header: { engine: 'virtual', frameMs: 20 } });
    await expect(compare('before', 'other')).rejects.toThrow(/another engine[^]*another frame size/);
    await make('broken', { seed: 5, ended: 'interrupted' });
    await expect(compare('before', 'broken')).rejects.toThrow('broken ended early (interrupted)');
    await make('few', { seed: 6, calls: 5 });
    await expect(compare('before', 'few')).rejects.toThrow('too few calls: 5 calls that both made');
  });

  it('compares two plans only where somebody insists, and warns', async () => {
    await make('planned', { seed: 6, header: { plan: 'c'.repeat(64), seed: 9 } });
    await expect(compare('before', 'planned')).rejects.toThrow('another plan of support-line: seed 42 → 9');
    const { out } = await compare('before', 'planned', '--anyway');
    expect(out).toContain('the plans differ (seed 42 → 9)');
    expect(out).toContain('not paired');
  });

  it('checks what is typed before it reads anything', async () => {
    await expect(compare('x', 'y', '--tolerance', 'response_latncy.p95=5%')).rejects.toThrow(
      'did you mean "response_latency"',
    );
    await expect(compare('x', 'y', '--metric', 'eror_rate')).rejects.toThrow('did you mean "error_rate"');
    const twice = ['--tolerance', 'error_rate=1pp', '--tolerance', 'error_rate=2pp'];
    await expect(compare('x', 'y', ...twice)).rejects.toThrow('two tolerances');
    await expect(compare('x/y', 'y')).rejects.toThrow('there is no such file');
  });
});

describe('callstorm baseline', () => {
  it('keeps a run by a name, and compare takes it for the run', async () => {
    expect(await baseline('save', 'before')).toBe(
      'saved main: reports/baselines/support-line--simulator--main.json (40 calls)\n',
    );
    const rows = (text: string): string => text.slice(text.indexOf('tested'));
    const byName = await compare('main', 'worse');
    expect(rows(byName.out)).toBe(rows((await compare('before', 'worse')).out));
    expect(byName.out).toContain('before  baseline main: simulator');
    expect((await compare('worse')).out).toBe(byName.out);
    expect(await baseline('save', 'same')).toContain('replaced main');
  });

  it('has several, and one in use', async () => {
    expect(await baseline('list')).toContain('no baselines');
    await baseline('save', 'before');
    await baseline('save', 'worse', '--name', 'release-2');
    expect(await baseline('list')).toMatch(/^\* {2}main .*\n {3}release-2 /m);
    await baseline('use', 'release-2');
    expect(await baseline('list')).toMatch(/^\* {2}release-2 /m);
    expect((await compare('before')).out).toContain('baseline release-2');
    await expect(baseline('use', 'relaese-2')).rejects.toThrow('did you mean "release-2"');
    // Whoever commits a baseline may call its file as they like.
    const kept = join(folder, 'reports/baselines');
    const own = (await readdir(kept)).find((name) => name.endsWith('--release-2.json')) ?? '';
    await rename(join(kept, own), join(kept, '\u001b[2J.json'));
    expect(await baseline('remove', 'release-2')).toBe('removed reports/baselines/\\u001b[2J.json\n');
    expect((await readdir(kept)).sort()).toEqual(['in-use.json', 'support-line--simulator--main.json']);
    expect((await compare('same')).out).toContain('baseline main');
  });

  it('is kept by scenario and target, each its own', async () => {
    const target = { url: 'wss://other.example/v1', model: 'm', simulated: false };
    const header = { plan: 'c'.repeat(64), target };
    await make('elsewhere', { seed: 8, header });
    await make('elsewhere-2', { seed: 9, header });
    await baseline('save', 'before');
    await expect(compare('main', 'elsewhere')).rejects.toThrow('target simulator → wss://other.example/v1');
    await baseline('save', 'elsewhere');
    expect(await readdir(join(folder, 'reports/baselines'))).toHaveLength(2);
    expect((await compare('main', 'elsewhere-2')).out).toContain('baseline main: wss://other.example/v1');
    expect((await compare('main', 'same')).out).toContain('baseline main: simulator');
  });

  it('is no run that could not be compared', async () => {
    await make('broken', { seed: 5, ended: 'interrupted' });
    await expect(baseline('save', 'broken')).rejects.toThrow('cannot be a baseline: broken ended early');
    await expect(baseline('save', 'before', '--name', '../x')).rejects.toThrow('expected letters');
  });

  it('that is not there, or was broken, is told with a way out', async () => {
    await expect(compare('main', 'same')).rejects.toThrow(
      'found neither by the name main; of baselines there are none',
    );
    await baseline('save', 'before');
    await expect(compare('mian', 'same')).rejects.toThrow('did you mean "main"');
    const file = join(folder, 'reports/baselines/support-line--simulator--main.json');
    await writeFile(file, '{');
    await expect(compare('main', 'same')).rejects.toThrow('this is no JSON');
    await writeFile(file, '{"type":"baseline","version":1}');
    await expect(compare('main', 'same')).rejects.toThrow('expected string');
  });
});
