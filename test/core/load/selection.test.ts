import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanLoad } from '../../../src/core/load/arrivals.ts';
import { Dispatcher, type Due } from '../../../src/core/load/dispatch.ts';
import {
  checkSelection,
  EVERY_CALL,
  partOf,
  placesOf,
  plannedCalls,
  type Selection,
} from '../../../src/core/load/selection.ts';
import { ConfigError } from '../../../src/core/word/config_error.ts';

/** What a share comes to, where every call takes this long. */
function taken(load: PlanLoad, of: number, share: number, lengthMs: number): Due[] {
  const dispatcher = new Dispatcher(load, { of, share });
  const found: Due[] = [];
  const endsMs: number[] = [];
  while (!dispatcher.done) {
    const endMs = endsMs[0] ?? Infinity;
    const nowMs = Math.min(endMs, dispatcher.nextMs() ?? Infinity);
    if (endMs === nowMs) dispatcher.ended(endsMs.shift() as number);
    for (let due = dispatcher.take(nowMs); due !== null; due = dispatcher.take(nowMs)) {
      found.push(due);
      if (!due.blocked) endsMs.push(nowMs + lengthMs);
    }
  }
  return [...found, ...dispatcher.stop()];
}

function shares(load: PlanLoad, of: number, lengthMs: number): Due[][] {
  return Array.from({ length: of }, (_, share) => taken(load, of, share, lengthMs));
}

const byCall = (a: Due, b: Due): number => a.call - b.call;

describe('a share of a plan', () => {
  it('is every n-th call from the k-th on, each at its own instant', () => {
    const load: PlanLoad = { mode: 'open', startsMs: [0, 10, 25, 30, 70, 90, 91], maxConcurrency: 7 };
    expect(taken(load, 4, 1, 5)).toEqual([
      { call: 1, scheduledMs: 10, blocked: false },
      { call: 5, scheduledMs: 90, blocked: false },
    ]);
  });

  it('of a closed load fills its own places of the ramp, and makes its own calls in them', () => {
    const load: PlanLoad = { mode: 'closed', concurrency: 5, rampMs: 1000, holdMs: 5000, calls: 8 };
    expect(taken(load, 2, 0, 700).map(({ call, scheduledMs }) => [call, scheduledMs])).toEqual([
      [0, 0],
      [2, 400],
      [4, 700],
      [6, 800],
    ]);
    expect(taken(load, 2, 1, 700).map(({ call, scheduledMs }) => [call, scheduledMs])).toEqual([
      [1, 200],
      [3, 600],
      [5, 900],
      [7, 1300],
    ]);
  });

  it('together with the others is the plan of an open load, each call once and at its instant', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 0, max: 60 }),
        (starts, of, lengthMs, more) => {
          const startsMs = [...starts].sort((a, b) => a - b);
          const load: PlanLoad = { mode: 'open', startsMs, maxConcurrency: of + more };
          const all = shares(load, of, lengthMs).flat().sort(byCall);
          expect(all.map(({ call, scheduledMs }) => [call, scheduledMs])).toEqual([...startsMs.entries()]);
        },
      ),
    );
  });

  it('together with the others is the plan of a closed load with a number of calls', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 1, max: 2000 }),
        (of, more, calls, rampMs, lengthMs) => {
          const concurrency = of + more;
          const load: PlanLoad = { mode: 'closed', concurrency, rampMs, holdMs: 4000, calls };
          const parts = shares(load, of, lengthMs);
          expect(
            parts
              .flat()
              .sort(byCall)
              .map(({ call }) => call),
          ).toEqual(Array.from({ length: calls }, (_, i) => i));
          // The first calls of all shares make the plan's own ramp, where none has ended by then.
          const ramp = parts.flat().filter(({ call }) => call < concurrency && lengthMs > rampMs);
          for (const { call, scheduledMs } of ramp) expect(scheduledMs).toBe((rampMs * call) / concurrency);
        },
      ),
    );
  });

  it('has its part of what is known and of what is capped: the parts add up to the whole', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000 }), fc.integer({ min: 1, max: 50 }), (whole, of) => {
        const parts = Array.from({ length: of }, (_, share) => partOf(whole, { of, share }));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
      }),
    );
    const endless: PlanLoad = { mode: 'closed', concurrency: 7, rampMs: 0, holdMs: 1000 };
    expect(plannedCalls(endless, { of: 2, share: 1 })).toBeNull();
    expect(placesOf(endless, { of: 2, share: 1 })).toBe(3);
    expect(placesOf(endless, EVERY_CALL)).toBe(7);
  });
});

