/** The codecs of a line, as the compiler has them done: beside sox, where there is one. */

import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { delayOf } from '../../src/audio/align.ts';
import { g711Decode, g711Encode } from '../../src/audio/g711.ts';
import { activeDbfs, rmsDbfs } from '../../src/audio/level.ts';
import { pcm16FromBytes, pcm16FromFloat, pcm16ToBytes, pcm16ToFloat } from '../../src/audio/pcm.ts';
import { ConfigError } from '../../src/core/word/config_error.ts';
import { outsideCodecs, throughOutside } from '../../src/scenario/outside_codec.ts';
import { lineFor } from '../../src/scenario/line.ts';
import { loadRepertoire } from '../../src/scenario/library.ts';
import { recordingFor, type Repertoire } from '../../src/scenario/repertoire.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { recipeOf } from '../impair/tools.ts';

const RATE = 24_000;
const sox = spawnSync('sox', ['--version']).status === 0;
const ffmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const outside = [...(sox ? ['gsm', 'amr=12.2kbit/s', 'amr=4.75kbit/s'] : []), ...(ffmpeg ? ['g722'] : [])];

let repertoire: Repertoire;
let clean: Float32Array;
beforeAll(async () => {
  repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);
  const recording = recordingFor(repertoire, 'change-address', 'slt');
  clean = pcm16ToFloat((await recording?.read()) ?? new Int16Array());
});

async function through(text: string, samples = clean, sampleRate = RATE): Promise<Float32Array> {
  const recipe = recipeOf(text);
  const line = await lineFor([recipe], repertoire);
  return line.apply(samples, sampleRate, recipe, 1, [{ startMs: 0, endMs: 1000 }]);
}

/** `toEqual` goes through samples one by one, for a second. */
function same(a: Float32Array | Int16Array, b: Float32Array | Int16Array): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: typeof a): Buffer =>
    Buffer.from(buffer, byteOffset, byteLength);
  return bytes(a).equals(bytes(b));
}

/** How much of what was lost is far from the speech: speech over what is other, dB. */
function likeness(heard: Float32Array): number {
  return rmsDbfs(clean) - rmsDbfs(heard.map((sample, i) => sample - (clean[i] as number)));
}

/** What is over about 6 kHz in it: differences of differences. */
function high(samples: Float32Array): Float32Array {
  let made = samples;
  for (let times = 0; times < 12; times++) made = made.map((sample, i) => (sample - (made[i - 1] ?? 0)) / 2);
  return made;
}

