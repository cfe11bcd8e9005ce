import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import { exitCodeOf } from '../../src/report/verdict.ts';
import { rehearsePlan } from '../../src/run/rehearse_plan.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

const file = 'scenarios/bad-day.yaml';

describe('the scenario that README and docs/chaos.md show', () => {
  it('has a little of each kind strike when it is rehearsed, and passes', async () => {
    const { scenario, repertoire } = await loadScenario(file);
    const { plan, audio } = await compileWith(repertoire, scenario);
    const struck = new Set<string>();
    const { summary } = await rehearsePlan(plan, audio, {
      agent: await loadAgent({ seed: plan.seed }),
      sinks: [
        {
          name: 'strikes',
          record: (record) => {
            if (record.type === 'strike') struck.add(record.fault);
          },
        },
      ],
    });
    expect([...struck]).toEqual(
      expect.arrayContaining(['noise', 'opus', 'disconnect', 'unknown_event', 'latency']),
    );
    expect(summary?.metrics.reconnect_rate).toMatchObject({ rate: 1 });
    expect(summary === null ? null : exitCodeOf(summary)).toBe(0);
  });

  it('stands in docs/chaos.md as it is in its file', () => {
    const shown = /```yaml\n(callers:[\s\S]*?)```/.exec(readFileSync('docs/chaos.md', 'utf8'))?.[1] ?? '';
    const text = readFileSync(file, 'utf8').replaceAll(/ +#.*$/gm, '');
    for (const line of shown.trim().split('\n')) expect(text).toContain(line);
    expect(shown).toContain('network:');
  });
});
