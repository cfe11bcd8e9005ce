import { describe, expect, it } from 'vitest';
import { RateChange } from '../../../src/agent/wire/rate_change.ts';

const bytesOf = (samples: readonly number[]): Uint8Array => new Uint8Array(Int16Array.from(samples).buffer);
const samplesOf = (bytes: Uint8Array): readonly number[] => [...new Int16Array(bytes.slice().buffer)];
const tone = (count: number, rate: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Math.round(10_000 * Math.sin((2 * Math.PI * 440 * i) / rate)));

describe('speech at another rate', () => {
  it.each([8000, 16_000, 44_100, 48_000])('is the same tone, however it is cut: %i Hz', (rate) => {
    const samples = tone(rate / 10, rate);
    const whole = samplesOf(new RateChange(rate, 24_000).push(bytesOf(samples)).bytes);
    const pieces = new RateChange(rate, 24_000);
    const cut: number[] = [];
    for (let at = 0; at < samples.length; at += 333) {
      cut.push(...samplesOf(pieces.push(bytesOf(samples.slice(at, at + 333))).bytes));
    }
    expect(cut).toEqual(whole);
    expect(whole.length).toBe(2400);
    // It comes two samples late: all of its neighbours have to be there.
    const expected = tone(2400, 24_000);
    const lateBy = Math.round((2 * 24_000) / rate);
    const apart = expected.map((sample, i) => Math.abs((whole[i + lateBy] ?? 0) - sample)).slice(100, 2300);
    expect(apart).toHaveLength(2200);
    expect(Math.max(...apart)).toBeLessThan(900);
  });

  it('knows silence for silence, once what came before has faded', () => {
    const change = new RateChange(16_000, 24_000);
    expect(change.push(bytesOf([0, 0, 0, 0]), true)).toEqual({ bytes: new Uint8Array(12), zeros: true });
    change.push(bytesOf([500, 600]));
    expect(change.push(bytesOf([0, 0, 0, 0]), true).zeros).toBe(false);
    expect(change.push(bytesOf([0, 0, 0, 0]), true).zeros).toBe(true);
  });
});
