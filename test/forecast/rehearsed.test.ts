import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import { noUsage } from '../../src/core/log/usage.ts';
import { rehearsedEstimate, type RehearsedCall } from '../../src/forecast/rehearsed.ts';
import { rehearsePlan } from '../../src/run/rehearse_plan.ts';
import { rehearseSample } from '../../src/run/rehearse_sample.ts';
import { compileWith, type Compiled } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

let compiled: Compiled;
beforeAll(async () => {
  const { scenario, repertoire } = await loadScenario('scenarios/support-line.yaml');
  compiled = await compileWith(repertoire, scenario, { calls: 10 });
}, 60_000);

const call = (index: number, caller: string, usd: number): RehearsedCall => ({
  call: 1000 + index,
  caller,
  durationMs: 20_000,
  sentMs: 20_000,
  receivedMs: 8000,
  usage: { ...noUsage, audioOut: 100 * usd },
  answersUsd: [usd],
  failed: false,
  usd,
});

describe('an estimate by rehearsal', () => {
  it('weighs callers as the plan does, whatever the sample has of each', () => {
    const { plan } = compiled;
    const names = plan.callers.map(({ name }) => name);
    // One caller costs ten times what others do, and is most of the sample.
    const sample = names.flatMap((name, index) =>
      Array.from({ length: index === 0 ? 20 : 2 }, (_, i) =>
        call(20 * index + i, name, index === 0 ? 10 : 1),
      ),
    );
    const estimate = rehearsedEstimate(plan, sample);
    const own = estimate.callers.map(({ calls }) => calls);
    expect(own.reduce((sum, calls) => sum + calls, 0)).toBe(10);
    expect(estimate.costUsd).toBeCloseTo(10 * (own[0] ?? 0) + (10 - (own[0] ?? 0)), 9);
    expect(estimate.usage.audioOut).toBeCloseTo(100 * (estimate.costUsd ?? 0), 6);
    // None of the calls of a caller differ.
    expect(estimate.costBetweenUsd?.[0]).toBeCloseTo(estimate.costUsd ?? 0, 9);
  });

  it('is the less sure the more calls differ, and of no cost without prices', () => {
    const { plan } = compiled;
    const sample = (spread: number): RehearsedCall[] =>
      plan.callers.flatMap(({ name }, c) =>
        [1 - spread, 1, 1 + spread].map((usd, i) => call(3 * c + i, name, usd)),
      );
    const width = ([low, high]: readonly [number, number]): number => high - low;
    const [narrow, wide] = [0.1, 0.5].map((spread) => rehearsedEstimate(plan, sample(spread)));
    expect(width(wide?.costBetweenUsd ?? [0, 0])).toBeGreaterThan(
      3 * width(narrow?.costBetweenUsd ?? [0, 0]),
    );
    expect(width(narrow?.costBetweenUsd ?? [0, 0])).toBeGreaterThan(0);
    expect(rehearsedEstimate(plan, sample(0.5))).toEqual(wide);
    const unpriced = sample(0.1).map((one) => ({ ...one, usd: null }));
    expect(rehearsedEstimate(plan, unpriced)).toMatchObject({
      costUsd: null,
      costBetweenUsd: null,
      calls: 10,
    });
  });

  it('foretells what a rehearsal of the whole plan costs', async () => {
    const { plan, audio } = compiled;
    const agent = await loadAgent({ seed: plan.seed });
    const { summary } = await rehearsePlan(plan, audio, { agent });
    const estimate = rehearsedEstimate(plan, rehearseSample(plan, audio, agent, 5));
    expect(estimate).toMatchObject({ sampledCalls: 5, failedCalls: 0, calls: 10 });
    const cost = summary?.cost.totalUsd ?? 0;
    expect((estimate.costUsd ?? 0) / cost).toBeGreaterThan(0.85);
    expect((estimate.costUsd ?? 0) / cost).toBeLessThan(1.15);
    expect(estimate.durationMs / (summary?.run.durationMs ?? 0)).toBeCloseTo(1, 0);
  });
});
