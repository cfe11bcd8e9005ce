import { describe, expect, it } from 'vitest';
import { callOf, type CallSpec } from '../../src/core/call/call_spec.ts';
import type { Plan, PlanToxic } from '../../src/core/plan/plan.ts';
import { networkOf } from '../../src/network/call_network.ts';
import type { Link, ToxicStrike } from '../../src/network/link.ts';
import { readToxic } from '../../src/network/read_toxic.ts';
import { LISTEN, smallPlan } from '../core/plan/small_plan.ts';

function toxic(
  name: string,
  given: Readonly<Record<string, string>> = {},
  more: Partial<PlanToxic> = {},
): PlanToxic {
  const read = readToxic(name, given);
  if (!('ok' in read)) throw new Error(read.mistake);
  return { toxic: name, stream: 'downstream', toxicity: 1, args: read.ok, ...more };
}

function planOf(...network: PlanToxic[]): Plan {
  return { ...smallPlan([LISTEN]), network };
}

/** The plan has one call; whom a toxic falls on is asked of many. */
const specOf = (plan: Plan, index: number): CallSpec => ({ ...callOf(plan, 0), index });

function linkOf(
  network: readonly PlanToxic[],
  openedMs = 0,
  connection = 0,
): { readonly link: Link; readonly strikes: ToxicStrike[] } {
  const plan = planOf(...network);
  const strikes: ToxicStrike[] = [];
  const made = networkOf(plan, callOf(plan, 0));
  if (made === null) throw new Error('no toxic falls on the call');
  return { link: made.link(connection, openedMs, (strike) => strikes.push(strike)), strikes };
}

function arrivals(link: Link, stream: 'up' | 'down', atMs: readonly number[]): number[] {
  const told: number[] = [];
  for (const each of atMs) link[stream].pass(10, each, (_bytes, at) => told.push(at));
  return told;
}

describe('whose network is bad', () => {
  it('is a share of the calls, drawn by the plan’s seed and the call alone', () => {
    const plan = planOf(toxic('latency', {}, { toxicity: 0.3 }));
    const hit = (of: Plan): number[] =>
      Array.from({ length: 2000 }, (_, i) => i).filter((i) => networkOf(of, specOf(of, i)) !== null);
    const calls = hit(plan);
    expect(calls.length / 2000).toBeGreaterThan(0.27);
    expect(calls.length / 2000).toBeLessThan(0.33);
    expect(
      hit(planOf(toxic('down', {}, { fromMs: 1, untilMs: 2, toxicity: 0 }), ...(plan.network ?? []))),
    ).toEqual(calls);
    expect(hit({ ...plan, seed: plan.seed + 1 })).not.toEqual(calls);
    const seeded = (seed: number): Plan => ({
      ...planOf(toxic('latency', {}, { toxicity: 0.3, seed: 5 })),
      seed,
    });
    expect(hit(seeded(1))).toEqual(hit(seeded(2)));
  });

  it('is each n-th call, or one kind of caller', () => {
    const every = planOf(toxic('latency', {}, { every: 3 }));
    const hit = [0, 1, 2, 3, 4, 5].filter((i) => networkOf(every, specOf(every, i)) !== null);
    expect(hit).toEqual([2, 5]);
    const others = planOf(toxic('latency', {}, { callers: ['somebody else'] }));
    expect(networkOf(others, callOf(others, 0))).toBeNull();
    expect(networkOf(smallPlan([LISTEN]), callOf(others, 0))).toBeNull();
  });
});

