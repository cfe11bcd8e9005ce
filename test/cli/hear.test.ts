import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activeDbfs, clippedShare, rmsDbfs } from '../../src/audio/level.ts';
import { PCM16_FULL_SCALE, pcm16FromFloat } from '../../src/audio/pcm.ts';
import { readWav, writeWav, type Wav } from '../../src/audio/wav.ts';
import { hearCommand } from '../../src/cli/hear.ts';
import { loadLibrary, readFixture } from '../../src/fixture/manifest.ts';
import { readImpairText } from '../../src/impair/impair_text.ts';
import { impairments } from '../../src/impair/impairments.ts';
import { terminal } from './terminal.ts';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hear-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

async function hear(...args: readonly string[]): Promise<{ out: string; err: string }> {
  const io = terminal({ cwd });
  await hearCommand(io).parseAsync([...args], { from: 'user' });
  return { out: io.outText, err: io.errText };
}

async function heard(file: string): Promise<Wav & { samples: Float32Array }> {
  const wav = readWav(await readFile(join(cwd, file)), file);
  return { ...wav, samples: wav.channels[0] as Float32Array };
}

async function clean(id: string): Promise<Int16Array> {
  const found = (await loadLibrary()).get(id);
  if (found === undefined) throw new Error(`no ${id}`);
  return readFixture(found.dir, found.fixture);
}

