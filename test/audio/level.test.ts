import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  SILENCE_DBFS,
  activeDbfs,
  clippedShare,
  noiseFloorDbfs,
  peakDbfs,
  rmsDbfs,
} from '../../src/audio/level.ts';
import { RATE, db, gain, join, mix, noise, silence, sine, voice } from './signal.ts';

describe('peakDbfs and rmsDbfs', () => {
  it('read a full-scale sine at 0 and −3.01 dBFS', () => {
    const samples = sine(1000, 1000, 1);
    expect(peakDbfs(samples)).toBeCloseTo(0, 3);
    expect(rmsDbfs(samples)).toBeCloseTo(-3.01, 2);
  });

  it('count the negative side of a peak', () => {
    expect(peakDbfs(Float32Array.of(0.1, -0.5))).toBeCloseTo(db(0.5), 5);
  });

  it('end at the bottom of the scale', () => {
    for (const level of [peakDbfs, rmsDbfs]) {
      expect(level(new Float32Array(10))).toBe(SILENCE_DBFS);
      expect(level(new Float32Array(0))).toBe(SILENCE_DBFS);
    }
  });
});

describe('activeDbfs', () => {
  const words = join(voice(300, 0.1), silence(250), voice(500, 0.1));

  it('is the level of the speech, however much silence is around it', () => {
    for (const ms of [0, 10, 500, 5000]) {
      const level = activeDbfs(join(silence(ms), words, silence(ms)), RATE);
      expect(Math.abs(level - db(0.1))).toBeLessThan(0.3);
    }
  });

  it('is not pulled down by background noise', () => {
    const noisy = mix(join(silence(1000), words, silence(1000)), noise(3050, 0.1 * 10 ** (-30 / 20)));
    expect(Math.abs(activeDbfs(noisy, RATE) - db(0.1))).toBeLessThan(0.3);
  });

  it('leaves out a constant offset', () => {
    const offset = words.map((sample) => sample + 0.2);
    expect(Math.abs(activeDbfs(offset, RATE) - db(0.1))).toBeLessThan(0.3);
  });

  it('follows the gain', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 15, noNaN: true }), (gainDb) => {
        const level = activeDbfs(gain(words, 10 ** (gainDb / 20)), RATE);
        expect(level - activeDbfs(words, RATE)).toBeCloseTo(gainDb, 2);
      }),
      { numRuns: 40 },
    );
  });

  it('is at the bottom of the scale for silence and for nothing', () => {
    expect(activeDbfs(silence(500), RATE)).toBe(SILENCE_DBFS);
    expect(activeDbfs(new Float32Array(0), RATE)).toBe(SILENCE_DBFS);
  });
});

describe('noiseFloorDbfs', () => {
  it('is the level of the background between the words', () => {
    const quiet = noise(2000, 0.003);
    const noisy = mix(quiet, join(silence(400), voice(500, 0.2), silence(100), voice(600, 0.2)));
    expect(Math.abs(noiseFloorDbfs(noisy, RATE) - db(0.003))).toBeLessThan(1);
  });

  it('is at the bottom of the scale where there is digital silence', () => {
    expect(noiseFloorDbfs(join(voice(300), silence(60), voice(300)), RATE)).toBe(SILENCE_DBFS);
  });

  it('reads what is shorter than its window', () => {
    expect(Math.abs(noiseFloorDbfs(noise(30, 0.01), RATE) - db(0.01))).toBeLessThan(1);
    expect(noiseFloorDbfs(new Float32Array(0), RATE)).toBe(SILENCE_DBFS);
  });
});

describe('clippedShare', () => {
  it('counts runs of three and more at full scale, on either side, also at the end', () => {
    const samples = Float32Array.of(0, 1, 1, 0, 1, 1, 1, 0, -1, -1, -1, -1, 0, 1, 0, 1, -1, 1);
    expect(clippedShare(samples, 1)).toBe((3 + 4 + 3) / 18);
  });

  it('is 0 for a sine that just fits, and not for one driven over', () => {
    expect(clippedShare(sine(440, 1000, 1), 1)).toBe(0);
    const over = sine(440, 1000, 2).map((sample) => Math.max(-1, Math.min(1, sample)));
    // A sine of twice full scale is over it for two thirds of the time.
    expect(clippedShare(over, 1)).toBeCloseTo(2 / 3, 1);
  });

  it('takes full scale from the format', () => {
    const samples = new Float32Array(10).fill(0.98);
    expect(clippedShare(samples, 1)).toBe(0);
    expect(clippedShare(samples, 0.98)).toBe(1);
    expect(clippedShare(new Float32Array(0), 1)).toBe(0);
  });
});
