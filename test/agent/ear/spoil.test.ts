import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeDbfs, clippedShare, peakDbfs, rmsDbfs } from '../../../src/audio/level.ts';
import { line, powerSpectrum } from '../../../src/agent/ear/features/spectrum.ts';
import { pcm16FromFloat } from '../../../src/audio/pcm.ts';
import { Random } from '../../../src/core/word/random.ts';
import { db, join, silence, sine, voice } from '../../audio/signal.ts';
import { amplified, babble, clipped, inNoise, packetsLost, pink, telephoned, white } from './spoil.ts';

const RATE = 8000;
const speech = join(silence(200, RATE), voice(700, 0.1, RATE), silence(300, RATE), voice(400, 0.1, RATE));

describe('spoiled audio', () => {
  it('has the noise that was asked for', () => {
    const talk = [voice(300, 0.2, RATE), sine(500, 900, 0.1, RATE)];
    const kinds = [white, pink, (length: number, random: Random) => babble(length, random, talk)];
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.double({ min: -10, max: 40, noNaN: true }), (kind, snrDb) => {
        const noisy = inNoise(speech, kind(speech.length, new Random(snrDb, 'noise')), snrDb, RATE);
        const noise = noisy.map((sample, i) => sample - (speech[i] as number));
        expect(activeDbfs(speech, RATE) - rmsDbfs(noise)).toBeCloseTo(snrDb, 2);
      }),
      { numRuns: 30 },
    );
  });

  it('has noise that is white, or pink', () => {
    const octaves = (noise: Float32Array): number[] => {
      const sums = [0, 0, 0, 0];
      for (let at = 0; at + 256 <= noise.length; at += 256) {
        line.set(pcm16FromFloat(noise.subarray(at, at + 256)));
        const power = powerSpectrum(0);
        [8, 16, 32, 64].forEach((bin, i) => {
          const octave = power.subarray(bin, 2 * bin);
          sums[i] = (sums[i] as number) + octave.reduce((sum, value) => sum + value, 0) / bin;
        });
      }
      return sums.map((sum) => db(Math.sqrt(sum / (sums[0] as number))));
    };
    octaves(white(64_000, new Random(1))).forEach((level) => expect(Math.abs(level)).toBeLessThan(0.5));
    octaves(pink(64_000, new Random(1))).forEach((level, i) =>
      expect(Math.abs(level + 3 * i)).toBeLessThan(0.8),
    );
  });

  it('is clipped by as much as was asked for', () => {
    for (const overDb of [3, 6, 12]) {
      const held = clipped(speech, overDb);
      expect(peakDbfs(held)).toBeCloseTo(0, 5);
      const peak = 10 ** (peakDbfs(speech) / 20);
      const off = held.map((sample, i) => {
        const wanted = ((speech[i] as number) / peak) * 10 ** (overDb / 20);
        return Math.abs(sample - Math.max(-1, Math.min(1, wanted)));
      });
      expect(Math.max(...off)).toBeLessThan(1e-6);
    }
    expect(clippedShare(clipped(speech, 12), 1)).toBeGreaterThan(clippedShare(clipped(speech, 3), 1));
  });

  it('loses the share of packets that was asked for, in bursts of that length', () => {
    const steady = new Float32Array(2_000_000).fill(0.5);
    for (const [share, burst] of [
      [0.01, 1],
      [0.2, 1],
      [0.1, 4],
    ] as const) {
      const left = packetsLost(steady, RATE, share, burst, new Random(share, burst));
      const lost = Array.from({ length: left.length / 160 }, (_, i) => left[i * 160] === 0);
      const bursts = lost.filter((is, i) => is && lost[i - 1] !== true).length;
      const packets = lost.filter(Boolean).length;
      expect(Math.abs(packets / lost.length / share - 1)).toBeLessThan(0.15);
      expect(Math.abs(packets / bursts / burst - 1)).toBeLessThan(0.15);
      expect(left.every((sample, i) => sample === (lost[Math.floor(i / 160)] === true ? 0 : 0.5))).toBe(true);
    }
  });

  it('is as loud as was asked for, and through the telephone nearly what it was', () => {
    expect(rmsDbfs(amplified(speech, -12)) - rmsDbfs(speech)).toBeCloseTo(-12, 3);
    for (const law of ['ulaw', 'alaw'] as const) {
      const noise = telephoned(speech, law).map((sample, i) => sample - (speech[i] as number));
      expect(rmsDbfs(speech) - rmsDbfs(noise)).toBeGreaterThan(33);
      expect(rmsDbfs(speech) - rmsDbfs(noise)).toBeLessThan(45);
    }
  });
});
