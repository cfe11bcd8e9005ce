import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_FRAMES, SILENCE, Search, type Path } from '../../../../src/agent/ear/recognizer/search.ts';
import { Projection } from '../../../../src/agent/ear/features/projection.ts';
import { FRAMES_PER_SOUND, States } from '../../../../src/agent/ear/recognizer/states.ts';
import { vocabularyEntry, type Vocabulary } from '../../../../src/agent/ear/recognizer/vocabulary.ts';

const DIMS = 2;
/** Squared distance of 400 from any sound to any other: far more than an utterance costs to enter. */
const sound = (at: number): number[] => [20 * (at % 3) - 20, 20 * Math.floor(at / 3) - 20];
const HUSH = 8;

/** Each utterance is a row of sounds, a state for each. */
const utterances = [
  { id: 'digit-1', text: 'One.', sounds: [0, 1, 2] },
  { id: 'digit-2', text: 'Two.', sounds: [2, 1, 0] },
  { id: 'number-is', text: 'My number is', sounds: [3, 4, 5, 3] },
  { id: 'thanks', text: 'Thank you.', sounds: [6, 7, 6, 5] },
];
const states = new States(
  utterances.map(({ id, text, sounds }) => ({
    kind: vocabularyEntry(id, text).kind,
    means: Float64Array.from(sounds.flatMap(sound)),
  })),
  Float64Array.from(sound(HUSH)),
  Float64Array.from([0, 1, 2, 3, 4, 5, 6, 7].flatMap(sound)),
  DIMS,
);
const vocabulary: Vocabulary = {
  entries: utterances.map(({ id, text }) => vocabularyEntry(id, text)),
  colour: new Float64Array(),
  projection: new Projection(new Float64Array(), new Float64Array(), 0),
  states,
};

/** Hears a row of sounds, each so many times. */
function heard(search: Search, sounds: readonly number[], times = 1): Path {
  search.begin();
  for (const at of sounds) {
    for (let i = 0; i < times; i++) search.step(Float64Array.from(sound(at)), at === HUSH ? -60 : 0);
  }
  return search.path();
}

const said = ({ stretches }: Path): string[] =>
  stretches.flatMap(({ entry }) => (entry === SILENCE ? [] : [(utterances[entry] as { id: string }).id]));

describe('the search', () => {
  it('finds what was said, and when, with any silence in between', () => {
    const turns = fc.array(fc.record({ of: fc.nat(3), pause: fc.nat(4) }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(turns, fc.integer({ min: 1, max: 3 }), (turn, times) => {
        const sounds = turn.flatMap(({ of, pause }) => [
          ...Array.from({ length: 1 + pause }, () => HUSH),
          ...(utterances[of] as { sounds: number[] }).sounds,
        ]);
        const framesEach = times * FRAMES_PER_SOUND;
        const path = heard(new Search(vocabulary), [...sounds, HUSH], times);
        expect(said(path)).toEqual(turn.map(({ of }) => (utterances[of] as { id: string }).id));
        expect(path.unfinished).toBe(null);
        let at = 0;
        for (const { entry, from, to, cost, leastCost } of path.stretches) {
          expect(from).toBe(at);
          at = to;
          // What is where it was expected costs nothing but its steps.
          expect(cost).toBeLessThan(3);
          expect(leastCost).toBeLessThan(1);
          const length = entry === SILENCE ? 1 : (utterances[entry] as { sounds: number[] }).sounds.length;
          expect((to - from) % framesEach).toBe(0);
          expect(to - from).toBeGreaterThanOrEqual(length * framesEach);
        }
        expect(at).toBe(framesEach * (sounds.length + 1));
      }),
      { numRuns: 60 },
    );
  });

  it('knows that an utterance is not at its end', () => {
    const whole = heard(new Search(vocabulary), [HUSH, 3, 4, 5, 3]);
    expect(said(whole)).toEqual(['number-is']);
    expect(whole.unfinished).toBe(null);
    const cut = heard(new Search(vocabulary), [HUSH, 3, 4, 5, 3, 0, 1]);
    expect(said(cut)).toEqual(['number-is']);
    expect(cut.unfinished).toBe(utterances.findIndex(({ id }) => id === 'digit-1'));
  });

  it('is many listeners’ with one set of states', () => {
    const [a, b] = [new Search(vocabulary), new Search(vocabulary)];
    const sounds = [HUSH, 0, 1, 2, HUSH, 6, 7, 6, 5];
    const alone = heard(new Search(vocabulary), sounds);
    a.begin();
    b.begin();
    for (const at of sounds) {
      for (const [search, own] of [
        [a, at],
        [b, 8 - at],
      ] as const) {
        search.step(Float64Array.from(sound(own)), own === HUSH ? -60 : 0);
      }
    }
    expect(a.path()).toEqual(alone);
  });

  it('may be asked at any time', () => {
    const steps = fc.array(fc.record({ at: fc.nat(8), asked: fc.boolean() }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (drawn) => {
        const [a, b] = [new Search(vocabulary), new Search(vocabulary)];
        for (const { at, asked } of drawn) {
          const features = Float64Array.from(sound(at));
          const energyDb = at === HUSH ? -60 : 0;
          a.step(features, energyDb);
          b.step(features, energyDb);
          if (asked) b.path();
        }
        expect(b.path()).toEqual(a.path());
      }),
      { numRuns: 100 },
    );
  });

  it('has to begin anew in time', () => {
    const search = new Search(vocabulary);
    heard(
      search,
      Array.from({ length: MOST_FRAMES / FRAMES_PER_SOUND }, () => HUSH),
    );
    expect(search.frames).toBe(MOST_FRAMES);
    expect(() => search.step(Float64Array.from(sound(0)), 0)).toThrow(RangeError);
    search.begin();
    expect(search.path()).toEqual({ stretches: [], unfinished: null });
  });
});
