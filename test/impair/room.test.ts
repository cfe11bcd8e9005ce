import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/word/random.ts';
import { activeDbfs } from '../../src/audio/level.ts';
import { convolved } from '../../src/impair/convolve.ts';
import { roomResponse } from '../../src/impair/reverb.ts';
import { minus, RATE, speech, spoiled } from './tools.ts';

/** By Schroeder's backward integration, from −5 to −35 dB, three tenths of the whole doubled. */
function reverberationMs(response: Float32Array): number {
  const tail = response.slice(1);
  const left = new Float64Array(tail.length + 1);
  for (let i = tail.length - 1; i >= 0; i--) left[i] = (left[i + 1] as number) + (tail[i] as number) ** 2;
  const whole = left[0] as number;
  const at = (db: number): number => left.findIndex((energy) => energy <= whole * 10 ** (db / 10));
  return ((at(-35) - at(-5)) * 2 * 1000) / RATE;
}

describe('reverb', () => {
  it.each([200, 600, 1500])('dies away in %i ms, within 5 %%', (rt60) => {
    const response = roomResponse(RATE, rt60, 3, new Random(rt60));
    expect(Math.abs(reverberationMs(response) / rt60 - 1)).toBeLessThan(0.05);
    const tail = response.slice(1).reduce((sum, sample) => sum + sample ** 2, 0);
    expect(10 * Math.log10(tail)).toBeCloseTo(-3, 1);
  });

  it('keeps the sound itself in its place, and is the same room for all that is said in it', () => {
    const click = new Float32Array(RATE / 2);
    click[1000] = 0.5;
    const [one, other] = [spoiled(click, ['reverb=300ms'], 1), spoiled(click, ['reverb=300ms'], 2)];
    expect(one.subarray(0, 1000).every((sample) => Math.abs(sample) < 1e-6)).toBe(true);
    expect(one[1000]).toBeCloseTo(0.5, 5);
    expect(one.subarray(1100).some((sample) => Math.abs(sample) > 1e-3)).toBe(true);
    expect(other).toEqual(one);
  });

  it('convolves as the sum of products does', () => {
    const [a, b] = [speech(1, 0.02), speech(2, 0.005)];
    const direct = a.map((_, n) => {
      let sum = 0;
      for (let k = 0; k < b.length && k <= n; k++) sum += (b[k] as number) * (a[n - k] as number);
      return sum;
    });
    const off = minus(Float32Array.from(convolved(a, b)), direct);
    expect(off.every((difference) => Math.abs(difference) < 1e-5)).toBe(true);
  });
});

describe('a second speaker', () => {
  it.each([-20, -6, 3])('talks %i dB over the caller', (level) => {
    const clean = speech(3);
    const other = minus(spoiled(clean, [`second_speaker=${level}dB`]), clean);
    expect(Math.abs(activeDbfs(other, RATE) - activeDbfs(clean, RATE) - level)).toBeLessThan(0.5);
  });
});
