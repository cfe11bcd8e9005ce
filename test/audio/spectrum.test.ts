import { describe, expect, it } from 'vitest';
import { fourier, powersAt, spectrum } from '../../src/audio/spectrum.ts';
import { Random } from '../../src/core/word/random.ts';
import { RATE, noise, sine } from './signal.ts';

describe('fourier', () => {
  it('is the sum that it is defined as', () => {
    const random = new Random('fourier');
    const re = Float64Array.from({ length: 16 }, () => random.normal());
    const im = Float64Array.from({ length: 16 }, () => random.normal());
    const [real, imaginary] = [re.slice(), im.slice()];
    fourier(real, imaginary);
    for (let k = 0; k < 16; k++) {
      let [a, b] = [0, 0];
      for (let n = 0; n < 16; n++) {
        const angle = (-2 * Math.PI * k * n) / 16;
        const [x, y] = [re[n] as number, im[n] as number];
        a += x * Math.cos(angle) - y * Math.sin(angle);
        b += x * Math.sin(angle) + y * Math.cos(angle);
      }
      expect(real[k]).toBeCloseTo(a, 10);
      expect(imaginary[k]).toBeCloseTo(b, 10);
    }
  });

  it.each([0, 3, 100])('refuses a length of %i', (length) => {
    expect(() => fourier(new Float64Array(length), new Float64Array(length))).toThrow(RangeError);
  });
});

describe('a spectrum', () => {
  it('has a tone where the tone is, and its power', () => {
    const tone = sine(1500, 1000, 0.5);
    const powers = spectrum(tone, 1024);
    const loudest = powers.indexOf(Math.max(...powers));
    expect((loudest * RATE) / 1024).toBe(1500);
    expect(powers.reduce((sum, power) => sum + power, 0)).toBeCloseTo(0.125, 3);
  });

  it('adds up to the power of noise', () => {
    const powers = spectrum(noise(5000, 0.1), 1024);
    expect(powers.reduce((sum, power) => sum + power, 0)).toBeCloseTo(0.01, 3);
  });

  it('hears silence outside the recording', () => {
    const powers = powersAt(sine(1500, 1000), -2048, 1024);
    expect(Math.max(...powers)).toBe(0);
  });
});
