import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { peakOf } from '../../../../src/agent/ear/quality/peak.ts';

it('is the largest magnitude of all samples, wherever it stands', () => {
  const sample = fc.oneof(fc.integer({ min: -32_768, max: 32_767 }), fc.constantFrom(-32_768, -32_767, 0));
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 40 }), (samples) => {
      expect(peakOf(Int16Array.from(samples))).toBe(Math.max(0, ...samples.map(Math.abs)));
    }),
  );
});

it('is found in a piece of any length, and forgotten with the next', () => {
  const long = new Int16Array(70_000);
  long[69_999] = -32_768;
  expect(peakOf(long)).toBe(32_768);
  expect(peakOf(new Int16Array(3).fill(2))).toBe(2);
});
