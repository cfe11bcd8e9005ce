import { describe, expect, it } from 'vitest';
import { powerToDbfs, rmsDbfs } from '../../../src/audio/level.ts';
import { spectrum } from '../../../src/audio/spectrum.ts';
import { Random } from '../../../src/core/word/random.ts';
import type { Noise } from '../../../src/impair/noise/noise.ts';
import { NOISE_DBFS } from '../../../src/impair/noise/noise_level.ts';
import { noises } from '../../../src/impair/noise/noises.ts';
import { recordedNoise } from '../../../src/impair/noise/recorded.ts';
import { RATE, noise, sine, voice } from '../../audio/signal.ts';

const SECONDS = 10;

/** Voices of which each is a tone of its own, so that it is found again, and in bursts, as speech is. */
const tones = [300, 470, 660, 920, 1300, 1800, 2500];
const talkers = tones.map((hz, i) =>
  sine(hz, 900 + 170 * i, 0.1 + 0.05 * i).map((sample, n) => (n % 6000 < 4500 ? sample : 0)),
);
const own = recordedNoise('recorded', noise(3000, 0.02, 7));
const all = [...noises.values(), own];

function made(name: string, seconds = SECONDS, rate = RATE, seed = 1, voices = talkers): Float32Array {
  return maker(name).make(seconds * rate, rate, new Random(seed, name), voices);
}

const known = new Map<string, Float32Array>();

/** Ten seconds of it, made once for all who look at it. */
function long(name: string, rate = RATE, seed = 1): Float32Array {
  const key = `${name} ${rate} ${seed}`;
  let samples = known.get(key);
  if (samples === undefined) known.set(key, (samples = made(name, SECONDS, rate, seed)));
  return samples;
}

function maker(name: string): Noise {
  const found = all.find((noise) => noise.name === name);
  if (found === undefined) throw new Error(`no noise ${name}`);
  return found;
}

/** dB of the power between two frequencies. */
function bandDb(powers: Float64Array, fromHz: number, toHz: number, rate = RATE): number {
  const hz = rate / 2 / powers.length;
  const inside = powers.slice(Math.round(fromHz / hz), Math.round(toHz / hz));
  return 10 * Math.log10(inside.reduce((sum, power) => sum + power, 0));
}

/** Levels of stretches of 400 ms. */
function levels(samples: Float32Array, rate = RATE): number[] {
  const length = rate * 0.4;
  return Array.from({ length: Math.floor(samples.length / length) }, (_, i) =>
    rmsDbfs(samples.subarray(i * length, (i + 1) * length)),
  );
}

function spreadDb(samples: Float32Array, rate = RATE): number {
  const all = levels(samples, rate);
  return Math.max(...all) - Math.min(...all);
}

describe.each(all.map(({ name }) => name))('%s', (name) => {
  it('has so many samples, at the level of all noises, and none of them at full scale', () => {
    for (const rate of [8000, 24_000]) {
      const samples = made(name, 2, rate);
      expect(samples).toHaveLength(2 * rate);
      expect(rmsDbfs(samples)).toBeCloseTo(NOISE_DBFS, 3);
      expect(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeLessThan(1);
    }
  });

  it('is the same from the same seed, and another from another', () => {
    const samples = made(name, 1);
    const same = (others: Float32Array): boolean => samples.every((sample, i) => sample === others[i]);
    expect(same(made(name, 1))).toBe(true);
    expect(same(made(name, 1, RATE, 2))).toBe(false);
  });

  it('is a loop whose wrap is like any other place', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const samples = made(name, 1, RATE, seed);
      const steps = samples.map((sample, i) => Math.abs(sample - (samples.at(i - 1) ?? 0)));
      const wrap = steps[0] as number;
      // A step cut into a smooth noise would be far larger than what is near it.
      const near = [...steps.subarray(1, 400), ...steps.subarray(-400)];
      expect(wrap).toBeLessThanOrEqual(1.2 * Math.max(...near));
    }
  });

  it('has the power at the wrap that it has elsewhere', () => {
    const wraps = Array.from({ length: 24 }, (_, seed) => {
      const samples = made(name, 1, 8000, seed);
      return samples.subarray(0, 8000 * 0.2).reduce((sum, sample) => sum + sample * sample, 0);
    });
    const power = wraps.reduce((sum, one) => sum + one, 0) / (wraps.length * 8000 * 0.2);
    // Made of single sounds, it varies; a fade of amplitudes instead of powers would be 3 dB down.
    expect(Math.abs(powerToDbfs(power) - NOISE_DBFS)).toBeLessThan(2.5);
  });

  it('says what it is in half a line', () => {
    expect(maker(name).means.length).toBeGreaterThan(10);
    expect(maker(name).means.length).toBeLessThan(60);
  });
});

