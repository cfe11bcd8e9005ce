import { describe, expect, it } from 'vitest';
import { giveWay } from '../../src/audio/give_way.ts';

describe('giveWay', () => {
  const one = (): Int16Array => new Int16Array(288).fill(10_000);
  const other = new Int16Array(288).fill(-4000);

  it('comes out of the other sound, or goes over into it, without a step', () => {
    for (const edge of ['begins', 'ends'] as const) {
      const samples = one();
      giveWay(samples, other, edge);
      const [near, far] = edge === 'begins' ? [samples[0], samples.at(-1)] : [samples.at(-1), samples[0]];
      expect(Math.abs((near ?? 0) - -4000)).toBeLessThan(80);
      expect(Math.abs((far ?? 0) - 10_000)).toBeLessThan(80);
      expect(
        Math.max(...samples.slice(1).map((sample, i) => Math.abs(sample - (samples[i] ?? 0)))),
      ).toBeLessThan(80);
    }
  });

  it('keeps the power of two that know nothing of each other', () => {
    const noise = (seed: number): Int16Array =>
      Int16Array.from({ length: 40_000 }, (_, i) => Math.round(8000 * Math.sin((i + 1) * (i + seed) * 0.37)));
    const power = (samples: Int16Array): number =>
      samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    const samples = noise(3);
    const before = power(samples);
    giveWay(samples, noise(1001), 'begins');
    expect(power(samples) / before).toBeCloseTo(1, 1);
  });

  it('holds what is too loud at full scale', () => {
    const samples = new Int16Array(10).fill(32_767);
    giveWay(samples, new Int16Array(10).fill(32_767), 'ends');
    expect(Math.min(...samples)).toBeGreaterThan(30_000);
  });
});
