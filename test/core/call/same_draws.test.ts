/** What is drawn for a call is the same in every release: a plan of old, run again, is the same run. */

import { expect, it } from 'vitest';
import { bedOf } from '../../../src/core/call/bed.ts';
import { callOf } from '../../../src/core/call/call_spec.ts';
import { drawImpairments, isFor, isForAll } from '../../../src/core/call/draw_impairments.ts';
import { Floor } from '../../../src/core/call/floor.ts';
import { Playback } from '../../../src/core/call/playback.ts';
import type { Plan, PlanImpairment } from '../../../src/core/plan/plan.ts';
import { SAY_HELLO, smallPlan } from '../plan/small_plan.ts';

const CALLS = [0, 1, 2, 3, 4, 5, 6, 7];
const small = smallPlan([SAY_HELLO], { load: { mode: 'open', startsMs: CALLS, maxConcurrency: 8 } });
const [persona] = small.personas;
const [caller] = small.callers;
if (persona === undefined || caller === undefined) throw new Error('the small plan has a caller');

const plan: Plan = {
  ...small,
  personas: ['ada', 'bob', 'cyd'].map((name) => ({ ...persona, name, pauseMs: [0, 1000] })),
  callers: [{ ...caller, personas: [0, 1, 2], bed: { firstFrame: 0, frames: 1000 } }],
};

const perCall = (draw: (call: number) => string | number): string => CALLS.map(draw).join(' ');

it('the person, the microphone’s instant, the place in the bed, the pauses', () => {
  expect({
    persona: perCall((call) => callOf(plan, call).persona.name),
    microphone: perCall((call) => callOf(plan, call).microphonePhase.toFixed(3)),
    bed: perCall((call) => bedOf(plan, callOf(plan, call))?.offset ?? 'none'),
    pause: perCall((call) => {
      const floor = new Floor(plan, callOf(plan, call), new Playback(0));
      const wanted = { kind: 'say', speech: [] } as const;
      return [1, 2].map(() => Math.round(floor.want(wanted, undefined, 0))).join('+');
    }),
  }).toEqual({
    persona: 'cyd ada bob ada cyd ada bob cyd',
    microphone: '0.131 0.711 0.158 0.910 0.670 0.048 0.227 0.743',
    bed: '269 745 782 930 263 396 700 380',
    pause: '304+463 60+612 28+404 398+863 427+626 772+273 993+734 386+841',
  });
});

it('the impairments', () => {
  const half = { impair: 'loss', text: 'loss', share: 0.5 } as const;
  const drawn = (...impairments: readonly PlanImpairment[]): string =>
    perCall((call) => drawImpairments({ ...plan, impairments }, 'caller', call).join('+') || '-');
  expect({ each: drawn(half, half), seeded: drawn({ ...half, seed: 1 }) }).toEqual({
    each: '0 0+1 - 0+1 0+1 0+1 0+1 -',
    seeded: '0 0 - 0 - - 0 -',
  });
});

it('of impairments only those that are for the caller, and the call', () => {
  const all = { impair: 'loss', text: 'loss', share: 1 } as const;
  const drawn = (caller: string, ...impairments: readonly PlanImpairment[]): string =>
    perCall((call) => drawImpairments({ ...plan, impairments }, caller, call).join('+') || '-');
  expect(drawn('caller', all, { ...all, callers: ['other'] }, { ...all, every: 3 })).toBe(
    '0 0 0+2 0 0 0+2 0 0',
  );
  expect(drawn('other', { ...all, callers: ['caller', 'other'] })).toBe('0 0 0 0 0 0 0 0');
  expect(drawImpairments(plan, 'caller', 0)).toEqual([]);
  expect([all, { ...all, share: 0.5 }, { ...all, every: 1 }].map(isForAll)).toEqual([true, false, false]);
  expect([
    isFor(all, 'x'),
    isFor({ ...all, callers: ['x'] }, 'x'),
    isFor({ ...all, callers: [] }, 'x'),
  ]).toEqual([true, true, false]);
});
