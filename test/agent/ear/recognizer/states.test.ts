import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COST_STEPS,
  SOUNDS_AT_ONCE,
  States,
  UNREACHED,
  type Chain,
} from '../../../../src/agent/ear/recognizer/states.ts';
import type { UtteranceKind } from '../../../../src/agent/ear/recognizer/utterance_kind.ts';
import { Random } from '../../../../src/core/word/random.ts';

const DIMS = 5;
const rows = (count: number, random: Random, spread = 3): Float64Array =>
  Float64Array.from({ length: count * DIMS }, () => spread * random.normal());

const chain = (means: Float64Array, kind: UtteranceKind = 'sentence'): Chain => ({ kind, means });

function compare(states: States, frames: readonly Float64Array[]): void {
  const quantised = new Int32Array(states.frameWords * frames.length);
  frames.forEach((frame, i) => states.quantise(frame, quantised, i * states.frameWords));
  states.compare(quantised, frames.length);
}

/** No path leads to where the token is null. */
interface Scored {
  readonly score: number;
  readonly token: number | null;
}

describe('the states of a vocabulary', () => {
  it('are as far from a frame as their means are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }), (lengths) => {
        const random = new Random(lengths.join(' '));
        const chains = lengths.map((length) => chain(rows(length, random)));
        const [silence, codebook] = [rows(3, random), rows(7, random)];
        const states = new States(chains, silence, codebook, DIMS);
        const frame = rows(1, random);
        const at = random.below(SOUNDS_AT_ONCE);
        compare(states, [...Array.from({ length: at }, () => rows(1, random)), frame]);
        const holds = (means: Float64Array, place: number): void => {
          for (let i = 0; i * DIMS < means.length; i++) {
            let apart = 0;
            for (let k = 0; k < DIMS; k++)
              apart += ((means[i * DIMS + k] as number) - (frame[k] as number)) ** 2;
            // Features are kept in 64ths, costs in eighths.
            const slack = 1 / COST_STEPS + (2 * DIMS * Math.sqrt(apart)) / 128 + 0.01;
            const found = states.distances[at * states.stride + place + i] as number;
            expect(Math.abs(found / COST_STEPS - apart)).toBeLessThan(slack);
          }
        };
        chains.forEach(({ means }, i) => {
          expect((states.last[i] as number) - (states.first[i] as number) + 1).toBe(means.length / DIMS);
          holds(means, states.first[i] as number);
        });
        holds(silence, states.silenceAt);
        holds(codebook, states.codebookAt);
        expect(states.codebookEnd - states.codebookAt).toBe(7);
      }),
      { numRuns: 40 },
    );
  });

  it('hold what is too far to be counted at the end of the scale, and never turn round', () => {
    const far = new States(
      [chain(new Float64Array(DIMS).fill(1e6))],
      rows(1, new Random(1)),
      rows(1, new Random(2)),
      DIMS,
    );
    compare(far, [new Float64Array(DIMS).fill(-1e6)]);
    expect(far.distances[far.first[0] as number]).toBe(UNREACHED);
  });

  it('step two frames as the recurrence says', () => {
    const places = fc.record({
      score: fc.oneof(fc.constant(UNREACHED), fc.integer({ min: 0, max: 3000 })),
      token: fc.nat(60_000),
    });
    const costs = fc.record({ stay: fc.nat(200), skip: fc.nat(200), less: fc.nat(500) });
    fc.assert(
      fc.property(
        fc.array(places, { minLength: 64, maxLength: 64 }),
        costs,
        fc.nat(),
        (drawn, costs, seed) => {
          const random = new Random(seed);
          const states = new States(
            [chain(rows(20, random)), chain(rows(30, random))],
            rows(1, random),
            rows(1, random),
            DIMS,
          );
          compare(states, [rows(1, random), rows(1, random), rows(1, random)]);
          const before = drawn.slice(0, states.places);
          states.scores.set(before.map(({ score }) => score));
          states.tokens.set(before.map(({ token }) => token));
          const least = states.step(2, costs.stay, costs.skip, costs.less);
          const frame = (scored: readonly Scored[]): Scored[] =>
            scored.map((own, place) => {
              // In the order in which one is taken of several equal ones.
              const ways = [
                { score: own.score + costs.stay, token: own.token },
                { score: scored[place - 1]?.score ?? UNREACHED, token: scored[place - 1]?.token ?? null },
                {
                  score: (scored[place - 2]?.score ?? UNREACHED) + costs.skip,
                  token: scored[place - 2]?.token ?? null,
                },
              ];
              const best = ways.reduce((a, b) =>
                Math.min(UNREACHED, b.score) < Math.min(UNREACHED, a.score) ? b : a,
              );
              const score = best.score + (states.distances[2 * states.stride + place] as number);
              return score >= UNREACHED ? { score: UNREACHED, token: null } : { score, token: best.token };
            });
          const after = frame(frame(before)).map(({ score, token }) =>
            score === UNREACHED ? { score, token } : { score: Math.max(0, score - costs.less), token },
          );
          expect(states.places).toBe(64);
          expect([...states.scores]).toEqual(after.map(({ score }) => score));
          // No path leads to where the score is UNREACHED, whatever the token.
          const tokens = [...states.tokens].map((token, place) =>
            after[place]?.token === null ? null : token,
          );
          expect(tokens).toEqual(after.map(({ token }) => token));
          expect(least).toBe(after.reduce((a, { score }) => Math.min(a, score), UNREACHED));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are entered by kind, and tell the cheapest end of each', () => {
    const kinds = fc.array(fc.constantFrom<UtteranceKind>('digit', 'opener', 'sentence'), {
      minLength: 1,
      maxLength: 7,
    });
    const score = fc.oneof(fc.constant(UNREACHED), fc.nat(20));
    fc.assert(
      fc.property(kinds, fc.array(score, { minLength: 7, maxLength: 7 }), (kinds, scores) => {
        const random = new Random(kinds.length);
        const states = new States(
          kinds.map((kind, i) => chain(rows(1 + i, random), kind)),
          rows(2, random),
          rows(5, random),
          DIMS,
        );
        states.open(11, 12, 13, 14);
        kinds.forEach((kind, i) => {
          const entry = (states.first[i] as number) - 1;
          const expected = kind === 'digit' ? [UNREACHED, 11, 12] : [UNREACHED, 13, 14];
          expect([states.scores[entry - 1], states.scores[entry], states.tokens[entry]]).toEqual(expected);
          states.scores[states.last[i] as number] = scores[i] as number;
        });
        for (const sentence of [true, false]) {
          const ends = kinds.map((kind, i) =>
            (kind === 'sentence') === sentence ? (scores[i] as number) : UNREACHED,
          );
          const least = Math.min(...ends);
          expect(states.cheapest(sentence)).toBe(least === UNREACHED ? -1 : ends.indexOf(least));
        }
        compare(states, [rows(1, random), rows(1, random)]);
        const own = states.distances.subarray(states.stride);
        const among = (from: number, to: number): number => Math.min(...own.subarray(from, to));
        expect(states.nearestSilence(1)).toBe(among(states.silenceAt, states.codebookAt));
        expect(states.nearestSound(1)).toBe(among(states.codebookAt, states.codebookEnd));
      }),
      { numRuns: 60 },
    );
  });
});
