import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPlan } from '../../../src/run/plan_file.ts';
import { readKeptPlan } from '../../../src/run/kept_plan.ts';
import { PACK_MARK, type PackHead } from '../../../src/run/pack/pack_format.ts';
import { isPack, readPack } from '../../../src/run/pack/read_pack.ts';
import { writePack } from '../../../src/run/pack/write_pack.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { compileWith, identified, type Compiled } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'callstorm-pack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pack = join(folder, 'plan.callstorm');
const scenario = join(folder, 'one.yaml');
let compiled: Compiled;

beforeAll(async () => {
  writeFileSync(
    scenario,
    `
name: packed
target: { url: 'wss://agent.example/v1/realtime', key_env: AGENT_KEY, headers: { x-team: 'a-\${AGENT_TEAM}' } }
impair: [noise=pink@15dB]
callers: [{ name: one, persona: { voices: [slt] }, script: [{ say: hello }, { listen: 8s }] }]
load: { arrivals: [{ type: constant, rate: 2/s, for: 5s }] }
`,
  );
  const loaded = await loadScenario(scenario);
  compiled = await compileWith(loaded.repertoire, loaded.scenario);
  await writePack(pack, { ...compiled, file: 'one.yaml' }, {});
});

function parts(): { head: PackHead; body: Buffer } {
  const bytes = readFileSync(pack);
  const ends = bytes.indexOf('\n', PACK_MARK.length);
  const head = JSON.parse(bytes.toString('utf8', PACK_MARK.length, ends)) as PackHead;
  return { head, body: bytes.subarray(ends + 1) };
}

function put(head: object, body: Uint8Array): string {
  const file = join(folder, 'other.callstorm');
  writeFileSync(file, Buffer.concat([Buffer.from(`${PACK_MARK}${JSON.stringify(head)}\n`), body]));
  return file;
}

/** Packed again with a checksum that is right, by somebody who knows how. */
function repacked(contents: Uint8Array, change: Partial<PackHead> = {}): string {
  const body = brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  const sha256 = createHash('sha256').update(body).digest('hex');
  return put({ ...parts().head, packedBytes: body.length, sha256, ...change }, body);
}

