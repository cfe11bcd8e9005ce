import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialectCommand } from '../../../src/cli/dialect_command.ts';
import { checkDialect } from '../../../src/run/dialect_check/check_dialect.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'callstorm-check-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function run(
  args: readonly string[],
): Promise<{ readonly out: string; readonly exitCode: number | null }> {
  let out = '';
  let exitCode: number | null = null;
  const io = {
    out: (text: string) => (out += text),
    err: () => {},
    isTTY: false,
    columns: 100,
    env: {},
    cwd: root,
  };
  const command = dialectCommand(io, (code) => (exitCode = code));
  await command.parseAsync(['check', ...args], { from: 'user' });
  return { out, exitCode };
}

describe('callstorm dialect check', () => {
  it.each(['json_protocol', 'raw_pcm'])(
    'passes the worked example %s, and says what a piece costs',
    async (name) => {
      const { out, exitCode } = await run([`scenarios/dialects/${name}.ts`]);
      expect(exitCode).toBe(0);
      expect(out).not.toContain('FAIL');
      expect(out).toMatch(
        /100 ms of audio: [\d.]+ µs, [\d.]+ × openai-realtime’s [\d.]+ µs in the same run\n$/,
      );
    },
  );

  it('tells the line that threw, and ends with 1', async () => {
    await writeFile(
      join(dir, 'bad.ts'),
      `export default {
  name: 'bad',
  caller: { sampleRate: 16000, frame: ({ base64 }) => '<' + base64 + '>' },
  agent: { sampleRate: 16000 },
  open: () => ({
    send: () => undefined,
    receive: (message: string) => {
      return JSON.parse(message).type === 'audio' ? { type: 'audio', audio: 'AAAA' } : null;
    },
  }),
};
`,
    );
    await writeFile(join(dir, 's.ndjson'), '{"from":"agent","text":"{\\"type\\":\\"audio\\"}"}\n');
    const { out, exitCode } = await run([join(dir, 'bad.ts'), '--recorded', join(dir, 's.ndjson')]);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/FAIL receive: .*bad\.ts:8: receive threw: /);
    expect(out).toContain('each is parsed: declare agent.audio to spare that');
  });

  it('tells what is wrong with a recording, with its line', async () => {
    await writeFile(join(dir, 'odd.ndjson'), '{"from":"agent","text":"a"}\n\n{"from":"agent"}\n');
    const file = join(root, 'scenarios/dialects/raw_pcm.ts');
    await expect(checkDialect(file, { cwd: dir, recorded: 'odd.ndjson' })).rejects.toMatchObject({
      place: { file: 'odd.ndjson', line: 3 },
    });
    await writeFile(join(dir, 'mute.ndjson'), '{"from":"caller","base64":"AA=="}\n');
    await expect(checkDialect(file, { cwd: dir, recorded: 'mute.ndjson' })).rejects.toThrow(
      'messages from the agent',
    );
    await expect(checkDialect(file, { cwd: dir, recorded: 'none.ndjson' })).rejects.toThrow('found none');
  });

  it('gives up one that never comes back', async () => {
    const text =
      "export default { name: 'a', caller: { sampleRate: 8000, frame: ({ bytes }) => bytes }, agent: { sampleRate: 8000 }, open: () => { for (;;); } };";
    await writeFile(join(dir, 'loop.mjs'), text);
    await expect(checkDialect('loop.mjs', { cwd: dir, limitMs: 500 })).rejects.toThrow(
      'was not over within 0.5 s',
    );
  });
});