describe('callstorm hear', () => {
  it('writes a fixture as it is: silence, its very samples, silence', async () => {
    const { out } = await hear('rms/yes', '-o', 'clean.wav', '--around', '500ms');
    expect(out).toContain('written clean.wav, clean.svg');
    const { samples, sampleRate } = await heard('clean.wav');
    const own = await clean('rms/yes');
    expect(sampleRate).toBe(24_000);
    const lead = 12_000;
    expect(samples.length).toBe(2 * lead + Math.ceil(own.length / 2400) * 2400);
    expect(samples.subarray(0, lead).every((sample) => sample === 0)).toBe(true);
    expect([...samples.subarray(lead, lead + own.length)]).toEqual([...own].map((sample) => sample / 32768));
    expect(samples.subarray(lead + own.length).every((sample) => sample === 0)).toBe(true);
  });

  it.each([
    ['white', 15],
    ['babble', 5],
    ['brown', 0],
  ])('lays %s noise %i dB under the speech: beneath the words, before them and after', async (kind, snr) => {
    await hear('rms/order-status', '--impair', `noise=${kind}@${snr}dB`, '-o', 'noisy.wav', '--around', '4s');
    const { samples } = await heard('noisy.wav');
    const own = Float32Array.from(await clean('rms/order-status'), (sample) => sample / 32768);
    const speechDbfs = activeDbfs(own, 24_000);
    const lead = 96_000;
    const noise = own.map((sample, i) => (samples[lead + i] as number) - sample);
    expect(Math.abs(speechDbfs - rmsDbfs(noise) - snr)).toBeLessThan(0.5);
    // The loop's level is that of all of it, and this is half a loop.
    for (const around of [samples.subarray(0, lead), samples.subarray(-lead)]) {
      expect(Math.abs(speechDbfs - rmsDbfs(around) - snr)).toBeLessThan(kind === 'babble' ? 3 : 1);
    }
  });

  it('does several things in the order of a real line, and says which', async () => {
    const { out } = await hear(
      'rms/order-status',
      '--impair',
      'clip=12dB',
      '--impair',
      'noise=pink@20dB',
      '-o',
      'both.wav',
    );
    const swapped = await hear(
      'rms/order-status',
      '--impair',
      'noise=pink@20dB',
      '--impair',
      'clip=12dB',
      '-o',
      'swapped.wav',
    );
    const { samples } = await heard('both.wav');
    expect(clippedShare(samples, PCM16_FULL_SCALE - 1e-4)).toBeGreaterThan(0.02);
    expect(out).toMatch(/rms\/order-status: clip=12dB@hard \+ noise=pink@20dB/);
    expect(swapped.out).toMatch(/dBFS RMS, peak -0\.0 dBFS, \d+\.\d% clipped/);
  });

  it('takes any WAV for what is said, and any for the noise', async () => {
    const own = await clean('rms/order-status');
    await writeFile(join(cwd, 'mine.wav'), writeWav(own, 24_000));
    const hiss = Float32Array.from({ length: 96_000 }, (_, i) => 0.1 * Math.sin(i * i));
    await writeFile(join(cwd, 'place.wav'), writeWav(pcm16FromFloat(hiss), 48_000));
    const { out } = await hear('mine.wav', '--impair', 'noise=place.wav@10dB', '-o', 'mine-heard.wav');
    expect(out).toContain('mine.wav: noise=place.wav@10dB');
    const { samples } = await heard('mine-heard.wav');
    const speech = Float32Array.from(own, (sample) => sample / 32768);
    const noise = speech.map((sample, i) => (samples[24_000 + i] as number) - sample);
    expect(Math.abs(activeDbfs(speech, 24_000) - rmsDbfs(noise) - 10)).toBeLessThan(0.5);
    await hear('mine.wav');
    expect((await heard('heard-mine.wav')).samples.length).toBeGreaterThan(own.length);
  });

  it.each([
    [['nowhere.wav'], 'there is no such file'],
    [['bad.wav'], 'cannot be read as audio'],
    [['mine.wav', '-o', 'mine.wav'], 'expected another file than the one that is heard'],
    [['rms/yes', '--impair', 'noise=nowhere.wav@10dB'], 'there is no such file'],
    [['rms/yes', '--impair', 'noise=bad.wav'], 'cannot be read as audio'],
  ])('says in one sentence what is wrong with a file: %j', async (args, said) => {
    await writeFile(join(cwd, 'bad.wav'), 'nothing that could be heard by anybody');
    await expect(hear(...args)).rejects.toThrow(said);
  });

  it('says that whom an impairment is for is a scenario’s business', () => {
    const reading = readImpairText('noise=pink@5dB,share=20%');
    expect(reading).toEqual({
      mistake: 'noise: "share" says which calls it is for: in a scenario, as {impair: noise, share: 20%}',
      at: 'share',
    });
  });

  it('has somebody stand for the agent whose echo it is: later, and quieter', async () => {
    await hear('rms/yes', '-o', 'dry.wav');
    const [dry, echoing] = [await heard('dry.wav'), []] as [Wav & { samples: Float32Array }, Float32Array[]];
    for (const echo of ['echo=0ms@-20dB', 'echo=500ms@-20dB', 'echo=500ms@-40dB']) {
      await hear('rms/yes', '--impair', echo, '-o', 'echoing.wav');
      echoing.push(
        (await heard('echoing.wav')).samples.map((sample, i) => sample - (dry.samples[i] as number)),
      );
    }
    const [atOnce, later, fainter] = echoing as [Float32Array, Float32Array, Float32Array];
    expect(rmsDbfs(atOnce)).toBeGreaterThan(-60);
    expect(later.subarray(0, 12_000).every((sample) => sample === 0)).toBe(true);
    expect([...later.subarray(12_000, 30_000)]).toEqual([...atOnce.subarray(0, 18_000)]);
    expect(rmsDbfs(later) - rmsDbfs(fainter)).toBeCloseTo(20, 0);
  });

  it('goes over the wire it is told: G.711 has 8 kHz and its own few levels', async () => {
    await hear('rms/yes', '--impair', 'noise=white@20dB', '--format', 'g711_ulaw', '-o', 'phone.wav');
    const { samples, sampleRate } = await heard('phone.wav');
    expect(sampleRate).toBe(8000);
    expect(new Set(samples).size).toBeLessThanOrEqual(256);
    await hear('rms/yes', '--rate', '16000', '-o', 'wide.wav');
    expect((await heard('wide.wav')).sampleRate).toBe(16_000);
  });

  it('is the same from the same seed, and another from another', async () => {
    const bytes = async (seed: string): Promise<[Buffer, string]> => {
      await hear(
        'slt/no',
        '--rate',
        '8000',
        '--impair',
        'noise=street@3dB',
        '--seed',
        seed,
        '-o',
        'seeded.wav',
      );
      return [await readFile(join(cwd, 'seeded.wav')), await readFile(join(cwd, 'seeded.svg'), 'utf8')];
    };
    const [first, again, other] = [await bytes('7'), await bytes('7'), await bytes('8')];
    expect(first[0].equals(again[0])).toBe(true);
    expect(first[1]).toBe(again[1]);
    expect(first[0].equals(other[0])).toBe(false);
  });

  it('draws a picture that says what was done, with the speech where it is', async () => {
    await hear('rms/order-status', '--impair', 'noise=car@6dB', '--seed', '3', '-o', 'drawn.wav');
    const svg = await readFile(join(cwd, 'drawn.svg'), 'utf8');
    expect(svg).toContain('<title id="title">rms/order-status: noise=car@6dB</title>');
    expect(svg).toContain('seed 3 · pcm16, 24 kHz · “Where is my order?”');
    expect(svg.length).toBeLessThan(300_000);
    const { fixture } = (await loadLibrary()).get('rms/order-status') ?? {};
    const { samples } = await heard('drawn.wav');
    const [, x] = /class="bar" x="([\d.]+)"/.exec(svg) ?? [];
    const startMs = ((Number(x) - 58) / 826) * (samples.length / 24);
    expect(startMs).toBeCloseTo(1000 + (fixture?.segments[0]?.startMs ?? NaN), -1);
  });

  it('finds an utterance without a voice, and names the file after both', async () => {
    const { out } = await hear('refund', '--around', '0');
    expect(out).toMatch(/written (\w+)-refund\.wav, \1-refund\.svg/);
    expect(out).not.toContain('afterwards');
  });

  it('lists every impairment with its arguments', async () => {
    const { out } = await hear('--list');
    for (const { name, args } of impairments.values()) {
      expect(out).toMatch(new RegExp(`^${name}`, 'm'));
      for (const arg of Object.keys(args)) expect(out).toMatch(new RegExp(`^ {4}${arg} `, 'm'));
    }
    expect(out).toContain('white, pink, brown, babble');
  });

  it.each([
    [['rms/oder-status'], 'did you mean "rms/order-status"?'],
    [['oder-status'], 'did you mean "order-status"?'],
    [['joe/greeting'], 'no caller says "joe/greeting"'],
    [[], 'expected a fixture'],
    [['yes', '-o', 'out.mp3'], 'ends in .wav'],
    [['yes', '--format', 'g711_alaw', '--rate', '16000'], 'expected 8000 with g711_alaw'],
  ])('refuses %j: %s', async (args, message) => {
    const before = await readdir(cwd);
    await expect(hear(...args)).rejects.toThrow(message);
    expect(await readdir(cwd)).toEqual(before);
  });

  it.each([
    [['yes', '--impair', 'nois=white'], 'did you mean "noise"?'],
    [['yes', '--impair', 'noise=bable@5dB'], 'did you mean "babble"?'],
    [['yes', '--impair', 'noise=white@loud'], 'from -30dB to 60dB'],
    [['yes', '--rate', '44100'], 'one of 8000, 16000, 24000, 48000'],
    [['yes', '--around', '5m'], 'up to 30s'],
    [['yes', '--seed', 'x'], 'whole number'],
  ])('refuses %j: %s (usage)', async (args, message) => {
    const io = terminal({ cwd });
    await expect(hearCommand(io).parseAsync(args, { from: 'user' })).rejects.toThrow(message);
    expect(io.errText).toContain(message);
  });

  it('says so where it cannot write, and leaves nothing', async () => {
    await writeFile(join(cwd, 'file'), '');
    await expect(hear('yes', '-o', 'file/out.wav')).rejects.toThrow('cannot be written');
  });
});
