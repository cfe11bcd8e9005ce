import { describe, expect, it } from 'vitest';
import type { PcmReader } from '../../src/core/call/event.ts';
import { HeardVoice } from '../../src/engine/heard_voice.ts';

/** In pieces of at most 100 samples. */
function reader(samples: readonly number[], samplesPerMs = 8): PcmReader {
  let at = 0;
  return {
    samplesPerMs,
    next: () => (at >= samples.length ? null : Int16Array.from(samples.slice(at, (at += 100)))),
  };
}

const counting = (from: number, length: number): number[] => Array.from({ length }, (_, i) => from + i);

/** What is heard of it, at its own rate. */
function heard(voice: HeardVoice, fromMs: number, ms: number, perMs = 8, gain = 1): number[] {
  const into = new Float32Array(ms * perMs);
  voice.addTo(into, fromMs, perMs, gain);
  return [...into];
}

function zeros(length: number): number[] {
  return Array<number>(length).fill(0);
}

describe('HeardVoice', () => {
  it('has each sample at the instant at which it was heard, across pieces', () => {
    const voice = new HeardVoice(8000);
    voice.push(30, 1000, reader(counting(1, 240)));
    voice.push(20, 1030, reader(counting(241, 160)));
    expect(heard(voice, 990, 70)).toEqual([...zeros(80), ...counting(1, 400), ...zeros(80)]);
    expect(heard(voice, 1010, 10, 8, 0.5)).toEqual(counting(81, 80).map((sample) => sample / 2));
    expect([
      voice.has(900, 1000),
      voice.has(900, 1001),
      voice.has(1049, 1060),
      voice.has(1050, 1060),
    ]).toEqual([false, true, true, false]);
  });

  it('adds to what is there', () => {
    const voice = new HeardVoice(8000);
    voice.push(1, 0, reader(counting(1, 8)));
    const into = Float32Array.from(zeros(8).fill(100));
    voice.addTo(into, 0, 8, 2);
    expect([...into]).toEqual(counting(1, 8).map((sample) => 100 + 2 * sample));
  });

  it('is silent where the buffer ran dry, and where a piece could not be read', () => {
    const voice = new HeardVoice(8000);
    voice.push(10, 0, reader(counting(1, 80)));
    voice.push(10, 15, reader(counting(81, 80)));
    // Broken off in the middle, and none at all.
    voice.push(10, 25, reader(counting(161, 40)));
    voice.push(10, 35, null);
    voice.push(1, 45, reader(counting(500, 8)));
    expect(heard(voice, 0, 46)).toEqual([
      ...counting(1, 80),
      ...zeros(40),
      ...counting(81, 120),
      ...zeros(40),
      ...zeros(80),
      ...counting(500, 8),
    ]);
  });

  it('does not have what was cut off, not even after more has come', () => {
    const voice = new HeardVoice(8000);
    voice.push(30, 0, reader(counting(1, 240)));
    voice.push(30, 40, reader(counting(241, 240)));
    voice.cut(10);
    expect(heard(voice, 0, 80)).toEqual([...counting(1, 80), ...zeros(560)]);
    voice.push(5, 30, reader(counting(1000, 40)));
    expect(heard(voice, 0, 50)).toEqual([
      ...counting(1, 80),
      ...zeros(160),
      ...counting(1000, 40),
      ...zeros(120),
    ]);
    voice.cut(90);
    expect(heard(voice, 30, 5)).toEqual(counting(1000, 40));
  });

  it('lets go of what is past, and keeps the rest where it was', () => {
    const voice = new HeardVoice(8000);
    for (let second = 0; second < 100; second++) {
      voice.push(1000, second * 1000, reader(counting(second, 8000)));
      voice.forget(second * 1000 - 500);
      expect(heard(voice, second * 1000 + 990, 20)).toEqual([...counting(second + 7920, 80), ...zeros(80)]);
      const before = second === 0 ? zeros(80) : counting(second - 1 + 7920, 80);
      expect(heard(voice, second * 1000 - 10, 10)).toEqual(before);
    }
    expect(voice.heldSamples).toBeLessThan(5 * 8000);
    voice.push(1000, 200_000, reader(counting(7, 8000)));
    voice.forget(150_000);
    expect(voice.has(0, 150_000)).toBe(false);
    expect(heard(voice, 200_000, 10)).toEqual(counting(7, 80));
  });

  it('moves nothing by more than half a sample at the same rate, and nothing between two frames', () => {
    const voice = new HeardVoice(8000);
    voice.push(100, 0.0625, reader(counting(1, 800)));
    const [first, second] = [heard(voice, 0, 20), heard(voice, 20, 20)];
    expect([...first, ...second]).toEqual(counting(1, 320));
  });

  it.each([
    [24_000, 8],
    [48_000, 24],
  ])('averages a higher rate: %i Hz to %i samples a ms', (rate, perMs) => {
    const voice = new HeardVoice(rate);
    const step = rate / 1000 / perMs;
    const up = counting(0, 20 * perMs).flatMap((n) => Array.from({ length: step }, (_, i) => 60 * n + i));
    voice.push(20, 5, reader(up, rate / 1000));
    const mean = (step - 1) / 2;
    expect(heard(voice, 5, 20, perMs)).toEqual(counting(0, 20 * perMs).map((n) => 60 * n + mean));
  });

  it('joins a lower rate by lines', () => {
    const voice = new HeardVoice(8000);
    voice.push(10, 5, reader(counting(0, 80).map((n) => 30 * n)));
    const made = heard(voice, 5, 10, 24);
    for (const [i, sample] of made.slice(0, 79 * 3).entries()) expect(sample).toBeCloseTo(10 * i, 3);
  });
});
