import { describe, expect, it } from 'vitest';
import { COEFFICIENTS } from '../../../../src/agent/ear/features/cepstrum.ts';
import { HEARINGS, hear, meanColour } from '../../../../src/agent/ear/enrolment/augmentation.ts';
import { BANDS } from '../../../../src/agent/ear/features/mel.ts';
import { UNWARPED, WARPS, takeOf } from '../../../../src/agent/ear/enrolment/enrolled_recording.ts';
import { recordingsOf } from '../turns.ts';

const callers = await recordingsOf('caller');
const takes = callers
  .filter(({ utterance }) => /^(digit-[12]|hello)$/.test(utterance))
  .map((one) => takeOf(one, 0));
const colour = meanColour(takes);
const plain = hear(takes, HEARINGS[0] as (typeof HEARINGS)[number], colour);

function apart(a: readonly Float64Array[], b: readonly Float64Array[]): number {
  return a.reduce(
    (sum, track, i) =>
      sum + track.reduce((own, value, k) => own + (value - ((b[i] as Float64Array)[k] as number)) ** 2, 0),
    0,
  );
}

describe('a recording at enrolment', () => {
  it('is audible from its first sound to its last, among the silence put around it', () => {
    for (const { powers, frames, from, to } of takes) {
      const own = powers[UNWARPED] as Float32Array;
      const energyAt = (t: number): number =>
        own.subarray(t * BANDS, (t + 1) * BANDS).reduce((sum, power) => sum + power, 0);
      const energies = Array.from({ length: frames }, (_, t) => energyAt(t));
      const least = Math.max(...energies) * 10 ** -3.5;
      expect(from).toBeGreaterThan(0);
      expect(to).toBeLessThan(frames);
      expect(energies.every((energy, t) => energy < least || (t >= from && t < to))).toBe(true);
      expect(powers).toHaveLength(WARPS.length);
    }
  });

  it('is heard in every way once, and first as it is', () => {
    expect(HEARINGS[0]).toEqual({ warp: UNWARPED, snrDb: null, newLine: false });
    const ways = HEARINGS.map(({ warp, newLine }) => `${warp} ${newLine ? 'new' : 'known'}`);
    expect(new Set(ways).size).toBe(2 * WARPS.length);
    expect(HEARINGS).toHaveLength(2 * WARPS.length);
  });

  it('sounds the more different the more it is spoilt, and the same again the next time', () => {
    const noisy = (snrDb: number | null): Float64Array[] =>
      hear(takes, { warp: UNWARPED, snrDb, newLine: false }, colour);
    expect(noisy(null)).toEqual(plain);
    expect(noisy(15)).toEqual(noisy(15));
    const levels = [30, 20, 10, 0].map((snrDb) => apart(noisy(snrDb), plain));
    levels.slice(1).forEach((level, i) => expect(level).toBeGreaterThan(levels[i] as number));
    const warped = (warp: number): number =>
      apart(hear(takes, { warp, snrDb: null, newLine: false }, colour), plain);
    expect(warped(0)).toBeGreaterThan(warped(1));
    expect(warped(1)).toBeGreaterThan(warped(2));
  });

  it('begins a new line, or goes on with the line of its voice', () => {
    const alone = takes.map(
      (take) => hear([take], { warp: UNWARPED, snrDb: null, newLine: true }, colour)[0],
    );
    expect(hear(takes, { warp: UNWARPED, snrDb: null, newLine: true }, colour)).toEqual(alone);
    takes.forEach(({ voice }, i) => {
      const first = takes.findIndex((take) => take.voice === voice) === i;
      expect(apart([plain[i] as Float64Array], [alone[i] as Float64Array]) === 0).toBe(first);
    });
  });

  it('has, with the others, a mean colour of no loudness', () => {
    expect(colour).toHaveLength(COEFFICIENTS);
    expect(colour[0]).toBe(0);
    expect(Math.max(...colour.map(Math.abs))).toBeGreaterThan(0.1);
  });
});