describe('a connection over it', () => {
  it('has toxics in the direction they are for, and each tells once that it struck', () => {
    const { link, strikes } = linkOf([
      toxic('latency', { latency: '100ms' }, { fromMs: 50 }),
      toxic('latency', { latency: '7ms' }, { stream: 'upstream' }),
    ]);
    expect(arrivals(link, 'down', [0, 60, 70])).toEqual([0, 160, 170]);
    expect(arrivals(link, 'up', [0, 60])).toEqual([7, 67]);
    expect(strikes).toEqual([
      { toxic: 'latency', atMs: 60, detail: 'downstream, latency 100, jitter 0' },
      { toxic: 'latency', atMs: 0, detail: 'upstream, latency 7, jitter 0' },
    ]);
    expect(link.end).toBeNull();
  });

  it('has the same draws again, and others as another connection', () => {
    const network = [toxic('latency', { latency: '100ms', jitter: '50ms' })];
    const instants = Array.from({ length: 50 }, (_, i) => i * 1000);
    const first = arrivals(linkOf(network).link, 'down', instants);
    expect(arrivals(linkOf(network).link, 'down', instants)).toEqual(first);
    expect(arrivals(linkOf(network, 0, 1).link, 'down', instants)).not.toEqual(first);
  });

  it('holds what comes while timeout is on, and lets it go at once when it is off', () => {
    const held = linkOf([toxic('timeout', {}, { fromMs: 100, untilMs: 500 })]);
    expect(arrivals(held.link, 'down', [0, 100, 300, 500, 600])).toEqual([0, 500, 500, 500, 600]);
    expect(held.link.end).toBeNull();
    expect(held.strikes).toMatchObject([{ toxic: 'timeout', atMs: 100 }]);
    const forEver = linkOf([toxic('timeout')]);
    expect(arrivals(forEver.link, 'down', [0, 1e9])).toEqual([Infinity, Infinity]);
  });

  it('is ended by timeout and reset_peer so long after they are on, and not once they are off', () => {
    const endOf = (openedMs: number, ...network: PlanToxic[]) => linkOf(network, openedMs).link.end;
    const closing = toxic('timeout', { timeout: '200ms' }, { fromMs: 1000, untilMs: 2000 });
    expect(endOf(0, closing)).toMatchObject({ how: 'closed', atMs: 1200 });
    expect(endOf(1700, closing)).toMatchObject({ how: 'closed', atMs: 1900 });
    expect(endOf(1900, closing)).toBeNull();
    expect(endOf(5000, closing)).toBeNull();
    const reset = toxic('reset_peer', { timeout: '50ms' });
    expect(endOf(1000, reset)).toMatchObject({ how: 'reset', atMs: 1050 });
    expect(endOf(1000, closing, reset)).toMatchObject({ how: 'reset', atMs: 1050 });
    const { link, strikes } = linkOf([reset], 1000);
    link.carriedOut(1050.3);
    expect(strikes).toEqual([{ toxic: 'reset_peer', atMs: 1050.3, detail: 'downstream, timeout 50' }]);
  });

  it('is refused while the network is down, and closed as it goes down', () => {
    const down = toxic('down', {}, { fromMs: 1000, untilMs: 2000 });
    expect(linkOf([down], 1500).link.refused).toBe(true);
    expect(linkOf([down], 2000).link.refused).toBe(false);
    const { link } = linkOf([down], 0);
    expect(link.refused).toBe(false);
    expect(link.end).toMatchObject({ how: 'closed', atMs: 1000 });
  });

  it('tells its end late with slow_close, in the direction that it is for', () => {
    const { link, strikes } = linkOf([toxic('slow_close', { delay: '300ms' })]);
    expect(link.closeMs('upstream', 40)).toBe(40);
    expect(strikes).toEqual([]);
    expect(link.closeMs('downstream', 40)).toBe(340);
    expect(strikes).toMatchObject([{ toxic: 'slow_close', atMs: 40 }]);
  });

  it('ends by limit_data where that is first', () => {
    const { link } = linkOf([toxic('limit_data', { bytes: '25B' }), toxic('reset_peer', { timeout: '1s' })]);
    expect(link.end).toMatchObject({ how: 'reset', atMs: 1000 });
    expect(arrivals(link, 'down', [1, 2, 3, 4])).toEqual([1, 2, 3]);
    expect(link.end).toEqual({ how: 'closed', atMs: 3 });
  });
});
