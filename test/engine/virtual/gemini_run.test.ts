/** A scenario in the Gemini Live API, in virtual time: the same calls as in the Realtime protocol, and connections that do not last. */

import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../../src/agent/simulator.ts';
import type { DialectName } from '../../../src/core/plan/plan.ts';
import type { CallRecord, LogRecord, TurnRecord } from '../../../src/core/log/record.ts';
import { runVirtually } from '../../../src/engine/virtual/virtual_run.ts';
import { compileWith, type Compiled } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';

const CALLS = 8;

interface Ran {
  readonly turns: readonly TurnRecord[];
  readonly calls: readonly CallRecord[];
}

async function compiled(dialect: DialectName): Promise<Compiled> {
  const { scenario, repertoire } = await loadScenario('scenarios/support-line.yaml');
  return compileWith(repertoire, scenario, { dialect, calls: CALLS });
}

async function run({ plan, audio }: Compiled, sessionMs?: number, fault?: string, args = {}): Promise<Ran> {
  const agent = await loadAgent({
    seed: plan.seed,
    ...(sessionMs === undefined ? {} : { limits: { sessionMs } }),
    ...(fault === undefined ? {} : { faults: [{ fault, share: 1, args }] }),
  });
  const records: LogRecord[] = [];
  const onRecord = (record: LogRecord): void => void records.push(record);
  runVirtually({ plan, audio, agent: (call) => agent.session(call), onRecord, networkMs: 20, strict: true });
  const of = <T extends LogRecord['type']>(type: T): readonly (LogRecord & { readonly type: T })[] =>
    records.filter((record) => record.type === type) as never;
  return {
    turns: [...of('turn')].toSorted((a, b) => a.call - b.call || a.turn - b.turn),
    calls: [...of('call')].toSorted((a, b) => a.call - b.call),
  };
}

let gemini: Compiled;
beforeAll(async () => {
  gemini = await compiled('gemini-live');
});

describe('the same plan in two protocols', () => {
  it('comes to the same turns and outcomes, heard at the same time within a frame or two', async () => {
    const [there, here] = [await run(await compiled('openai-realtime')), await run(gemini)];
    const told = ({ calls }: Ran): unknown =>
      calls.map(({ call, outcome, failure, endedBy }) => ({ call, outcome, failure, endedBy }));
    expect(told(here)).toEqual(told(there));
    const said = ({ turns }: Ran): unknown =>
      turns.map(({ call, turn, kind, said: words, outcome, failure, tools }) => ({
        call,
        turn,
        kind,
        words,
        outcome,
        failure,
        tools: tools?.map(({ name, outcome: given, arguments: written }) => ({ name, given, written })),
      }));
    expect(said(here)).toEqual(said(there));
    for (const [i, turn] of here.turns.entries()) {
      expect(Math.abs((turn.marks.firstHeard ?? 0) - (there.turns[i]?.marks.firstHeard ?? 0))).toBeLessThan(
        150,
      );
    }
    // All that was told of usage is there, of each answer, but for what Live has not.
    const used = ({ calls }: Ran): number =>
      calls.reduce(
        (sum, { usage }) => sum + usage.audioOut + usage.textOut + usage.audioIn + usage.textIn,
        0,
      );
    expect(Math.abs(used(here) / used(there) - 1)).toBeLessThan(0.05);
    expect(
      here.calls.every(({ usage }) => usage.unreported === undefined && usage.cutOff === undefined),
    ).toBe(true);
  });
});

describe('connections of 16 seconds', () => {
  it('are left in time, and the conversation goes on with the handle', async () => {
    const { calls, turns } = await run(gemini, 16_000);
    const moved = calls.filter(({ connections = 1 }) => connections > 1);
    expect(moved.length).toBeGreaterThan(3);
    expect(calls.map(({ outcome, failure }) => [outcome, failure])).toEqual(
      calls.map(() => ['completed', null]),
    );
    for (const loss of moved.flatMap(({ reconnects = [] }) => reconnects)) {
      expect(loss).toMatchObject({ announced: true, tries: 1, replayedItems: 0 });
      expect((loss.readyMs ?? Infinity) - loss.lostMs).toBeLessThan(500);
    }
    expect(turns.filter(({ failure }) => failure !== null)).toEqual([]);
  });
});

describe("the agent's faults", () => {
  it.each([
    ['auth_failed', 'auth_failed', {}],
    ['rate_limited', 'rate_limited', {}],
    ['server_error', 'agent_error', {}],
    ['internal_error', 'agent_error', {}],
    ['session_expired', 'session_expired', { after: '5s' }],
    ['dropped', 'connection_lost', {}],
  ])('%s fails calls by %s, with the reason of the close', async (fault, failure, args) => {
    const { calls } = await run(gemini, undefined, fault, args);
    const failures = new Set(calls.map((call) => call.failure));
    expect(failures.has(failure as CallRecord['failure'])).toBe(true);
  });
});
