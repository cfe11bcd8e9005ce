import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignRecordings, distance, realign } from '../../../../src/agent/ear/enrolment/alignment.ts';
import { COEFFICIENTS } from '../../../../src/agent/ear/features/cepstrum.ts';
import type { EnrolledRecording } from '../../../../src/agent/ear/enrolment/enrolled_recording.ts';
import { Random } from '../../../../src/core/word/random.ts';

const SKIP_COST = 4;

function enrolledRecordingOf(frames: number, from = 0, to = frames): EnrolledRecording {
  const states = new Int32Array(frames).fill(-1);
  return { utterance: 0, voice: 'v', frames, powers: [], from, to, states };
}

/** Sounds that are nothing like one another, each for so many frames. */
function sounds(lengths: readonly number[]): Float64Array {
  const random = new Random('sounds');
  return Float64Array.from(
    lengths.flatMap((length) => {
      const sound = Array.from({ length: COEFFICIENTS }, () => 3 * random.normal());
      return Array.from({ length }, () => sound).flat();
    }),
  );
}

describe('recordings of one utterance', () => {
  it('are numbered from the first state to the last, silence around them not at all', () => {
    const [recording, other] = [enrolledRecordingOf(30, 4, 26), enrolledRecordingOf(24, 2, 23)];
    const all = [
      { recording, cepstra: sounds([6, 8, 9, 7]) },
      { recording: other, cepstra: sounds([5, 7, 6, 6]) },
    ];
    const states = alignRecordings(all, 100);
    expect(states).toBe(11);
    for (const { from, to, frames, states: numbers } of [recording, other]) {
      expect(numbers[from]).toBe(100);
      // Of several states that a frame is laid on it has the first.
      expect(numbers[to - 1]).toBeGreaterThanOrEqual(109);
      const steps = [...numbers.subarray(from + 1, to)].map(
        (state, i) => state - (numbers[from + i] as number),
      );
      expect(steps.every((step) => step >= 0)).toBe(true);
      const outside = [...numbers].filter((_, t) => t < from || t >= to);
      expect(outside).toEqual(Array.from({ length: frames - (to - from) }, () => -1));
    }
  });

  it('have the same sounds in the same states, however long each is held', () => {
    const [middle, short, long] = [enrolledRecordingOf(24), enrolledRecordingOf(22), enrolledRecordingOf(27)];
    alignRecordings(
      [
        { recording: middle, cepstra: sounds([8, 8, 8]) },
        { recording: short, cepstra: sounds([4, 8, 10]) },
        { recording: long, cepstra: sounds([10, 7, 10]) },
      ],
      0,
    );
    // Eight frames a sound in the middle one, two a state: four states a sound.
    const soundAt = (recording: EnrolledRecording, t: number): number =>
      Math.floor((recording.states[t] as number) / 4);
    const edges = (recording: EnrolledRecording): number[] =>
      [0, 1, 2].map((sound) => {
        const frames = Array.from({ length: recording.frames }, (_, t) => soundAt(recording, t));
        return frames.filter((at) => at === sound).length;
      });
    expect(edges(middle)).toEqual([8, 8, 8]);
    [
      [short, [4, 8, 10]],
      [long, [10, 7, 10]],
    ].forEach(([recording, wanted]) => {
      edges(recording as EnrolledRecording).forEach((length, sound) => {
        expect(Math.abs(length - ((wanted as number[])[sound] as number))).toBeLessThanOrEqual(2);
      });
    });
  });
});

describe('realign', () => {
  it('finds the cheapest way through the states', () => {
    const cases = fc.record({
      frames: fc.integer({ min: 1, max: 7 }),
      states: fc.integer({ min: 1, max: 5 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ frames, states, seed }) => {
        const random = new Random(seed);
        const features = Float64Array.from({ length: frames * 2 }, () => 2 * random.normal());
        const means = Float64Array.from({ length: (states + 1) * 2 }, () => 2 * random.normal());
        const costOf = (path: readonly number[]): number =>
          path.reduce((sum, state, t) => {
            const step = state - (path[t - 1] ?? state);
            return sum + (step === 2 ? SKIP_COST : 0) + distance(features, t * 2, means, (1 + state) * 2, 2);
          }, 0);
        const ways = (t: number, state: number): number[][] =>
          t === frames
            ? [[]]
            : [state, state + 1, state + 2].flatMap((next) =>
                next >= states || (t === 0 && next > 0)
                  ? []
                  : ways(t + 1, next).map((rest) => [next, ...rest]),
              );
        const least = Math.min(
          ...ways(0, 0)
            .filter((path) => path.at(-1) === states - 1)
            .map(costOf),
        );
        const recording = enrolledRecordingOf(frames);
        realign(recording, features, 2, means, 1, states);
        const found = [...recording.states].map((state) => state - 1);
        // Where no way is long enough, the numbers stay what they were.
        const untouched = found.every((state) => state === -2);
        expect(untouched).toBe(least === Infinity);
        expect(untouched || Math.abs(costOf(found) - least) < 1e-9).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
