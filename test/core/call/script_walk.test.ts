import {
  array,
  assert,
  boolean,
  constant,
  infiniteStream,
  integer,
  nat,
  property,
  record,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callOf } from '../../../src/core/call/call_spec.ts';
import type { PlanStep, Way } from '../../../src/core/call/script.ts';
import { ScriptWalk } from '../../../src/core/call/script_walk.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';

const walkOf = (steps: readonly PlanStep[]): ScriptWalk => new ScriptWalk(callOf(smallPlan(steps), 0));
const go = (to: number): PlanStep => ({ op: 'go', to });
const hear = (ways: readonly Way[], again: number, past: number): PlanStep => ({
  op: 'hear',
  branches: ways.map((way) => ({ ...way, when: null })),
  otherwise: { to: past },
  again,
  past,
});

describe('ScriptWalk', () => {
  it('goes where it is led, and sees through it what comes next', () => {
    const walk = walkOf([SAY_HELLO, go(3), SAY_HELLO, LISTEN]);
    expect(walk.advance()?.op).toBe('say');
    expect(walk.next?.op).toBe('listen');
    expect(walk.turn('say')).toEqual({ step: 0, expectsAnswer: true });
    expect(walk.advance()?.op).toBe('listen');
    expect(walk.at).toBe(3);
    expect(walk.advance()).toBeUndefined();
  });

  it('runs out behind its last step, by a way as by itself', () => {
    const walk = walkOf([go(1)]);
    expect(walk.advance()).toBeUndefined();
    expect(walk.hears).toBe(false);
  });

  it('throws rather than going round in a circle', () => {
    expect(() => walkOf([go(1), go(0)]).advance()).toThrow(RangeError);
  });

  it('counts the ways back, of each step by itself', () => {
    const back = { to: 0, again: true } as const;
    const walk = walkOf([hear([back], 2, 1), hear([back], 1, 2)]);
    walk.advance();
    expect([walk.takes(back), walk.takes(back), walk.takes(back)]).toEqual([true, true, false]);
    expect(walk.takes({ to: 1 })).toBe(true);
    walk.advance();
    expect([walk.takes(back), walk.takes(back)]).toEqual([true, false]);
  });

  it('comes to its end within the rounds that its steps allow, whichever ways are gone', () => {
    // Trees of steps that hear, laid out as scenarios are: each way leads on, or back to its own step.
    interface Tree {
      readonly again: number;
      readonly ways: readonly { readonly again: boolean; readonly inner: readonly Tree[] }[];
    }
    const treesOf = (depth: number): Arbitrary<readonly Tree[]> =>
      depth === 0
        ? constant([])
        : array(
            record({
              again: integer({ min: 1, max: 4 }),
              ways: array(record({ again: boolean(), inner: treesOf(depth - 1) }), { maxLength: 3 }),
            }),
            { maxLength: 2 },
          );
    const laid = (trees: readonly Tree[]): readonly PlanStep[] => {
      const steps: PlanStep[] = [];
      const lay = ({ again, ways }: Tree): void => {
        const at = steps.length;
        steps.push(SAY_HELLO);
        const leads: { way: Way; end: number }[] = [];
        for (const way of ways) {
          const to = steps.length;
          steps.push(SAY_HELLO);
          way.inner.forEach(lay);
          leads.push({ way: way.again ? { to, again: true } : { to }, end: steps.length });
          steps.push(SAY_HELLO);
        }
        const past = steps.length;
        steps[at] = hear(
          leads.map(({ way }) => way),
          again,
          past,
        );
        for (const { way, end } of leads) steps[end] = go(way.again === true ? at : past);
      };
      trees.forEach(lay);
      return steps;
    };
    assert(
      property(treesOf(3), infiniteStream(nat()), (trees, picks) => {
        const steps = laid(trees);
        const rounds = steps.reduce((sum, step) => sum + (step.op === 'hear' ? step.again : 0), 0);
        const walk = walkOf(steps);
        let done = 0;
        for (let step = walk.advance(); step !== undefined; done++) {
          if (step.op !== 'hear') step = walk.advance();
          else {
            const ways = [...step.branches, step.otherwise];
            const way = ways[(picks.next().value as number) % ways.length] as Way;
            step = walk.advance(walk.takes(way) ? way.to : step.past);
          }
        }
        expect(done).toBeLessThanOrEqual((1 + rounds) * steps.length);
      }),
    );
  });
});
