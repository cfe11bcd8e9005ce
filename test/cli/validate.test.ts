import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateCommand } from '../../src/cli/validate.ts';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import { PACKAGE_FIXTURES_DIR, loadManifest } from '../../src/fixture/manifest.ts';

const root = new URL('../../', import.meta.url).pathname;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'callstorm-validate-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function run(
  cwd: string,
  ...asked: (string | { readonly columns: number })[]
): Promise<{ out: string; err: string; code: number | null }> {
  const columns = asked.find((each) => typeof each !== 'string')?.columns ?? 100;
  const args = asked.filter((each) => typeof each === 'string');
  const result: { out: string; err: string; code: number | null } = { out: '', err: '', code: null };
  const io = {
    out: (text: string) => void (result.out += text),
    err: (text: string) => void (result.err += text),
    isTTY: false,
    columns,
    env: {},
    cwd,
  };
  await validateCommand(io, (code) => void (result.code = code)).parseAsync(args, { from: 'user' });
  return result;
}

describe('callstorm validate --shards', () => {
  const scenario = (load: unknown): string =>
    JSON.stringify({
      name: 'cut',
      seed: 7,
      callers: [{ name: 'a', script: [{ say: 'refund' }, 'listen', { silence: '4s' }, 'hangup'] }],
      load,
    });
  const open = (maxConcurrency: number): string =>
    scenario({
      arrivals: [{ type: 'poisson', rate: '2/s', for: '5m' }],
      max_concurrency: maxConcurrency,
    });

  it('warns where a split cap blocks noticeably more than the whole, with the way out', async () => {
    await writeFile(join(dir, 'tight.json'), open(24));
    const { out, err, code } = await run(root, join(dir, 'tight.json'), '--shards', '4');
    expect(code).toBe(0);
    const [, split, whole] =
      /^ {2}shares {2,}4, each of \d+ to \d+ calls, 6 at once, ~([\d.]+)% blocked \(whole: ~([\d.]+)%\)$/m
        .exec(out)
        ?.map(Number) ?? [];
    expect(split).toBeGreaterThan((whole ?? 0) + 1);
    expect(err).toMatch(
      /^warning the cap of 24 calls at once is split into 4 shares[^]*load\.max_concurrency: \d+/,
    );
    await writeFile(join(dir, 'loose.json'), open(400));
    const loose = await run(root, join(dir, 'loose.json'), '--shards', '4');
    expect(loose.err).toBe('');
    expect(loose.out).toMatch(/^ {2}shares {2,}4, each of \d+ to \d+ calls, 100 at once$/m);
  });

  it('tells the same as JSON', async () => {
    await writeFile(join(dir, 'tight.json'), open(24));
    const { out } = await run(root, join(dir, 'tight.json'), '--shards', '10', '--json');
    const { shares, estimate } = JSON.parse(out) as {
      shares: { calls: number[]; atOnce: number[]; cap: { splitBlocked: number }; warning: string };
      estimate: { calls: number };
    };
    expect(shares.calls.reduce((sum, calls) => sum + calls, 0)).toBe(estimate.calls);
    expect(shares.atOnce).toEqual([3, 3, 3, 3, 2, 2, 2, 2, 2, 2]);
    expect(shares.cap.splitBlocked).toBeGreaterThan(0.05);
    expect(shares.warning).toContain('split into 10 shares');
  });

  it('refuses more shares than there are calls at once', async () => {
    await writeFile(join(dir, 'few.json'), scenario({ concurrency: 3, hold: '1m' }));
    await expect(run(root, join(dir, 'few.json'), '--shards', '4')).rejects.toThrow(
      'at most as many shares as the plan has calls at once, 3; found 4',
    );
    const { out, err } = await run(root, join(dir, 'few.json'), '--shards', '3');
    expect(err).toBe('');
    expect(out).toMatch(/^ {2}shares {2,}3, each of as many calls as it gets to, 1 at once$/m);
  });
});