describe('a packed plan', () => {
  it('is the plan that was packed, and its audio is the same to the byte', async () => {
    const { plan, audio, beds } = await readPack(pack);
    expect(plan).toEqual(compiled.plan);
    expect(beds).toEqual(compiled.beds);
    expect(Buffer.from(audio.bytes).equals(Buffer.from(compiled.audio.bytes))).toBe(true);
    expect([...audio.offsets]).toEqual([...compiled.audio.offsets]);
    expect(audio.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('is known by its beginning, whatever it is called', async () => {
    expect(await isPack(pack)).toBe(true);
    expect(await isPack(scenario)).toBe(false);
    expect(await isPack(folder)).toBe(false);
    expect(await isPack(join(folder, 'nowhere'))).toBe(false);
  });

  it('is what a run of it keeps, so that its calls can be made again', async () => {
    const run = join(folder, 'run');
    await keepPlan(run, { ...compiled, scenario: null, fixturesDirs: [], pack });
    const kept = await readKeptPlan(run);
    expect(kept.plan).toEqual(compiled.plan);
    expect(Buffer.from(kept.audio.bytes).equals(Buffer.from(compiled.audio.bytes))).toBe(true);
  });

  it.each<readonly [string, () => string, RegExp]>([
    ['that is not there', () => join(folder, 'nowhere'), /there is no such file/],
    ['that is a folder', () => folder, /this is a directory/],
    [
      'that is something else',
      () => {
        const file = join(folder, 'noise');
        writeFileSync(file, Buffer.alloc(5000, 7));
        return file;
      },
      /expected a packed plan, found something else/,
    ],
    ['of nothing but its first lines', () => put(parts().head, Buffer.alloc(0)), /breaks off after/],
    [
      'that breaks off',
      () => put(parts().head, parts().body.subarray(0, -1)),
      /breaks off after \d+ of \d+ bytes/,
    ],
    [
      'that something follows',
      () => put(parts().head, Buffer.concat([parts().body, Buffer.from('x')])),
      /something follows the plan, of 1 bytes/,
    ],
    [
      'with one bit changed',
      () => {
        const body = Buffer.from(parts().body);
        body[body.length >> 1] = (body[body.length >> 1] as number) ^ 1;
        return put(parts().head, body);
      },
      /is damaged/,
    ],
    [
      'whose checksum is another',
      () => put({ ...parts().head, sha256: 'f'.repeat(64) }, parts().body),
      /is damaged/,
    ],
    [
      'that holds more than it says',
      () => repacked(Buffer.concat([brotliDecompressSync(parts().body), Buffer.alloc(4096)])),
      /is damaged/,
    ],
    ['that holds less', () => repacked(brotliDecompressSync(parts().body).subarray(0, -4)), /is damaged/],
    [
      'whose audio somebody changed, checksum and all',
      () => {
        const contents = brotliDecompressSync(parts().body);
        contents[contents.length - 100] = (contents[contents.length - 100] as number) ^ 1;
        return repacked(contents);
      },
      /is damaged/,
    ],
    [
      'that would take more memory than a plan may',
      () => put({ ...parts().head, audioBytes: 2 ** 40 }, parts().body),
      /size cannot be/,
    ],
    [
      'whose head is no JSON',
      () => {
        const file = join(folder, 'headless');
        writeFileSync(file, `${PACK_MARK}nonsense\nmore`);
        return file;
      },
      /says of itself cannot be read/,
    ],
    [
      'of another version of Callstorm',
      () => put({ ...parts().head, callstorm: '99.0.0' }, parts().body),
      /packed by Callstorm \S+, found one by Callstorm 99\.0\.0/,
    ],
    [
      'of another format',
      () => put({ ...parts().head, version: 9 }, parts().body),
      /its format is 9\/1, and 1\/1 was expected/,
    ],
    [
      'of a format that is no number',
      () => put({ ...parts().head, version: { toString: 1 }, planVersion: undefined }, parts().body),
      /its format is \{"toString":1\}\/none, and 1\/1 was expected/,
    ],
    [
      'whose plan takes a byte of what is said to be audio',
      () => {
        const { head, body } = parts();
        return put({ ...head, planBytes: head.planBytes + 1, audioBytes: head.audioBytes - 1 }, body);
      },
      /is damaged/,
    ],
    [
      'of one message more, in as many bytes',
      () => {
        const { head, body } = parts();
        return put({ ...head, messages: head.messages + 1, audioBytes: head.audioBytes - 4 }, body);
      },
      /is damaged/,
    ],
    [
      'of no message at all, and as many bytes',
      () => {
        const { head, body } = parts();
        return put({ ...head, messages: 0, audioBytes: head.audioBytes + 4 * head.messages }, body);
      },
      /size cannot be/,
    ],
  ])('%s is refused', async (_, file, message) => {
    await expect(readPack(file())).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(message),
    });
  });
});

describe('packing', () => {
  it('gives the same file again', async () => {
    const again = join(folder, 'again.callstorm');
    await writePack(again, { ...compiled, file: 'one.yaml' }, {});
    expect(readFileSync(again).equals(readFileSync(pack))).toBe(true);
  });

  it('keeps the names of variables, and never a value', async () => {
    const env = { AGENT_KEY: 'correct horse battery', AGENT_TEAM: 'the-blue-team' };
    const file = join(folder, 'named.callstorm');
    await writePack(file, { ...compiled, file: 'one.yaml' }, env);
    const text = brotliDecompressSync(parts().body).toString('latin1');
    expect(text).toContain('${AGENT_TEAM}');
    expect(text).not.toContain(env.AGENT_TEAM);
    expect(readFileSync(file).equals(readFileSync(pack))).toBe(true);
  });

  it('refuses a value that somebody has written out all the same', async () => {
    const written = join(folder, 'written.callstorm');
    const env = { AGENT_KEY: 'agent.example/v1' };
    const packing = writePack(written, { ...compiled, file: 'one.yaml' }, env);
    await expect(packing).rejects.toThrow(/found the value of AGENT_KEY \(not shown\)/);
    await expect(packing).rejects.not.toThrow(env.AGENT_KEY);
    expect(await isPack(written)).toBe(false);
  });

  it('leaves out what may be a key in the address', async () => {
    const { id: _, ...rest } = compiled.plan;
    const url = 'wss://agent.example/v1/abcdef0123456789abcdef0123456789';
    const plan: Plan = identified({ ...rest, target: { ...rest.target, url } }, compiled.audio);
    const file = join(folder, 'keyed.callstorm');
    await writePack(file, { ...compiled, plan, file: 'one.yaml' }, {});
    expect((await readPack(file)).plan.target.url).toBe('wss://agent.example/v1/…');
  });
});
