import { describe, expect, it } from 'vitest';
import { fourier } from '../../src/audio/fourier.ts';
import { Random } from '../../src/core/word/random.ts';

function drawn(length: number): readonly [Float64Array, Float64Array] {
  const random = new Random('fourier', length);
  const draw = (): Float64Array => Float64Array.from({ length }, () => random.normal());
  return [draw(), draw()];
}

describe('fourier', () => {
  // Of every length in its own way: in pairs, in fours, and both; within what is near, and beyond it.
  it.each([1, 2, 4, 8, 16, 128])('is the sum that it is defined as, of %i', (length) => {
    const [re, im] = drawn(length);
    const [real, imaginary] = [re.slice(), im.slice()];
    fourier(real, imaginary);
    for (let k = 0; k < length; k++) {
      let [a, b] = [0, 0];
      for (let n = 0; n < length; n++) {
        const angle = (-2 * Math.PI * k * n) / length;
        const [x, y] = [re[n] as number, im[n] as number];
        a += x * Math.cos(angle) - y * Math.sin(angle);
        b += x * Math.sin(angle) + y * Math.cos(angle);
      }
      expect(real[k]).toBeCloseTo(a, 10);
      expect(imaginary[k]).toBeCloseTo(b, 10);
    }
  });

  it.each([2048, 4096, 8192, 16_384, 32_768])(
    'is to the bit what pairs one after another give, of %i',
    (length) => {
      const [re, im] = drawn(length);
      const [real, imaginary] = [re.slice(), im.slice()];
      fourier(real, imaginary);
      inPairs(re, im);
      expect(Buffer.from(real.buffer).equals(Buffer.from(re.buffer))).toBe(true);
      expect(Buffer.from(imaginary.buffer).equals(Buffer.from(im.buffer))).toBe(true);
    },
  );

  it.each([0, 3, 100])('refuses a length of %i', (length) => {
    expect(() => fourier(new Float64Array(length), new Float64Array(length))).toThrow(RangeError);
  });
});

/** As it stands in every book. */
function inPairs(real: Float64Array, imaginary: Float64Array): void {
  const { length } = real;
  const bits = Math.log2(length);
  const order = Array.from({ length }, (_, i) => {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) reversed |= ((i >> bit) & 1) << (bits - 1 - bit);
    return reversed;
  });
  const [re, im] = [real.slice(), imaginary.slice()];
  order.forEach((from, i) => {
    real[i] = re[from] as number;
    imaginary[i] = im[from] as number;
  });
  for (let half = 1; half < length; half *= 2) {
    for (let from = 0; from < length; from += 2 * half) {
      for (let k = 0; k < half; k++) {
        const angle = (-Math.PI * k) / half;
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        const [a, b] = [from + k, from + k + half];
        const x = (real[b] as number) * cos - (imaginary[b] as number) * sin;
        const y = (real[b] as number) * sin + (imaginary[b] as number) * cos;
        real[b] = (real[a] as number) - x;
        imaginary[b] = (imaginary[a] as number) - y;
        real[a] = (real[a] as number) + x;
        imaginary[a] = (imaginary[a] as number) + y;
      }
    }
  }
}
