/** Advice is of what a run shows: over the scenarios that are shipped, on one and the same agent, none of it is always given. */

import { expect, it } from 'vitest';
import type { Quality } from '../../src/report/summary.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { rehearsePlan } from '../../src/run/rehearse_plan.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

async function qualityOf(name: string, calls: number): Promise<Quality> {
  const { scenario, repertoire } = await loadScenario(`scenarios/${name}.yaml`);
  const { plan, audio } = await compileWith(repertoire, scenario, { calls });
  const shipped = plan.target.profile;
  const agent = await loadAgent({
    seed: 1,
    ...(shipped === undefined ? {} : { profile: `scenarios/${shipped}` }),
  });
  const { summary } = await rehearsePlan(plan, audio, { agent });
  if (summary === null) throw new Error('nothing was summed up');
  return summary.quality;
}

it('says nothing to a run that is as its scenario asks, something to others, and the same to none of all', async () => {
  const told: (readonly string[])[] = [];
  for (const name of ['smoke', 'support-line', 'steady', 'silent-caller', 'packet-loss', 'wrong-number']) {
    const { recommendations, goodAudioRatio } = await qualityOf(name, 4);
    told.push(recommendations.map(({ text }) => text));
    expect(goodAudioRatio).toBe(name === 'packet-loss' ? 0 : 1);
    for (const { n, setting, effect } of recommendations) {
      expect(n).toBeGreaterThan(0);
      expect(setting).not.toBe('');
      expect(effect.share ?? 0).toBeLessThanOrEqual(1);
    }
  }
  expect(told.slice(0, 3)).toEqual([[], [], []]);
  const all = new Set(told.flat());
  expect(all.size).toBeGreaterThan(1);
  expect([...all].filter((text) => told.every((texts) => texts.includes(text)))).toEqual([]);
}, 60_000);
