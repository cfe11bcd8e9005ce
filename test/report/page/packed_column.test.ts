import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { packed, packedSteps, unpacked, unpackedSteps } from '../../../src/report/page/packed_column.ts';

const whole = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });

it('gives back what was packed, null too', () => {
  fc.assert(
    fc.property(fc.array(fc.option(whole, { nil: null })), (values) => {
      expect(unpacked(packed(values))).toEqual(values);
    }),
  );
  fc.assert(
    fc.property(fc.array(whole), (values) => {
      expect(unpackedSteps(packedSteps(values))).toEqual(values);
    }),
  );
});

it.each(
  [-1, 0, 1].flatMap((beside) =>
    [6, 7, 13, 14, 20, 21].flatMap((bits) => [2 ** bits + beside, -(2 ** bits) + beside]),
  ),
)('gives back %d, at the end of what fits a byte, and what comes after it', (value) => {
  expect(unpacked(packed([value, null, 5]))).toEqual([value, null, 5]);
});

it('takes one byte up to 63 and down to −63, and two from there', () => {
  const bytesOf = (value: number): number => atob(packed([value])).length;
  expect([-64, -63, 63, 64].map(bytesOf)).toEqual([2, 1, 1, 2]);
});

it('rounds, and a row of steps does not drift by it', () => {
  expect(unpacked(packed([0.4, 1.6, -2.5]))).toEqual([0, 2, -2]);
  expect(unpackedSteps(packedSteps([0.4, 0.8, 1.2, 1.6]))).toEqual([0, 1, 1, 2]);
});

it('takes two characters for what is small, whatever number of them there are', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => 300 + (index % 500));
  expect(packed(many).length).toBeLessThan(20_000 * 3);
  expect(unpacked(packed(many))).toEqual(many);
});
