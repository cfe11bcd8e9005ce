import { describe, expect, it } from 'vitest';
import { downmix } from '../../src/audio/downmix.ts';
import { gain, silence, sine } from './signal.ts';

const tone = sine(440, 100, 0.5);

describe('downmix', () => {
  it('takes the mean of the channels', () => {
    const { samples, note } = downmix([Float32Array.of(0.5, 0.25), Float32Array.of(0.25, 0.75)]);
    expect([...samples]).toEqual([0.375, 0.5]);
    expect(note).toBeNull();
  });

  it('gives one channel as it is, in memory of its own', () => {
    const { samples } = downmix([tone]);
    expect(samples).toEqual(tone);
    expect(samples).not.toBe(tone);
  });

  it('leaves out a dead channel, which would halve the level', () => {
    const { samples, note } = downmix([silence(100), tone]);
    expect(samples).toEqual(tone);
    expect(note).toBe('left out 1 silent channel(s)');
  });

  it('takes one of two channels that cancel each other', () => {
    const { samples, note } = downmix([gain(tone, 0.9), gain(tone, -1)]);
    expect(samples).toEqual(gain(tone, -1));
    expect(note).toContain('took channel 2 alone');
  });

  it('mixes silence to silence', () => {
    expect(downmix([silence(10), silence(10)]).samples).toEqual(silence(10));
  });

  it('refuses nothing at all', () => {
    expect(() => downmix([])).toThrow(RangeError);
  });
});