describe('callstorm validate', () => {
  it('prints the plan in words', async () => {
    const { out, err, code } = await run(root, 'scenarios/support-line.yaml');
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/^valid {2}support-line {2}scenarios\/support-line\.yaml\n/);
    for (const row of [
      /^ {2}calls {2,}140$/m,
      /^ {2}peak concurrency {2,}~\d+0$/m,
      /^ {2}duration {2,}~1m\d+s$/m,
      /^ {2}audio sent {2,}~\d+ min, ~\d+ min of it speech$/m,
      /^ {2}cost {2,}~\$\d\.\d, ~\$0\.0\d\d a call/m,
      /^ {2}projected {2,}~\$\d,\d00 a month at 50,000 calls$/m,
      /^order-status +4 +\d+ +~\d+s +16$/m,
      /They assume:\n {2}- an agent that answers after/,
    ])
      expect(out).toMatch(row);
  });

  it('tells the mistakes of the scenario’s profile, and who stands in for whom', async () => {
    const scenario = (profile: string, voice: string): string =>
      JSON.stringify({
        name: 'own',
        target: { profile },
        callers: [
          { name: 'a', persona: { voices: [voice] }, script: ['listen', { say: 'refund' }, 'hangup'] },
        ],
        load: { concurrency: 1, calls: 1 },
      });
    const good = await readFile(join(root, 'scenarios/agents/support-line.yaml'), 'utf8');
    await writeFile(join(dir, 'good.yaml'), good);
    await writeFile(join(dir, 'bad.yaml'), good.replace('voice: joe', 'voice: jo'));
    await writeFile(join(dir, 'a.json'), scenario('bad.yaml', 'slt'));
    await expect(run(dir, 'a.json')).rejects.toThrow(/bad\.yaml:\d+:\d+: voice: .*did you mean "joe"/);

    await writeFile(join(dir, 'b.json'), scenario('good.yaml', 'slt'));
    expect((await run(dir, 'b.json')).out).not.toContain('stand-ins');
    const own = join(dir, 'fixtures');
    await mkdir(own);
    const library = await loadManifest(PACKAGE_FIXTURES_DIR);
    const okay = library.fixtures.find(({ voice, utterance }) => voice === 'slt' && utterance === 'okay');
    await mkdir(join(own, 'anna'));
    await copyFile(join(PACKAGE_FIXTURES_DIR, okay?.file ?? ''), join(own, 'anna/okay.wav'));
    const fixture = { ...okay, id: 'anna/okay', voice: 'anna', file: 'anna/okay.wav' };
    await writeFile(join(own, 'manifest.json'), JSON.stringify({ ...library, fixtures: [fixture] }));
    await writeFile(join(dir, 'c.json'), scenario('good.yaml', 'anna'));
    expect((await run(dir, 'c.json')).out).toMatch(
      /^ {2}stand-ins {2,}anna has no recording of refund \(\w+ says it\)$/m,
    );
  });

  it('prints the same as JSON, and does what the options say', async () => {
    const { out } = await run(
      root,
      'scenarios/steady.yaml',
      '--json',
      '--concurrency',
      '3',
      '--duration',
      '30s',
      '--seed',
      '9',
    );
    const shown = JSON.parse(out) as Record<string, unknown>;
    expect(shown).toMatchObject({
      file: 'scenarios/steady.yaml',
      seed: 9,
      load: { mode: 'closed', concurrency: 3 },
      estimate: { peakConcurrency: 3 },
    });
    expect(shown['plan']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('names the tools', async () => {
    const tools = 'tools: { lookup: { result: ok }, flaky: { outcomes: [{ result: ok }, { never: true }] } }';
    const rest = 'callers: [{ name: a, script: [{ say: hello }] }]\nload: { concurrency: 1, calls: 1 }\n';
    await writeFile(join(dir, 'tools.yaml'), `name: x\n${tools}\n${rest}`);
    const { out } = await run(dir, 'tools.yaml');
    expect(out).toMatch(/^ {2}tools {2,}lookup, flaky \(2 outcomes\)$/m);
    expect(out).toContain('- that it calls no tool');
    const { out: json } = await run(dir, 'tools.yaml', '--json');
    expect(JSON.parse(json)).toMatchObject({ tools: ['lookup', 'flaky'] });
    expect((await run(root, 'scenarios/quick.ts')).out).not.toMatch(/^ {2}tools/m);
  });

  it('shows each threshold on its line, and no length of calls that never come', async () => {
    await writeFile(
      join(dir, 'rare.yaml'),
      `name: x
callers:
  - { name: usual, weight: 100000, script: [{ say: hello }] }
  - { name: rare, weight: 0.001, script: [{ say: hello }] }
load: { concurrency: 1, calls: 1 }
thresholds:
  response_latency: ['p50 < 800ms', { threshold: 'p95 < 1s', abort: true, delay: 10s }]
  error_rate: { threshold: '< 1%', abort: true }
  'response_latency{caller:rare}': 'p95 < 2s'
`,
    );
    const { out } = await run(dir, 'rare.yaml');
    expect(out).toMatch(
      /^ {2}thresholds +response_latency p50 < 800ms\n +response_latency p95 < 1s \(or the run ends, from 10s on\)\n +error_rate < 1% \(or the run ends\)\n +response_latency\{caller:rare\} p95 < 2s\n {2}budget/m,
    );
    expect(out).toMatch(/^rare +0\.001 +0 +– +1$/m);
    expect(out).toMatch(/^ {2}audio sent +~[\d.]+m?s, ~[\d.]+m?s of it speech$/m);
    expect(out).not.toContain('0.0 min');
  });

  it('is no wider than the terminal at any width, and breaks no word and no row', async () => {
    const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
    const whole = await run(root, 'scenarios/support-line.yaml');
    for (const columns of [40, 50, 60, 70, 80, 120]) {
      const { out } = await run(root, { columns }, 'scenarios/support-line.yaml');
      const wide = out.split('\n').filter((line) => line.length > columns && line.trim().includes(' '));
      expect(wide, `at ${columns}`).toEqual([]);
      expect(out, `at ${columns}`).toMatch(/^order-status +(?:4 +)?\d+ +~\d+s(?: +16)?$/m);
      const known = new Set(words(whole.out));
      expect(words(out).filter((word) => !known.has(word))).toEqual([]);
    }
  });

  it('shows what the scenario’s texts have in them, and obeys none of it', async () => {
    const scenario = {
      name: 'a\u001b[2Jb',
      description: 'over\u202eturned',
      target: { url: 'ws://127.0.0.1:1/', model: 'm\u001b]0;x' },
      callers: [{ name: 'kind', script: ['listen', 'hangup'] }],
      load: { concurrency: 1, calls: 1 },
    };
    await writeFile(join(dir, 'outside.json'), JSON.stringify(scenario));
    const { out } = await run(dir, 'outside.json');
    expect(out).toContain('a\\u001b[2Jb');
    expect(out).toContain('over\\u202eturned');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('throws every mistake at once', async () => {
    await writeFile(join(dir, 'bad.yaml'), 'nam: x\ncallers: []\nload: { concurrency: 1, calls: 1 }\n');
    const error: unknown = await run(dir, 'bad.yaml').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigErrors);
    expect((error as ConfigErrors).message).toBe(
      [
        'bad.yaml:1:1: nam: unknown key "nam", expected one of name, description, seed, target, tools, frame, blocks, callers, faults, impair, reconnect, network, fallbacks, expect, load, limits, playback, thresholds, pricing, budget, bands, monitor; did you mean "name"?',
        'bad.yaml:2:10: callers: expected at least one caller, found an empty list',
      ].join('\n'),
    );
  });

  it.each([
    ['--duration', 'soon'],
    ['--duration', '60'],
    ['--calls', '-3'],
    ['--seed', 'x'],
  ])('refuses %s %s', async (...args) => {
    await expect(run(root, 'scenarios/quick.ts', ...args)).rejects.toMatchObject({
      code: 'commander.invalidArgument',
    });
  });

  it('has help with examples', async () => {
    const help: string[] = [];
    const io = {
      out: (text: string) => void help.push(text),
      err: () => {},
      isTTY: false,
      columns: 80,
      env: {},
      cwd: root,
    };
    await validateCommand(io, () => {})
      .parseAsync(['--help'], { from: 'user' })
      .catch(() => {});
    expect(help.join('')).toMatch(
      /Usage: validate .*<scenario>[\s\S]*--json[\s\S]*Examples:\n {2}\$ callstorm validate/,
    );
  });
});
