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

  it('is nowhere before its first step, and a greeting is heard out where that listens', () => {
    const greeted = walkOf([LISTEN, SAY_HELLO]);
    expect(greeted.current).toBeUndefined();
    expect(greeted.at).toBe(0);
    expect(greeted.turn('greeting')).toEqual({ step: 0, expectsAnswer: true });
    const speaks = walkOf([SAY_HELLO, LISTEN]);
    expect(speaks.turn('greeting')).toEqual({ step: 0, expectsAnswer: false });
    speaks.advance();
    expect(speaks.turn('say')).toEqual({ step: 0, expectsAnswer: true });
  });

  it('does not know what comes after a step that hears', () => {
    const walk = walkOf([hear([], 0, 1), LISTEN]);
    expect(walk.hears).toBe(true);
    walk.advance();
    expect(walk.next).toBeUndefined();
    expect(walk.turn('say')).toEqual({ step: 0, expectsAnswer: false });
  });

  it('lets every way be gone from a step that does not hear, and the ways on as often as one likes', () => {
    const walk = walkOf([SAY_HELLO, hear([], 1, 2)]);
    walk.advance();
    const back = { to: 0, again: true } as const;
    expect([walk.takes(back), walk.takes(back)]).toEqual([true, true]);
    walk.advance();
    expect([walk.takes({ to: 2 }), walk.takes({ to: 2 }), walk.takes(back), walk.takes(back)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it.each<[string, PlanStep | null, boolean]>([
    ['something to say', SAY_HELLO, true],
    ['a silence', { op: 'silence', durationMs: 100 }, true],
    ['listening', LISTEN, false],
    ['the caller’s hanging up', { op: 'hangup' }, false],
    ['nothing', null, false],
  ])('hears an answer out after a murmur that is followed by %s', (_what, next, hearsOut) => {
    const walk = walkOf(next === null ? [LISTEN] : [LISTEN, next]);
    walk.advance();
    expect(walk.hearsOut).toBe(hearsOut);
  });

  it('says which step leads in a circle', () => {
    expect(() => walkOf([go(1), go(0)]).advance()).toThrow('step 0 of the script leads round in a circle');
  });

  it('lets the agent hang up in the step that follows, where that allows it', () => {
    const nexts: readonly (readonly [PlanStep, boolean])[] = [
      [{ op: 'hung_up' }, true],
      [{ op: 'silence', durationMs: 100, orHangup: true }, true],
      [{ op: 'silence', durationMs: 100 }, false],
      [SAY_HELLO, false],
    ];
    for (const [next, may] of nexts) {
      const walk = walkOf([LISTEN, next]);
      walk.advance();
      expect(walk.mayBeHungUpNext).toBe(may);
    }
  });

  it.each([
    ['where what it heard leads', { branch: 2, otherwise: 1, past: 1 }, true],
    ['where it leads else', { branch: 1, otherwise: 2, past: 1 }, true],
    ['where it goes on past all rounds', { branch: 1, otherwise: 1, past: 2 }, true],
    ['through a step that leads on', { branch: 1, otherwise: 1, past: 3 }, true],
    ['nowhere', { branch: 1, otherwise: 1, past: 1 }, false],
  ])('lets the agent hang up after a step that hears: %s', (_where, { branch, otherwise, past }, may) => {
    const step: PlanStep = {
      op: 'hear',
      branches: [{ to: branch, when: null }],
      otherwise: { to: otherwise },
      again: 1,
      past,
    };
    const walk = walkOf([step, SAY_HELLO, { op: 'hung_up' }, go(2)]);
    walk.advance();
    expect(walk.mayBeHungUpNext).toBe(may);
  });
});
