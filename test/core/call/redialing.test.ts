/** Whether a call dials again, when, and what is noted of it. */

import { describe, expect, it } from 'vitest';
import { callOf } from '../../../src/core/call/call_spec.ts';
import { Redialing } from '../../../src/core/call/redialing.ts';
import { noUsage } from '../../../src/core/log/usage.ts';
import type { PlanLimits, Reconnect } from '../../../src/core/plan/plan.ts';
import { SAY_HELLO, smallPlan } from '../plan/small_plan.ts';

const CAREFUL: Reconnect = {
  tries: 3,
  backoffMs: 500,
  maxMs: 4000,
  jitter: 'none',
  replay: true,
  giveUpMs: 20_000,
};

function careful(changes: Partial<Reconnect> = {}, seed = 7): Redialing {
  const plan = smallPlan([SAY_HELLO], { seed });
  const spec = callOf(plan, 0);
  return new Redialing(plan, { ...spec, caller: { ...spec.caller, reconnect: { ...CAREFUL, ...changes } } });
}

function plain(limits: Partial<PlanLimits> = {}): Redialing {
  const plan = smallPlan([SAY_HELLO], { limits });
  return new Redialing(plan, callOf(plan, 0));
}

describe('a call that may dial again', () => {
  it('may do so as often as it is let, and only for what another connection may do better at', () => {
    const redialing = plain({ redials: 1 });
    expect([redialing.mayRedial('connection_lost', 0), redialing.mayRedial('auth_failed', 0)]).toEqual([
      true,
      false,
    ]);
    expect(redialing.mayRedial('session_expired', 0)).toBe(false);
    expect(careful().mayRedial('session_expired', 0)).toBe(true);
    expect(redialing.next(1000)).toBe(1500);
    expect(redialing.mayRedial('connection_lost', 2000)).toBe(false);
    expect(plain().mayRedial('connection_lost', 0)).toBe(false);
    expect([plain().replays, redialing.replays, careful().replays]).toEqual([false, false, true]);
  });

  it('waits as long as its draws say, the same in every release', () => {
    const waits = (seed: number): readonly number[] => {
      const redialing = careful({ jitter: 'full' }, seed);
      let atMs = 0;
      return Array.from({ length: 3 }, () => {
        const nextMs = redialing.next(atMs);
        const waitMs = nextMs - atMs;
        atMs = nextMs;
        return Math.round(waitMs * 1000) / 1000;
      });
    };
    expect([waits(7), waits(8)]).toEqual([
      [211.81, 44.478, 1554.136],
      [172.613, 622.294, 1453.105],
    ]);
  });

  it('does not wait beyond the instant at which it gives up, and gives up at it', () => {
    const redialing = careful({ giveUpMs: 400 });
    expect(redialing.givesUpMs).toBe(Infinity);
    expect(redialing.next(1000)).toBe(1400);
    expect(redialing.givesUpMs).toBe(1400);
    expect([1399, 1400].map((atMs) => redialing.mayRedial('connection_lost', atMs))).toEqual([true, false]);
    redialing.ready(1390);
    expect(redialing.givesUpMs).toBe(Infinity);
  });

  it('says within what time, and after how many tries, there is no session again', () => {
    const redialing = careful();
    expect(redialing.givenUp(1000)).toBe('no session again within 0 ms, after 0 tries');
    redialing.tries();
    redialing.next(1000);
    expect(redialing.givenUp(1500.4)).toBe('no session again within 500 ms, after 0 tries');
    redialing.tries();
    expect(redialing.givenUp(2000)).toBe('no session again within 1000 ms, after one try');
    redialing.tries();
    expect(redialing.givenUp(3000)).toBe('no session again within 2000 ms, after 2 tries');
  });
});

describe('what is noted of a loss', () => {
  const used = { ...noUsage, audioOut: 40 };

  it('is when it was, when there was a session again, after how many tries, and how much that was told', () => {
    const redialing = careful();
    redialing.ready(20);
    expect(redialing.losses).toEqual([]);
    redialing.replayed(9);
    redialing.next(1000);
    for (let n = 0; n < 2; n++) redialing.tries();
    redialing.ready(2000);
    redialing.replayed(3);
    expect(redialing.losses).toEqual([{ lostMs: 1000, readyMs: 2000, tries: 2, replayedItems: 3 }]);
  });

  it('is what the first answer after it used, and no other, be it that nothing was told of that', () => {
    const redialing = careful();
    redialing.ready(20);
    redialing.answered({ ...used, audioOut: 1 });
    redialing.next(1000);
    redialing.ready(2000);
    redialing.answered(used);
    redialing.answered({ ...used, audioOut: 2 });
    redialing.next(9000);
    redialing.ready(10_000);
    redialing.answered(null);
    redialing.answered({ ...used, audioOut: 3 });
    expect(redialing.losses.map(({ firstUsage }) => firstUsage)).toEqual([used, undefined]);
  });
});
