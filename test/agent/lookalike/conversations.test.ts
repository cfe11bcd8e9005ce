/**
 * One call against an agent that speaks as each of the services does that speak the protocol almost: with the quirks of its profile it
 * comes to the same as in the protocol itself; without them it says what is wrong.
 */

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { playedNames } from '../../../src/agent/lookalike/played.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { lookalikeWire } from '../../../src/agent/wire/lookalike_wire.ts';
import type { Plan, Quirks } from '../../../src/core/plan/plan.ts';
import { lookalikeNames, lookalikes } from '../../../src/dialect/openai/lookalikes.ts';
import { compileWith } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';
import { rehearsed, type Log, type Stage } from '../../chaos/spoiled.ts';

let at: Stage;
let plain: Log;
beforeAll(async () => {
  const file = fileURLToPath(new URL('./services.yaml', import.meta.url));
  const { scenario, repertoire } = await loadScenario(file);
  const { plan, audio } = await compileWith(repertoire, scenario);
  // Over for its age in the middle of the call: what was said before is told to another session.
  const agent = await loadAgent({ seed: plan.seed, limits: { sessionMs: 23_000 } });
  at = { plan, audio, agent };
  plain = rehearsed(at, plan);
});

const withQuirks = (plan: Plan, quirks: Quirks): Plan => ({ ...plan, target: { ...plan.target, quirks } });

/** What the call came to, turn by turn, without what another wire leaves out. */
function came({ calls, turns }: Log) {
  const [call] = calls.values();
  return {
    call: [call?.outcome, call?.detail, call?.connections, call?.protocolViolations],
    turns: turns.map(({ turn, kind, outcome, marks, tools, bargeIn, usage }) => ({
      turn: [turn, kind, outcome],
      heard: [marks.firstHeard, marks.lastHeard, marks.answerDone],
      tools: tools?.map(({ name, outcome }) => [name, outcome]),
      bargeIn,
      usage,
    })),
  };
}

function withoutInstants(log: Log) {
  const { call, turns } = came(log);
  return { call, turns: turns.map(({ turn, tools }) => ({ turn, tools })) };
}

it('the agent plays every profile that a scenario can name', () => {
  expect([...playedNames].sort()).toEqual([...lookalikeNames].sort());
});

it('the call is one in which there is something to be otherwise', () => {
  const [call] = plain.calls.values();
  expect(call).toMatchObject({ outcome: 'completed', connections: 2 });
  expect(plain.turns.map(({ outcome }) => outcome)).toContain('interrupted');
  expect(plain.turns.flatMap(({ tools = [] }) => tools)).toHaveLength(1);
});

describe.each(lookalikeNames)('%s', (name) => {
  it('is talked to as the protocol itself is, once its quirks are known', () => {
    const log = rehearsed(at, withQuirks(at.plan, { profile: name, ...lookalikes.get(name) }));
    // Whoever waits for no confirmation is a round trip ahead.
    const compared = name === 'unconfirmed' ? withoutInstants : came;
    expect(compared(log)).toEqual(compared(plain));
  });
});

it.each([
  ['azure-preview', /Unknown parameter: 'session\.type'/],
  ['azure-voice-live', /Unknown parameter: 'session\.type'/],
  ['beta', /Unknown parameter: 'session\.type'/],
  ['xai', /Unknown parameter: 'session\.audio\.input\.turn_detection'/],
  ['unconfirmed', /the session was not ready/],
])('%s, taken for the protocol itself, says what is wrong', (name, detail) => {
  const hurried = { ...at.plan, limits: { ...at.plan.limits, setupMs: 3000 } };
  const [call] = rehearsed(at, hurried, { wire: lookalikeWire(name) }).calls.values();
  expect(call?.detail).toMatch(detail);
});