describe('codecs', () => {
  it.each(['g711=ulaw', 'g711=alaw', 'opus=6kbit/s', 'opus=24kbit/s', ...outside])(
    'keep the length, the level and the instants: %s',
    async (text) => {
      const heard = await through(text);
      expect(heard).toHaveLength(clean.length);
      expect(Math.abs(activeDbfs(heard, RATE) - activeDbfs(clean, RATE))).toBeLessThan(3);
      // Late it would be most like what went in some samples on; early, what went in like it.
      expect(delayOf(clean, heard, 240)).toBeLessThan(24);
      expect(delayOf(heard, clean, 240)).toBeLessThan(24);
      expect(likeness(heard)).toBeLessThan(40);
      expect(same(await through(text), heard)).toBe(true);
    },
  );

  it('carry less of the heights the lower the rate is', async () => {
    const heights = async (text: string): Promise<number> => rmsDbfs(high(await through(text)));
    const [all, some, none] = [
      rmsDbfs(high(clean)),
      await heights('opus=24kbit/s'),
      Math.max(await heights('opus=6kbit/s'), await heights('g711')),
    ];
    expect(all - some).toBeLessThan(10);
    expect(some - none).toBeGreaterThan(20);
  });

  it.skipIf(!sox).each(['ulaw', 'alaw'] as const)('are bit for bit sox’s at 8 kHz: G.711 %s', async (law) => {
    const samples = pcm16FromFloat(clean);
    const raw = ['-t', 'raw', '-r', '8000', '-c', '1'];
    const linear = [...raw, '-e', 'signed', '-b', '16', '-L'];
    const coded = [...raw, '-e', law === 'ulaw' ? 'u-law' : 'a-law', '-b', '8'];
    const run = (args: readonly string[], input: Uint8Array): Uint8Array =>
      spawnSync('sox', ['-D', '-V1', ...args], { input, maxBuffer: 2 ** 28 }).stdout;
    // What sox makes of the same bytes is what the line gives back.
    const bytes = g711Encode(samples, law);
    const theirs = pcm16FromBytes(run([...coded, '-', ...linear, '-'], bytes));
    expect(same(g711Decode(bytes, law), theirs)).toBe(true);
    expect(same(pcm16FromFloat(await through(`g711=${law}`, pcm16ToFloat(samples), 8000)), theirs)).toBe(
      true,
    );
    expect(pcm16ToBytes(samples)).toHaveLength(samples.length * 2);
  });

  // Both round what is finer than the standard's own samples, and each in another way: on those they agree.
  it.skipIf(!sox).each([
    ['ulaw', 4, 0],
    ['alaw', 8, 2],
  ] as const)('code every sample of the standard’s as sox does: G.711 %s', (law, step, from) => {
    const samples = Int16Array.from({ length: 65_536 / step }, (_, i) => i * step - 32_768 + from);
    const raw = ['-t', 'raw', '-r', '8000', '-c', '1'];
    const coded = [...raw, '-e', law === 'ulaw' ? 'u-law' : 'a-law', '-b', '8'];
    const args = ['-D', '-V1', ...raw, '-e', 'signed', '-b', '16', '-L', '-', ...coded, '-'];
    const theirs = spawnSync('sox', args, { input: pcm16ToBytes(samples) }).stdout;
    expect(Buffer.from(g711Encode(samples, law)).equals(theirs)).toBe(true);
  });

  it.skipIf(!ffmpeg).each([
    ['ulaw', 'mulaw'],
    ['alaw', 'alaw'],
  ] as const)('decode every code as ffmpeg does: G.711 %s', (law, format) => {
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    const args = ['-v', 'error', '-f', format, '-ar', '8000', '-ac', '1', '-i', '-', '-f', 's16le', '-'];
    const theirs = spawnSync('ffmpeg', args, { input: codes }).stdout;
    expect([...g711Decode(codes, law)]).toEqual([...pcm16FromBytes(theirs)]);
  });

  it.skipIf(outside.length === 0).each(outside)(
    'of others lose what they must, and no more: %s',
    async (text) => {
      const heard = await through(text);
      // Like the voice as it is heard over a telephone, and not the same: AMR keeps how it sounds rather than its wave.
      const narrow = await through('g711=ulaw');
      const distance = rmsDbfs(narrow) - rmsDbfs(heard.map((sample, i) => sample - (narrow[i] as number)));
      expect(distance).toBeGreaterThan(1);
      expect(distance).toBeLessThan(40);
    },
  );

  it.skipIf(!sox || !ffmpeg)('give the same by either program: GSM', () => {
    const { gsm } = outsideCodecs;
    if (gsm === undefined) throw new Error('no GSM');
    const [first, second] = gsm.ways.map((way) =>
      throughOutside({ ...gsm, ways: [way] }, clean.subarray(0, 24_000), 13),
    );
    expect(first?.length).toBe(24_000);
    expect(same(first ?? clean, second ?? new Float32Array())).toBe(true);
  });

  it('that nobody here has are refused, with a way out', () => {
    const none = { name: 'G.999', sampleRate: 8_000, ways: [] };
    const ask = (): unknown => throughOutside(none, new Float32Array(80), 8);
    expect(ask).toThrow(ConfigError);
    expect(ask).toThrow('G.999 takes');
  });
});
