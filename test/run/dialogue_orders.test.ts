/** The shipped callers listen: on an agent that asks in another order they come to what they came for all the same. */

import { describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import type { TurnRecord } from '../../src/core/log/record.ts';
import { rehearsePlan } from '../../src/run/rehearse_plan.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

const CALLS = 24;

const compiled = loadScenario('scenarios/support-line.yaml').then(({ scenario, repertoire }) =>
  compileWith(repertoire, scenario, { calls: CALLS }),
);

async function rehearsed(profile: string) {
  const { plan, audio } = await compiled;
  const agent = await loadAgent({ seed: plan.seed, profile });
  const turns: TurnRecord[] = [];
  const { summary } = await rehearsePlan(plan, audio, {
    agent,
    sinks: [
      {
        name: 'turns',
        record: (record) => {
          if (record.type === 'turn') turns.push(record);
        },
      },
    ],
  });
  const saidBy = (caller: string): ReadonlySet<string> => {
    const calls = new Map<number, string[]>();
    for (const turn of turns.toSorted((a, b) => a.call - b.call || a.turn - b.turn)) {
      if (turn.caller !== caller) continue;
      calls.set(turn.call, [...(calls.get(turn.call) ?? []), turn.said.replaceAll(/ \d/g, '')]);
    }
    return new Set([...calls.values()].map((said) => said.filter((words) => words !== '').join(', ')));
  };
  return { summary, saidBy, turns };
}

describe('one scenario, two orders of asking', () => {
  it('reaches the same goals', { timeout: 120_000 }, async () => {
    const usual = await rehearsed('support-line');
    const numberFirst = await rehearsed('number-first');
    for (const { summary } of [usual, numberFirst]) {
      expect(summary?.calls).toMatchObject({ planned: CALLS, completed: CALLS, failed: 0 });
      expect(summary?.metrics['goal_rate']).toMatchObject({ rate: 1 });
    }
    expect(usual.saidBy('order-status')).toEqual(new Set(['order-status, my-order-number-is, thanks-bye']));
    expect(numberFirst.saidBy('order-status')).toEqual(
      new Set(['my-order-number-is, order-status, thanks-bye']),
    );
    // Every answer came with its words: nobody went on in the plain order.
    const heard = [...usual.turns, ...numberFirst.turns].flatMap(({ heardAs = [] }) => heardAs);
    expect(heard.length).toBeGreaterThan(CALLS * 2);
    expect(heard.filter(({ by, spent }) => by === 'plain' || spent === true)).toEqual([]);
  });
});
