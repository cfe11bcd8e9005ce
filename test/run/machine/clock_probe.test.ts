import { describe, expect, it } from 'vitest';
import { probeClocks, type ProbedClocks } from '../../../src/run/machine/clock_probe.ts';

/** Time passes by being looked at, a hundredth of a millisecond each time; a wait is as late as it is told to be. */
function clocks(lateMs: (wait: number) => number, dayFaster = 1): ProbedClocks {
  let nowMs = 1000;
  let waits = 0;
  return {
    now: () => (nowMs += 0.01),
    ofDay: () => Math.floor(5e9 + nowMs * dayFaster),
    wait: (ms) => {
      nowMs += ms + lateMs(waits++);
      return Promise.resolve();
    },
  };
}

describe('clocks that are probed', () => {
  it('are told by their smallest step, and by how late timers come to instants of a plan', async () => {
    const { stepUs, late } = await probeClocks(
      clocks((wait) => (wait % 50 === 49 ? 30 : 2)),
      1000,
    );
    expect(stepUs).toBeCloseTo(10, 3);
    expect(late.p50Ms).toBeCloseTo(2, 1);
    expect(late.mostMs).toBeCloseTo(30, 1);
    // One that is late by 30 ms has the next five be late too: they were due meanwhile.
    expect(late.p99Ms).toBeGreaterThan(20);
  });

  it('are on time where they are', async () => {
    const { late } = await probeClocks(
      clocks(() => 0),
      1000,
    );
    expect(late.mostMs).toBeLessThan(0.1);
  });

  it('drift, where the time of day goes faster or slower', async () => {
    const drift = async (faster: number) =>
      (
        await probeClocks(
          clocks(() => 0, faster),
          1000,
        )
      ).driftPpm;
    expect(Math.abs(await drift(1))).toBeLessThan(30);
    expect(await drift(1.002)).toBeGreaterThan(1500);
    expect(await drift(0.998)).toBeLessThan(-1500);
  });
});
