import { describe, expect, it } from 'vitest';
import type { LatencyModel } from '../../src/agent/latency.ts';
import { Latency } from '../../src/agent/latency.ts';

const model: LatencyModel = {
  vad: { medianMs: 15, sigma: 0.3 },
  llm: { medianMs: 250, sigma: 0.35 },
  tts: { medianMs: 60, sigma: 0.3 },
  transcription: { medianMs: 300, sigma: 0.4 },
};

const draw = (latency: Latency, count: number): number[] =>
  Array.from({ length: count }, () => latency.draw('llm'));

describe('latency', () => {
  it('has the median and the spread it was given', () => {
    const draws = draw(new Latency(model, 1, 'sess_a'), 20_000).toSorted((a, b) => a - b);
    expect(draws[10_000]).toBeGreaterThan(245);
    expect(draws[10_000]).toBeLessThan(255);
    // p95 of a log-normal: median · e^(1.645 · sigma).
    const p95 = 250 * Math.exp(1.645 * 0.35);
    expect(Math.abs((draws[19_000] ?? 0) / p95 - 1)).toBeLessThan(0.03);
  });

  it('is the same with the same seed, and each stage is a stream of its own', () => {
    const alone = draw(new Latency(model, 1, 'sess_a'), 5);
    const among = new Latency(model, 1, 'sess_a');
    const mixed = Array.from({ length: 5 }, () => {
      among.draw('tts');
      among.draw('vad');
      return among.draw('llm');
    });
    expect(mixed).toEqual(alone);
    expect(draw(new Latency(model, 1, 'sess_b'), 5)).not.toEqual(alone);
    expect(draw(new Latency(model, 2, 'sess_a'), 5)).not.toEqual(alone);
  });
});
