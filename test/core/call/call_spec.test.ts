import { describe, expect, it } from 'vitest';
import { callOf } from '../../../src/core/call/call_spec.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';

const persona = (name: string) => ({ name }) as unknown as Plan['personas'][number];
const plan = {
  seed: 5,
  load: { mode: 'open', startsMs: [0, 10, 25], maxConcurrency: 9 },
  callers: [
    { name: 'often', weight: 3, steps: [], personas: [0, 1] },
    { name: 'seldom', weight: 1, steps: [], personas: [2] },
  ],
  personas: [persona('a'), persona('b'), persona('c')],
} as unknown as Plan;
const closed = { ...plan, load: { mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 0 } } as const;

describe('callOf', () => {
  it('is the same call whenever it is asked for, in any order', () => {
    const forwards = [0, 1, 2].map((i) => callOf(plan, i));
    expect([2, 1, 0].map((i) => callOf(plan, i))).toEqual(forwards.toReversed());
    expect(forwards.map(({ scheduledMs }) => scheduledMs)).toEqual([0, 10, 25]);
  });

  it('takes callers by their weight, and personas of the caller it took', () => {
    const calls = Array.from({ length: 4000 }, (_, i) => callOf(closed, i));
    const often = calls.filter(({ caller }) => caller.name === 'often');
    expect(often.length / calls.length).toBeCloseTo(0.75, 1);
    expect(new Set(often.map(({ persona }) => persona.name))).toEqual(new Set(['a', 'b']));
    expect(
      calls.filter(({ caller }) => caller.name === 'seldom').every(({ persona }) => persona.name === 'c'),
    ).toBe(true);
  });

  it('has each kind in proportion, however few calls there are', () => {
    const startsMs = [0, 1, 2, 3];
    for (let seed = 0; seed < 50; seed++) {
      const few = { ...plan, seed, load: { mode: 'open', startsMs, maxConcurrency: 9 } } as const;
      const names = startsMs.map((_, i) => callOf(few, i).caller.name);
      expect(names.filter((name) => name === 'seldom')).toHaveLength(1);
      // Where nobody knows how many there will be, any beginning has about its share.
      const first = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => callOf({ ...closed, seed }, i).caller.name);
      expect(first.filter((name) => name === 'seldom')).toHaveLength(2);
    }
  });

  it('takes the kind that an odd call is left for by largest remainder', () => {
    const five = { ...closed, load: { ...closed.load, calls: 5 } };
    const seldom = [0, 1, 2, 3, 4].filter((i) => callOf(five, i).caller.name === 'seldom');
    expect(seldom).toHaveLength(1);
    const thousands = Array.from({ length: 4000 }, (_, i) => callOf(closed, i).caller.name);
    expect(thousands.filter((name) => name === 'seldom')).toHaveLength(1000);
  });

  it('has no instant in a closed load, and no call beyond an open one', () => {
    expect(callOf(closed, 99).scheduledMs).toBeNull();
    expect(() => callOf(plan, 3)).toThrow(RangeError);
  });

  it('is another with another seed', () => {
    const names = (seed: number) =>
      Array.from({ length: 50 }, (_, i) => callOf({ ...closed, seed }, i).persona.name).join('');
    expect(names(1)).not.toBe(names(2));
  });

  it('says what a plan lacks that it cannot be made of', () => {
    expect(() => callOf(plan, 3)).toThrow(new RangeError('the plan has no call 3'));
    const [often] = plan.callers;
    const lost = { ...plan, callers: [{ ...often, personas: [9] }] } as unknown as Plan;
    expect(() => callOf({ ...plan, callers: [{ ...often, weight: 0 }] } as unknown as Plan, 0)).toThrow(
      /weights/,
    );
    expect(() => callOf(lost, 0)).toThrow(new RangeError('caller "often" has a persona the plan does not'));
    expect(callOf(closed, 7).scheduledMs).toBeNull();
  });
});
