/** In which words a caller says what it may say in several ways. */

import { expect, it } from 'vitest';
import { callOf } from '../../../src/core/call/call_spec.ts';
import type { SpeechPart } from '../../../src/core/call/script.ts';
import { Wording } from '../../../src/core/call/wording.ts';
import { SAY_HELLO, smallPlan } from '../plan/small_plan.ts';

const eightCalls = { mode: 'open', startsMs: [0, 1, 2, 3, 4, 5, 6, 7], maxConcurrency: 8 } as const;
const wordingOf = (seed: number, call: number): Wording => {
  const plan = smallPlan([SAY_HELLO], { seed, load: eightCalls });
  return new Wording(plan, callOf(plan, call));
};
const ways = ['hello', 'wait', 'mm-hm'].map((utterance): readonly SpeechPart[] => [{ utterance }]);
const [speech = [], ...others] = ways;
const several = { op: 'say', speech, others } as const;
const said = (parts: readonly SpeechPart[]): string =>
  parts.map((part) => ('utterance' in part ? part.utterance : '')).join();

it('says the only words there are each time, and remembers them', () => {
  const wording = wordingOf(7, 0);
  expect(wording.last).toEqual([]);
  for (let time = 0; time < 2; time++) expect(wording.of({ op: 'say', speech }, 0)).toEqual(speech);
  expect(wording.last).toEqual(speech);
  expect(wording.of({ op: 'say', speech, others: [] }, 0)).toEqual(speech);
});

it('says another each time that it comes to a step, in turn, and counts for each step by itself', () => {
  const wording = wordingOf(7, 0);
  const order = Array.from({ length: 6 }, () => said(wording.of(several, 0)));
  expect(new Set(order.slice(0, 3)).size).toBe(3);
  expect(order.slice(3)).toEqual(order.slice(0, 3));
  expect(said(wording.last)).toBe(order[5]);
  const fresh = said(wordingOf(7, 0).of(several, 4));
  expect(said(wording.of(several, 4))).toBe(fresh);
});

it('begins with one that seed, call and step decide, the same in every release', () => {
  const firsts = (of: (n: number) => Wording, step: (n: number) => number): string =>
    Array.from({ length: 8 }, (_, n) => said(of(n).of(several, step(n)))).join(' ');
  const bySeed = firsts(
    (n) => wordingOf(n, 0),
    () => 0,
  );
  const byCall = firsts(
    (n) => wordingOf(7, n),
    () => 0,
  );
  const byStep = firsts(
    () => wordingOf(7, 0),
    (n) => n,
  );
  expect({ bySeed, byCall, byStep }).toEqual({
    bySeed: 'hello hello mm-hm wait wait hello hello wait',
    byCall: 'wait wait hello mm-hm hello mm-hm mm-hm mm-hm',
    byStep: 'wait mm-hm wait wait mm-hm wait wait mm-hm',
  });
});