describe('colours', () => {
  it.each([
    ['white', 0, 24_000],
    ['pink', -3.01, 24_000],
    ['brown', -6.02, 24_000],
    ['pink', -3.01, 8000],
    ['brown', -6.02, 8000],
  ])('%s falls by %f dB an octave, at %i Hz', (name, dbPerOctave, rate) => {
    const powers = spectrum(long(name, rate), 8192);
    const highest = Math.min(8000, rate / 2);
    // Of octaves, the power of white noise doubles.
    const octaves: number[] = [];
    for (let hz = 100; hz * 2 <= highest; hz *= 2) octaves.push(bandDb(powers, hz, hz * 2, rate));
    octaves.forEach((level, i) => {
      const expected = (octaves[0] as number) + i * (dbPerOctave + 3.01);
      expect(Math.abs(level - expected)).toBeLessThan(1);
    });
  });

  it.each(['white', 'pink'])('%s keeps its level', (name) => {
    expect(spreadDb(long(name))).toBeLessThan(1.5);
  });
});

describe('places', () => {
  it.each(['babble', 'street', 'cafe', 'car'])('%s has a level that wanders', (name) => {
    const spreads = [1, 2].map((seed) => spreadDb(long(name, 8000, seed), 8000));
    for (const spread of spreads) expect(spread).toBeGreaterThan(3);
    expect(Math.min(...spreads)).toBeLessThan(20);
  });

  it('babble is made of every voice that is handed in, at one level', () => {
    const powers = spectrum(made('babble', 20), 8192);
    const found = tones.map((hz) => bandDb(powers, hz * 0.85, hz * 1.17));
    const loudest = Math.max(...found);
    for (const level of found) expect(loudest - level).toBeLessThan(8);
    expect(bandDb(powers, 4000, 11_000)).toBeLessThan(loudest - 15);
  });

  it('babble of fewer than six recordings is refused, as is that of silent ones', () => {
    const few = talkers.slice(0, 5);
    expect(() => made('babble', 1, RATE, 1, few)).toThrow('6 recordings or more, and there are 5');
    const mute = [...few, new Float32Array(RATE)];
    expect(() => made('cafe', 1, RATE, 1, mute)).toThrow(RangeError);
  });

  it('a cafe is farther away than babble: its voices have lost their high tones', () => {
    const ratio = (name: string): number => {
      const powers = spectrum(made(name, 12), 4096);
      return bandDb(powers, 1750, 2550) - bandDb(powers, 270, 700);
    };
    expect(ratio('cafe')).toBeLessThan(ratio('babble') - 2);
  });

  it('a car rumbles, and has the harmonics of its engine', () => {
    const powers = spectrum(long('car'), 16_384);
    expect(bandDb(powers, 20, 300)).toBeGreaterThan(bandDb(powers, 300, 12_000) + 6);
    expect(bandDb(powers, 129, 139)).toBeGreaterThan(bandDb(powers, 95, 105) + 4);
  });

  it('a street has most of its power low, and some of it everywhere', () => {
    const powers = spectrum(long('street'), 8192);
    expect(bandDb(powers, 20, 1500)).toBeGreaterThan(bandDb(powers, 1500, 12_000) + 6);
    expect(bandDb(powers, 4000, 8000)).toBeGreaterThan(bandDb(powers, 20, 1500) - 40);
  });

  it('a keyboard clicks: much louder at its peaks than as a whole, with quiet between', () => {
    const samples = long('keyboard');
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(20 * Math.log10(peak) - NOISE_DBFS).toBeGreaterThan(15);
    expect(Math.min(...levels(samples))).toBeLessThan(NOISE_DBFS - 8);
  });
});

describe('a recording of one’s own', () => {
  it('goes round where it is shorter than what is wanted', () => {
    const recording = voice(700, 0.3);
    const samples = recordedNoise('mine', recording).make(5 * RATE, RATE, new Random(1), []);
    const steps = samples.map((sample, i) => Math.abs(sample - (samples[i - 1] ?? sample)));
    const own = recording.map((sample, i) => Math.abs(sample - (recording[i - 1] ?? sample)));
    const gain = 10 ** ((NOISE_DBFS - rmsDbfs(recording)) / 20);
    expect(Math.max(...steps)).toBeLessThan(1.5 * gain * Math.max(...own));
    expect(spreadDb(samples)).toBeLessThan(6);
  });

  it.each([0, RATE])('is refused where its %i samples are silence', (length) => {
    const silent = recordedNoise('mine', new Float32Array(length));
    expect(() => silent.make(RATE, RATE, new Random(1), [])).toThrow(RangeError);
  });
});
