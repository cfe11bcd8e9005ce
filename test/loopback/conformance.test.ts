/** Every engine makes the same calls: each runs one plan against the simulated agent of one seed; then their logs are laid side by side. */

import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import { runVirtually } from '../../src/engine/virtual/virtual_run.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { recordsOf } from './artefacts.ts';
import { callstorm, temporary } from './command.ts';
import { conformancePlan, holdTogether, logOf, type Engine, type Log } from './conformance_of.ts';

const file = conformancePlan();

const engines: readonly Engine[] = [
  {
    name: 'node',
    run: async () => {
      const folder = join(temporary(), 'run');
      const { exitCode, err } = await callstorm(['run', file, '--out', folder, '--quiet']).ended;
      expect(err).toBe('');
      expect([0, 1, 3]).toContain(exitCode);
      return recordsOf(join(folder, 'calls.ndjson'));
    },
  },
  {
    name: 'virtual',
    run: async () => {
      const { scenario, repertoire } = await loadScenario(file);
      const { plan, audio } = await compileWith(repertoire, scenario);
      const agent = await loadAgent({ seed: plan.seed });
      const records: LogRecord[] = [];
      runVirtually({
        plan,
        audio,
        agent: (call) => agent.session(call, { model: plan.target.model }),
        onRecord: (record) => records.push(record),
      });
      return records;
    },
  },
];

const [reference, ...others] = engines;
const logs = new Map<string, Log>();

beforeAll(async () => {
  for (const engine of engines) logs.set(engine.name, logOf(await engine.run()));
});

function of(engine: Engine | undefined): Log {
  return logs.get(engine?.name ?? '') ?? { calls: [], turns: [] };
}

describe('the reference', () => {
  it('has in it what the others are compared by', () => {
    const { calls, turns } = of(reference);
    expect(calls).toHaveLength(10);
    expect(new Set(calls.map(({ caller }) => caller)).size).toBe(5);
    expect(new Set(turns.map(({ kind }) => kind))).toEqual(
      new Set(['greeting', 'say', 'interrupt', 'silence']),
    );
    const murmurs = turns.flatMap(({ backchannels }) => backchannels);
    expect(new Set(murmurs.map(({ as, inSilence }) => `${as} ${inSilence}`))).toEqual(
      new Set(['backchannel undefined', 'tic true']),
    );
    expect(turns.some(({ bargeIn }) => bargeIn !== null)).toBe(true);
    expect(turns.some(({ said }) => /^my-order-number-is( \d){3}$/.test(said))).toBe(true);
    expect(new Set(turns.map(({ outcome }) => outcome))).toEqual(
      new Set(['answered', 'interrupted', 'not_expected', 'unanswered']),
    );
    expect(calls.some(({ failure }) => failure === 'no_answer')).toBe(true);
    const ways = turns.flatMap(({ heardAs = [] }) => heardAs.map(({ by }) => by));
    expect(new Set(ways)).toEqual(new Set(['when', 'else']));
  });
});

describe.each(others)('engine $name, beside node', (engine) => {
  holdTogether(
    () => of(reference),
    () => of(engine),
  );
});
