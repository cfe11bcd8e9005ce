import { describe, expect, it } from 'vitest';
import { Capacity } from '../../src/agent/capacity.ts';
import { loadAgent } from '../../src/agent/simulator.ts';

describe('how many answers are thought about at a time', () => {
  it('has whoever comes when all places are taken wait for the first that is free', () => {
    const capacity = new Capacity(2);
    expect([capacity.admit(300, 0), capacity.admit(100, 0), capacity.admit(50, 20)]).toEqual([0, 0, 80]);
    // That one is over at 150, the first at 300.
    expect(capacity.admit(500, 140)).toBe(10);
    expect(capacity.admit(100, 140)).toBe(160);
  });

  it('keeps nobody waiting once it is quiet again', () => {
    const capacity = new Capacity(1);
    expect([capacity.admit(200, 0), capacity.admit(200, 0), capacity.admit(200, 1000)]).toEqual([0, 200, 0]);
  });

  it('without a bound has room for all', () => {
    const capacity = new Capacity(Infinity);
    const admitted = Array.from({ length: 1000 }, () => capacity.admit(1000, 0));
    expect(new Set(admitted)).toEqual(new Set([0]));
  });
});

describe('how many sessions a server takes', () => {
  it('refuses one more, and takes another when one is over', () => {
    const capacity = new Capacity(Infinity, { sessions: 2 });
    expect([capacity.enter(), capacity.enter(), capacity.enter()]).toEqual([true, true, false]);
    capacity.leave();
    expect(capacity.enter()).toBe(true);
  });

  it('closes what it refuses with 1013, and counts a session that is over no longer', async () => {
    const agent = await loadAgent({
      seed: 1,
      profile: 'bench/capacity/refusal.yaml',
      limits: { sessions: 1 },
    });
    const capacity = Capacity.of(agent.limits);
    const [first, second, third] = [0, 1, 2].map((index) => agent.session(index, { capacity }));
    expect(first?.handle({ type: 'opened' }, 0)).toContainEqual(expect.objectContaining({ type: 'send' }));
    expect(second?.handle({ type: 'opened' }, 10)).toEqual([
      { type: 'close', code: 1013, reason: 'too many sessions' },
    ]);
    second?.handle({ type: 'closed' }, 20);
    expect(capacity.enter()).toBe(false);
    first?.handle({ type: 'closed' }, 30);
    expect(third?.handle({ type: 'opened' }, 40)).toContainEqual(expect.objectContaining({ type: 'send' }));
  });
});

describe('how sessions slow each other down', () => {
  it('is by the law of the number that are open', async () => {
    const { limits } = await loadAgent({ seed: 1, profile: 'bench/capacity/usl.yaml' });
    expect(limits.contention).toEqual({ sigma: 0.01, kappa: 0.001 });
    const capacity = Capacity.of(limits);
    expect(capacity.slowdown()).toBe(1);
    for (let i = 0; i < 20; i++) capacity.enter();
    expect(capacity.slowdown()).toBeCloseTo(1 + 0.01 * 19 + 0.001 * 20 * 19, 12);
    expect(new Capacity(3).slowdown()).toBe(1);
  });
});
