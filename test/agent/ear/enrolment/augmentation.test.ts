import { describe, expect, it } from 'vitest';
import { COEFFICIENTS } from '../../../../src/agent/ear/features/cepstrum.ts';
import {
  AUGMENTATIONS,
  augmentedCepstra,
  meanColour,
} from '../../../../src/agent/ear/enrolment/augmentation.ts';
import { BANDS } from '../../../../src/agent/ear/features/mel.ts';
import {
  UNWARPED,
  WARPS,
  enrolledRecordingOf,
} from '../../../../src/agent/ear/enrolment/enrolled_recording.ts';
import { recordingsOf } from '../turns.ts';

const callers = await recordingsOf('caller');
const recordings = callers
  .filter(({ utterance }) => /^(digit-[12]|hello)$/.test(utterance))
  .map((one) => enrolledRecordingOf(one, 0));
const colour = meanColour(recordings);
const plain = augmentedCepstra(recordings, AUGMENTATIONS[0] as (typeof AUGMENTATIONS)[number], colour);

function apart(a: readonly Float64Array[], b: readonly Float64Array[]): number {
  return a.reduce(
    (sum, track, i) =>
      sum + track.reduce((own, value, k) => own + (value - ((b[i] as Float64Array)[k] as number)) ** 2, 0),
    0,
  );
}

describe('a recording at enrolment', () => {
  it('is audible from its first sound to its last, among the silence put around it', () => {
    for (const { powers, frames, from, to } of recordings) {
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
    expect(AUGMENTATIONS[0]).toEqual({ warp: UNWARPED, snrDb: null, newLine: false });
    const ways = AUGMENTATIONS.map(({ warp, newLine }) => `${warp} ${newLine ? 'new' : 'known'}`);
    expect(new Set(ways).size).toBe(2 * WARPS.length);
    expect(AUGMENTATIONS).toHaveLength(2 * WARPS.length);
  });

  it('sounds the more different the more it is spoilt, and the same again the next time', () => {
    const noisy = (snrDb: number | null): Float64Array[] =>
      augmentedCepstra(recordings, { warp: UNWARPED, snrDb, newLine: false }, colour);
    expect(noisy(null)).toEqual(plain);
    expect(noisy(15)).toEqual(noisy(15));
    const levels = [30, 20, 10, 0].map((snrDb) => apart(noisy(snrDb), plain));
    levels.slice(1).forEach((level, i) => expect(level).toBeGreaterThan(levels[i] as number));
    const warped = (warp: number): number =>
      apart(augmentedCepstra(recordings, { warp, snrDb: null, newLine: false }, colour), plain);
    expect(warped(0)).toBeGreaterThan(warped(1));
    expect(warped(1)).toBeGreaterThan(warped(2));
  });

  it('begins a new line, or goes on with the line of its voice', () => {
    const alone = recordings.map(
      (recording) => augmentedCepstra([recording], { warp: UNWARPED, snrDb: null, newLine: true }, colour)[0],
    );
    expect(augmentedCepstra(recordings, { warp: UNWARPED, snrDb: null, newLine: true }, colour)).toEqual(
      alone,
    );
    recordings.forEach(({ voice }, i) => {
      const first = recordings.findIndex((recording) => recording.voice === voice) === i;
      expect(apart([plain[i] as Float64Array], [alone[i] as Float64Array]) === 0).toBe(first);
    });
  });

  it('has, with the others, a mean colour of no loudness', () => {
    expect(colour).toHaveLength(COEFFICIENTS);
    expect(colour[0]).toBe(0);
    expect(Math.max(...colour.map(Math.abs))).toBeGreaterThan(0.1);
  });
});
