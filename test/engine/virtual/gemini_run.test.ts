/** A scenario in the Gemini Live API, in virtual time: connections that do not last, and a service that breaks. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type AgentOptions } from '../../../src/agent/simulator.ts';
import type { Selection } from '../../../src/core/load/selection.ts';
import type { CallRecord, LogRecord, TurnRecord } from '../../../src/core/log/record.ts';
import { runVirtually } from '../../../src/engine/virtual/virtual_run.ts';
import { compileWith, type Compiled } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';

const WHOLE: Selection = { of: 1, share: 0 };
const ONE: Selection = { of: 3, share: 1 };

let compiled: Compiled;
beforeAll(async () => {
  const { scenario, repertoire } = await loadScenario('scenarios/support-line.yaml');
  compiled = await compileWith(repertoire, scenario, { dialect: 'gemini-live', calls: 3 });
});

async function run(
  selection: Selection,
  options: Partial<AgentOptions>,
  { plan, audio }: Compiled = compiled,
): Promise<{ readonly calls: readonly CallRecord[]; readonly turns: readonly TurnRecord[] }> {
  const agent = await loadAgent({ seed: plan.seed, ...options });
  const records: LogRecord[] = [];
  const onRecord = (record: LogRecord): void => void records.push(record);
  runVirtually({
    plan,
    audio,
    agent: (call) => agent.session(call),
    onRecord,
    selection,
    networkMs: 20,
    strict: true,
  });
  return {
    calls: records.filter((record) => record.type === 'call'),
    turns: records.filter((record) => record.type === 'turn'),
  };
}

describe('connections of 28 seconds', () => {
  it('are left in time, and the conversation goes on with the handle', async () => {
    const { calls, turns } = await run(WHOLE, { limits: { sessionMs: 28_000 } });
    expect(calls.map(({ failure }) => failure)).toEqual([null, null, null]);
    expect(turns.filter(({ failure }) => failure !== null)).toEqual([]);
    const losses = calls.flatMap(({ reconnects = [] }) => reconnects);
    expect(losses.length).toBeGreaterThan(0);
    for (const loss of losses) {
      expect(loss).toMatchObject({ announced: true, tries: 1, replayedItems: 0 });
      expect((loss.readyMs ?? Infinity) - loss.lostMs).toBeLessThan(500);
    }
    expect(calls.every(({ usage }) => usage.unreported === undefined && usage.cutOff === undefined)).toBe(
      true,
    );
  });
});

describe("the service's troubles", () => {
  it.each([
    ['rate_limited', {}, 'rate_limited', /1011.*quota/],
    ['server_error', {}, 'agent_error', /1011.*Internal error/],
    ['session_expired', { after: '5s' }, 'session_expired', /1008.*GoAway/],
  ] as const)('%s', async (fault, args, failure, detail) => {
    const { calls } = await run(ONE, { faults: [{ fault, share: 1, args }] });
    expect(calls).toMatchObject([{ outcome: 'failed', failure }]);
    expect(calls[0]?.detail).toMatch(detail);
  });
});

describe('calls of tools that a caller breaks into', () => {
  const scenario = (whenCancelled: string): string => `
name: taken back
target: { url: simulator, dialect: gemini-live, model: gemini-3.8-live, speaks_first: agent }
tools:
  lookup_order:
    parameters: { type: object, properties: { order_number: { type: string } } }
    result: { status: shipped }
    latency: 6s
    when_cancelled: ${whenCancelled}
callers:
  - name: hurried
    script:
      - listen
      - say: order-status
      - listen
      - say: [my-order-number-is, { number: order_number }]
      - interrupt: { after: 500ms, say: stop }
      - listen: { on_timeout: continue }
      - silence: 8s
load: { concurrency: 1, calls: 1 }
`;

  it.each([
    ['nothing', { cancelledMs: expect.any(Number) as number, answeredMs: null }],
    ['result', { cancelledMs: expect.any(Number) as number, answeredMs: expect.any(Number) as number }],
  ])('are taken back, and get %s', async (whenCancelled, expected) => {
    const dir = await mkdtemp(join(tmpdir(), 'callstorm-'));
    const file = join(dir, 'taken_back.yaml');
    await writeFile(file, scenario(whenCancelled));
    const loaded = await loadScenario(file);
    const { calls, turns } = await run(WHOLE, {}, await compileWith(loaded.repertoire, loaded.scenario, {}));
    await rm(dir, { recursive: true });
    expect(calls).toMatchObject([{ failure: null }]);
    const [first] = turns.flatMap(({ tools = [] }) => tools);
    expect(first).toMatchObject(expected);
  });
});