describe('a selection is refused', () => {
  const load: PlanLoad = { mode: 'open', startsMs: [0, 1, 2], maxConcurrency: 2 };
  it.each([
    [{ of: 0, share: 0 }, 'found share 0 of 0'],
    [{ of: 2, share: 2 }, 'found share 2 of 2'],
    [{ of: 2, share: -1 }, 'found share -1 of 2'],
    [{ of: 1.5, share: 0 }, 'found share 0 of 1.5'],
    [{ of: 2, share: Number.NaN }, 'found share NaN of 2'],
    [{ of: 4, share: 3 }, 'at most as many shares as the plan has calls, 3; found 4'],
    [{ of: 3, share: 2 }, 'at most as many shares as the plan has calls at once, 2; found 3'],
  ])('that has nothing to do or is none: %o', (selection, message) => {
    expect(() => checkSelection(load, selection)).toThrow(message);
  });

  it('and no other', () => {
    for (const share of [0, 1]) expect(() => checkSelection(load, { of: 2, share })).not.toThrow();
    expect(() => checkSelection(load, EVERY_CALL)).not.toThrow();
  });

  it('with the way out that fits: how shares are counted, or fewer of them', () => {
    const refusal = (selection: Selection): ConfigError => {
      try {
        checkSelection(load, selection);
      } catch (error) {
        if (error instanceof ConfigError) return error;
      }
      throw new Error('it was not refused');
    };
    const none = refusal({ of: 2, share: 2 });
    expect(none.place).toMatchObject({ code: 'selection_invalid', path: 'selection' });
    expect(none.place.hint).toContain('count from 0');
    const idle = refusal({ of: 4, share: 3 });
    expect(idle.place).toMatchObject({ code: 'selection_invalid', path: 'selection' });
    expect(idle.place.hint).toMatch(/Some shares .*fewer shares/);
  });

  it('not where nobody knows how many calls there are, as long as there is a place', () => {
    const endless: PlanLoad = { mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 1000 };
    expect(() => checkSelection(endless, { of: 2, share: 1 })).not.toThrow();
    expect(() => checkSelection(endless, { of: 3, share: 2 })).toThrow('calls at once, 2; found 3');
  });
});

describe('a single call', () => {
  const only = { of: 1, share: 0, only: { call: 317, startMs: 42_000 } };

  it.each([
    [
      'an open load',
      { mode: 'open', startsMs: Array.from({ length: 400 }, (_, i) => i * 100), maxConcurrency: 5 } as const,
    ],
    ['a closed load', { mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 1000 } as const],
  ])('of %s is made alone, at the instant that is asked for', (_name, load) => {
    expect(() => checkSelection(load, only)).not.toThrow();
    expect(plannedCalls(load, only)).toBe(1);
    const dispatcher = new Dispatcher(load, only);
    expect(dispatcher.nextMs()).toBe(42_000);
    expect(dispatcher.take(41_999)).toBeNull();
    expect(dispatcher.take(42_000)).toEqual({ call: 317, scheduledMs: 42_000, blocked: false });
    expect(dispatcher.nextMs()).toBeNull();
    dispatcher.ended(50_000, false, 317);
    expect(dispatcher.done).toBe(true);
  });

  const endless = { mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 1000 } as const;
  const refused = (load: PlanLoad, call: number): string | null => {
    try {
      checkSelection(load, { of: 1, share: 0, only: { call, startMs: 0 } });
      return null;
    } catch (error) {
      return error instanceof ConfigError ? `${error.message} ${error.place.hint}` : String(error);
    }
  };

  it('is refused where the plan has none of this number', () => {
    const load = { ...endless, calls: 317 };
    const told = (found: string): string =>
      `expected a call from 0 to 316, found ${found} Calls count from 0.`;
    expect([0, 316].map((call) => refused(load, call))).toEqual([null, null]);
    expect([317, -1, 1.5, NaN].map((call) => refused(load, call))).toEqual(
      ['317', '-1', '1.5', 'NaN'].map(told),
    );
  });

  it('has no last number where nobody knows how many calls there are', () => {
    expect([0, 1e9].map((call) => refused(endless, call))).toEqual([null, null]);
    expect(refused(endless, -1)).toBe('expected a call from 0, found -1 Calls count from 0.');
  });

  it('takes one place of those that there are', () => {
    expect([partOf(5, only), partOf(1, only), partOf(0, only)]).toEqual([1, 1, 0]);
  });
});
