import { describe, expect, it } from 'vitest';
import { powersAt, spectrum } from '../../src/audio/spectrum.ts';
import { RATE, noise, sine } from './signal.ts';

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
