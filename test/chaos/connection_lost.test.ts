/** A caller is cut off in the middle of an answer and comes back: all of it from a scenario alone. Virtual time. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../src/agent/agent_record.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import type { CallRecord, LogRecord, TurnRecord } from '../../src/core/log/record.ts';
import { runVirtually } from '../../src/engine/virtual/virtual_run.ts';
import { compile } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const SCENARIO = `
name: cut off
target: { speaks_first: agent }
callers:
  - name: buyer
    persona: { voices: [rms] }
    faults:
      - { fault: disconnect, during: answer, step: 2, after: 50ms }
    script:
      - listen
      - { say: refund }
      - listen
      - { say: opening-hours }
      - listen
load: { concurrency: 2, calls: 2 }
reconnect: { backoff: 1s }
`;

const log: LogRecord[] = [];
const agentLog: AgentRecord[] = [];
beforeAll(async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'callstorm-')), 'cut_off.yaml');
  writeFileSync(file, SCENARIO);
  const { scenario } = await loadScenario(file, { fixturesDirs: [FIXTURES] });
  const { plan, audio } = await compile(scenario, { fixturesDirs: [FIXTURES] });
  const agent = await loadAgent({ seed: 1 });
  let sessions = 0;
  runVirtually({
    plan,
    audio,
    agent: () => agent.session(sessions++),
    networkMs: 20,
    strict: true,
    onRecord: (record) => log.push(record),
    onAgentRecord: (record) => agentLog.push(record),
  });
}, 120_000);

describe('a caller who is cut off in the middle of an answer', () => {
  it('is back in the same call, and hears all that it asked for', () => {
    const calls = log.filter((record): record is CallRecord => record.type === 'call');
    expect(calls.map(({ outcome, connections }) => [outcome, connections])).toEqual([
      ['completed', 2],
      ['completed', 2],
    ]);
    for (const { reconnects } of calls) {
      expect(reconnects).toMatchObject([{ tries: 1 }]);
      expect(reconnects?.[0]?.replayedItems).toBeGreaterThanOrEqual(2);
      expect(reconnects?.[0]?.firstUsage?.textIn).toBeGreaterThan(0);
    }
    const turns = log.filter((record): record is TurnRecord => record.type === 'turn');
    expect(turns).toHaveLength(6);
    expect(turns.filter(({ outcome }) => outcome !== 'answered')).toEqual([]);
    expect(log.filter(({ type }) => type === 'strike')).toHaveLength(2);
  });

  it('is told so by the agent, which gives the answer that was due and greets nobody anew', () => {
    const answers = agentLog.filter((record) => record.type === 'answer');
    const back = answers.filter(({ kind }) => kind === 'trouble:connection_lost');
    expect(back.map(({ action, utterance }) => [action, utterance])).toEqual([
      ['reconnect', 'error-connection-lost refund'],
      ['reconnect', 'error-connection-lost refund'],
    ]);
    expect(answers.filter(({ kind }) => kind === 'greeting')).toHaveLength(2);
  });
});
