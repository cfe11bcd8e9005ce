import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COEFFICIENTS, Cepstrum } from '../../../../src/agent/ear/features/cepstrum.ts';
import { BANDS } from '../../../../src/agent/ear/features/mel.ts';
import { FULL_SCALE_POWER } from '../../../../src/agent/ear/features/spectrum.ts';
import { Random } from '../../../../src/core/word/random.ts';

const none = new Float64Array(COEFFICIENTS);

/** A silent frame, then syllables: loud frames and soft ones, each of another timbre. */
function speech(frames: number, random: Random): Float32Array {
  return Float32Array.from({ length: frames * BANDS }, (_, i) => {
    const t = Math.floor(i / BANDS);
    if (t === 0) return 0;
    return FULL_SCALE_POWER * 10 ** (-1.5 - (t % 6 < 3 ? 0 : 2) + 0.5 * random.normal());
  });
}

function track(powers: Float32Array, line = new Cepstrum(none)): Float64Array {
  const frames = powers.length / BANDS;
  const out = new Float64Array(frames * COEFFICIENTS);
  for (let t = 0; t < frames; t++) line.step(powers, t * BANDS, out, t * COEFFICIENTS);
  return out;
}

function worst(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}

describe('the cepstrum', () => {
  it('is the cosine transform of the log powers against the loudest frame, the first time', () => {
    const powers = speech(2, new Random('first'));
    const line = new Cepstrum(none);
    const found = track(powers, line).subarray(COEFFICIENTS);
    const loud = [...powers.subarray(BANDS)];
    const level = loud.reduce((sum, power) => sum + power, 0) / BANDS;
    const logs = loud.map((power) => Math.log(power / level + 10 ** -4.5));
    for (let k = 0; k < COEFFICIENTS; k++) {
      const scale = Math.sqrt((k === 0 ? 1 : 2) / BANDS);
      const wanted = logs.reduce(
        (sum, log, i) => sum + scale * log * Math.cos((Math.PI * k * (i + 0.5)) / BANDS),
        0,
      );
      // Of the line's colour, one voiced frame is one in 61.
      expect(found[k]).toBeCloseTo(k === 0 ? wanted : wanted * (1 - 1 / 61), 5);
    }
  });

  it('is the same however loud the line is', () => {
    fc.assert(
      fc.property(fc.double({ min: -12, max: 12, noNaN: true }), fc.nat(), (gainDb, seed) => {
        const powers = speech(40, new Random(seed));
        const louder = powers.map((power) => power * 10 ** (gainDb / 10));
        expect(worst(track(louder), track(powers))).toBeLessThan(1e-4);
      }),
      { numRuns: 40 },
    );
  });

  it('comes to be the same whatever the colour of the line', () => {
    const random = new Random('colour');
    const colour = Array.from({ length: BANDS }, () => 10 ** (0.3 * random.normal()));
    const plain = speech(1500, random);
    const coloured = plain.map((power, i) => power * (colour[i % BANDS] as number));
    const [a, b] = [track(plain), track(coloured)];
    const apart = (from: number): number => {
      let sum = 0;
      for (let i = from * COEFFICIENTS; i < (from + 60) * COEFFICIENTS; i++) {
        const loud = Math.floor(i / COEFFICIENTS) % 6 < 3;
        if (loud && i % COEFFICIENTS > 0) sum += ((a[i] as number) - (b[i] as number)) ** 2;
      }
      return Math.sqrt(sum);
    };
    expect(apart(1400)).toBeLessThan(0.25 * apart(1));
  });

  it('has steady noise taken off, and is a new line’s after a reset', () => {
    const steady = new Float32Array(200 * BANDS).fill(FULL_SCALE_POWER * 1e-4);
    const quiet = track(steady);
    // In the end no band stands out: what is left of the noise is a twentieth of it.
    expect(worst(quiet.subarray(199 * COEFFICIENTS + 1), none.subarray(1))).toBeLessThan(1e-6);
    const line = new Cepstrum(none);
    const powers = speech(60, new Random('again'));
    const first = track(powers, line);
    expect(worst(track(powers, line), first)).toBeGreaterThan(0.01);
    line.reset();
    expect([...track(powers, line)]).toEqual([...first]);
  });
});
