import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { readDialect } from '../../src/scenario/dialect_file.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'callstorm-dialect-'));
});
afterAll(() => rm(dir, { recursive: true }));

const MINE = `
import { defineDialect, readJson } from 'callstorm';
import { around } from './around.ts';
export default defineDialect({
  name: 'mine',
  caller: { sampleRate: 16000, frame: ({ base64 }) => around(base64) },
  agent: { sampleRate: 16000, audio: 'binary' },
  open: () => ({ send: () => undefined, receive: (message) => (readJson(message) === null ? null : { type: 'ready' }) }),
});
`;
const AROUND = 'export const around = (audio: string): string => `[${audio}]`;\n';

async function write(folder: string, name: string, text: string): Promise<string> {
  await mkdir(join(dir, folder), { recursive: true });
  await writeFile(join(dir, folder, name), text);
  return join(dir, folder);
}

/** `text`: null where there is no such file. */
async function complaint(text: string | null, limitMs?: number): Promise<string> {
  const folder = await write('wrong', 'mine.ts', text ?? '');
  try {
    await readDialect(
      text === null ? './no-such.ts' : './mine.ts',
      folder,
      limitMs === undefined ? {} : { limitMs },
    );
  } catch (error) {
    if (error instanceof ConfigErrors) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('the module of a dialect', () => {
  it('is read as what a plan has to know of it, the same wherever it lies', async () => {
    const folders = await Promise.all(
      ['here', 'over/there'].map(async (folder) => {
        await write(folder, 'around.ts', AROUND);
        return write(folder, 'mine.ts', MINE);
      }),
    );
    const [here, there] = await Promise.all(folders.map((folder) => readDialect('./mine.ts', folder)));
    expect(here).toMatchObject({
      name: 'mine',
      file: './mine.ts',
      uplink: { binary: false, before: '[', after: ']' },
      downlink: { binary: true },
    });
    expect(there).toEqual(here);
    expect(here?.code).not.toContain(dir);
  });

  it.each([
    ['is not there', null, './no-such.ts: expected a dialect'],
    ['does not parse', 'export default {', './mine.ts:1:17: '],
    ['exports nothing', 'export const a = 1;', './mine.ts: expected a default export, found none'],
    [
      'stops while it runs',
      'const a = null as any;\n\nexport default a.b;',
      './mine.ts:3:18: the module stopped',
    ],
    [
      'is none',
      'export default { name: "a b" };',
      './mine.ts: default.name: expected a word of letters, digits, dots and dashes, found "a b"',
    ],
    [
      'throws where a frame is made',
      MINE.replace(
        "import { around } from './around.ts';",
        'const around = (text: string): string => {\n  throw new Error(`no ${text.length}`);\n};',
      ),
      './mine.ts:4:9: default.caller.frame: it threw: no 640',
    ],
  ])('is told what is wrong, with its place, where it %s', async (_what, text, message) => {
    expect(await complaint(text)).toContain(message);
  });

  it('is given up where it says nothing, and where it ends', async () => {
    expect(
      await complaint('export default new Promise(() => {}); setInterval(() => {}, 1000);', 300),
    ).toContain('did not export a dialect within 0.3 s');
    expect(await complaint('process.exit(3)')).toContain('ended before it had exported a dialect');
  });
});

describe('a scenario in a dialect of its own', () => {
  const scenario = (dialect: string): string => `
name: t
target: { url: 'ws://127.0.0.1:9', dialect: ${dialect} }
callers: [{ name: a, script: [listen, say: hello, listen] }]
load: { concurrency: 1, calls: 1 }
`;

  it('has it in its plan, whose audio is what it sends', async () => {
    await write('plan', 'around.ts', AROUND);
    await write('plan', 'mine.ts', MINE);
    const folder = await write('plan', 't.yaml', scenario('./mine.ts'));
    const loaded = await loadScenario(join('plan', 't.yaml'), {
      cwd: dir,
      fixturesDirs: [PACKAGE_FIXTURES_DIR],
    });
    const made = await compileWith(loaded.repertoire, loaded.scenario);
    expect([made.plan.dialect, made.plan.ownDialect?.name, made.plan.limits.gapMs]).toEqual([
      'own',
      'mine',
      800,
    ]);
    const [from, to] = made.audio.offsets as unknown as [number, number];
    const text = Buffer.from(made.audio.bytes.subarray(from, to)).toString('latin1');
    // 100 ms of silence at 16 kHz.
    expect(text).toBe(`[${Buffer.alloc(3200).toString('base64')}]`);
    await write('plan', 'around.ts', AROUND.replace('[$', '<$'));
    const other = await loadScenario(join(folder, 't.yaml'), { fixturesDirs: [PACKAGE_FIXTURES_DIR] });
    expect((await compileWith(other.repertoire, other.scenario)).plan.id).not.toBe(made.plan.id);
    const plain = await compileWith(other.repertoire, other.scenario, { dialect: 'openai-realtime' });
    expect([plain.plan.dialect, plain.plan.ownDialect]).toEqual(['openai-realtime', undefined]);
    await expect(compileWith(other.repertoire, other.scenario, { target: 'simulator' })).rejects.toThrow(
      'the simulated agent does not speak a dialect of your own',
    );
  });

  it.each([
    [
      './none.ts',
      't.yaml:3:45: target.dialect: expected a file, relative to this scenario; there is none at "./none.ts"',
    ],
    ['openai-realtme', 'found "openai-realtme"; did you mean "openai-realtime"?'],
    ['./mine.txt', 'expected one of openai-realtime'],
  ])('is told what is wrong with %s', async (dialect, message) => {
    await write('plan', 't.yaml', scenario(dialect));
    const cwd = join(dir, 'plan');
    await expect(loadScenario('t.yaml', { cwd, fixturesDirs: [PACKAGE_FIXTURES_DIR] })).rejects.toThrow(
      message,
    );
  });
});
