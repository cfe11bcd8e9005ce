/** A noise that is a user's own recording: named in a scenario, beside it, and the same noise when its plan is read again. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rmsDbfs } from '../../src/audio/level.ts';
import { pcm16FromBytes, pcm16FromFloat, pcm16ToFloat } from '../../src/audio/pcm.ts';
import { writeWav } from '../../src/audio/wav.ts';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import { Random } from '../../src/core/word/random.ts';
import { compile, compileWith, type Compiled } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { keepPlan } from '../../src/run/plan_file.ts';
import { readKeptPlan } from '../../src/run/kept_plan.ts';

const dir = mkdtempSync(join(tmpdir(), 'own-noise-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const RATE = 16_000;

/** Hissing by fits and starts. */
function street(seconds: number, seed = 1, level = 0.05): Uint8Array {
  const random = new Random(seed, 'street');
  const samples = Float32Array.from(
    { length: seconds * RATE },
    (_, i) => level * random.normal() * (1 + Math.sin(i / 3000)),
  );
  return writeWav(pcm16FromFloat(samples), RATE);
}

writeFileSync(join(dir, 'street.wav'), street(3));
writeFileSync(join(dir, 'text.wav'), 'no sound at all, and long enough to be looked at as a header of a WAV');
writeFileSync(join(dir, 'short.wav'), street(0.1));
writeFileSync(join(dir, 'silent.wav'), writeWav(new Int16Array(RATE * 2), RATE));

function scenario(impair: string): string {
  const file = join(dir, 'scenario.yaml');
  writeFileSync(
    file,
    `
name: own
callers:
  - name: outside
    persona: { voices: [rms] }
    script: [listen, say: refund]
impair: [${impair}]
load: { concurrency: 1, calls: 1 }
`,
  );
  return file;
}

async function compiled(
  impair: string,
): Promise<Compiled & { readonly file: string; readonly fixturesDirs: readonly string[] }> {
  const { scenario: read, repertoire, path, fixturesDirs } = await loadScenario(scenario(impair));
  return { ...(await compileWith(repertoire, read)), file: path, fixturesDirs };
}

/** What is heard between the words. */
function bedOf({ plan, audio }: Compiled): Float32Array {
  const bed = plan.callers[0]?.bed ?? { firstFrame: 0, frames: 0 };
  const samples = Array.from({ length: bed.frames }, (_, k) => {
    const [from, to] = [audio.offsets[bed.firstFrame + k], audio.offsets[bed.firstFrame + k + 1]];
    const message = JSON.parse(Buffer.from(audio.bytes.subarray(from, to)).toString()) as { audio: string };
    return [...pcm16FromBytes(Buffer.from(message.audio, 'base64'))];
  });
  return pcm16ToFloat(Int16Array.from(samples.flat()));
}

describe('a noise of the user’s own', () => {
  it('goes on between the words, so far under the speech', async () => {
    const made = await compiled("'noise=street.wav@10dB'");
    const speechDbfs = made.plan.clips[0]?.activeDbfs ?? 0;
    expect(Math.abs(speechDbfs - 10 - rmsDbfs(bedOf(made)))).toBeLessThan(0.5);
    expect(made.plan.impairments).toMatchObject([{ impair: 'noise', text: 'noise=street.wav@10dB' }]);
    // Nowhere where it is on this machine: the plan is the same elsewhere.
    expect(JSON.stringify(made.plan)).not.toContain(dir);
  });

  it('may be named as a file, and is the same', async () => {
    const short = await compiled("'noise=street.wav@10dB'");
    const long = await compiled('{ impair: noise, file: street.wav, snr: 10dB }');
    const nested = await compiled('{ noise: { file: street.wav, snr: 10dB } }');
    expect([long.plan.id, nested.plan.id]).toEqual([short.plan.id, short.plan.id]);
  });

  it('is another one when the file has changed, also by a bit', async () => {
    const before = await compiled("'noise=street.wav@10dB'");
    writeFileSync(join(dir, 'street.wav'), street(3, 2));
    const after = await compiled("'noise=street.wav@10dB'");
    expect(after.plan.id).not.toBe(before.plan.id);
    expect(after.plan.clips.map(({ id }) => id)).not.toEqual(before.plan.clips.map(({ id }) => id));
  });

  it('is made again from the folder of a run, to the byte, as long as it is what it was', async () => {
    const { plan, audio, beds, file, fixturesDirs } = await compiled("'noise=street.wav@10dB'");
    await keepPlan(dir, { plan, audio, beds, scenario: file, fixturesDirs });
    const kept = await readKeptPlan(dir);
    expect(Buffer.from(kept.audio.bytes).equals(Buffer.from(audio.bytes))).toBe(true);
    writeFileSync(join(dir, 'street.wav'), street(3, 9));
    await expect(readKeptPlan(dir)).rejects.toThrow('the noise street.wav is not what it was');
    rmSync(join(dir, 'street.wav'));
    await expect(readKeptPlan(dir)).rejects.toThrow('there is no such file');
    writeFileSync(join(dir, 'street.wav'), street(3));
  });

  it('is found by a program that says where it is', async () => {
    const { scenario: read, fixturesDirs } = await loadScenario(scenario("'noise=street.wav@10dB'"));
    const { plan } = await compile(read, { fixturesDirs, noisesDir: dir });
    expect(plan.id).toBe((await compiled("'noise=street.wav@10dB'")).plan.id);
    await expect(compile(read, { fixturesDirs, noisesDir: tmpdir() })).rejects.toThrow(
      'there is no such file',
    );
  });

  it.each([
    ['text.wav', /cannot be read as audio/],
    ['short.wav', /expected a noise of 0\.5 s to 10 min, found 0\.10 s/],
    ['silent.wav', /expected a noise, found silence/],
  ])('is refused in one sentence: %s', async (name, said) => {
    await expect(loadScenario(scenario(`'noise=${name}@10dB'`))).rejects.toMatchObject({
      message: expect.stringMatching(said) as unknown,
      place: { file: join(dir, name) },
    });
  });

  it('that is not there is a mistake of the scenario, at its line', async () => {
    const loading = loadScenario(scenario("'noise=nowhere.wav@10dB'"));
    await expect(loading).rejects.toBeInstanceOf(ConfigErrors);
    await expect(loading).rejects.toThrow('there is no file "nowhere.wav", looked for where the scenario is');
    await expect(loading).rejects.toMatchObject({ errors: [{ place: { line: 7 } }] });
  });
});
