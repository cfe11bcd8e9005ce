/** Servers of media streams that do what they should not: what their callers hear is measured all the same. */

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../../src/agent/simulator.ts';
import type { LogRecord, TurnRecord } from '../../../src/core/log/record.ts';
import { runVirtually } from '../../../src/engine/virtual/virtual_run.ts';
import { readFaultText } from '../../../src/fault/fault_wish.ts';
import { compileWith, type Compiled } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';

const FILE = fileURLToPath(new URL('../../dialect/conformance.yaml', import.meta.url));
let compiled: Compiled;
let usual: readonly TurnRecord[] = [];

beforeAll(async () => {
  const { scenario, repertoire } = await loadScenario(FILE);
  compiled = await compileWith(repertoire, scenario, { dialect: 'twilio-media-streams' });
  usual = await turnsWith();
});

async function turnsWith(fault?: string): Promise<readonly TurnRecord[]> {
  const { plan, audio } = compiled;
  const wish = fault === undefined ? null : readFaultText(fault);
  const faults = wish !== null && 'ok' in wish ? [wish.ok] : [];
  const agent = await loadAgent({ seed: plan.seed, faults });
  const struck = new Set<string>();
  const records: LogRecord[] = [];
  runVirtually({
    plan,
    audio,
    agent: (call) => agent.session(call),
    onRecord: (record) => records.push(record),
    onAgentRecord: (record) => {
      if (record.type === 'fault') struck.add(record.fault);
    },
  });
  expect([...struck]).toEqual(fault === undefined ? [] : [fault]);
  return records
    .filter((record): record is TurnRecord => record.type === 'turn')
    .sort((a, b) => a.call - b.call || a.turn - b.turn);
}

const came = (turns: readonly TurnRecord[]) =>
  turns.map(({ call, kind, said, outcome }) => [call, kind, said, outcome]);
const latencies = (turns: readonly TurnRecord[]) =>
  turns.map(({ marks: { firstHeard, speechEnd } }) =>
    firstHeard === null || speechEnd === null ? null : firstHeard - speechEnd,
  );

describe.each(['odd_pieces', 'streams_silence', 'no_marks'])('a server with the fault %s', (fault) => {
  it('is heard by its callers as any other', async () => {
    const turns = await turnsWith(fault);
    expect(came(turns)).toEqual(came(usual));
    const before = latencies(usual);
    // Behind silence that is queued already an answer waits for it.
    const apart = latencies(turns).filter((ms, i) => {
      const was = before[i] ?? null;
      return ms === null || was === null ? ms !== was : Math.abs(ms - was) > 100;
    });
    expect(apart).toEqual([]);
  });
});

describe('a server that forgets clear', () => {
  it('goes on over its caller for as long as what was queued lasts', async () => {
    const stops = (turns: readonly TurnRecord[]) =>
      turns.flatMap(({ bargeIn }) =>
        bargeIn === null || bargeIn.stoppedMs === null ? [] : [bargeIn.stoppedMs - bargeIn.atMs],
      );
    const [before, after] = [stops(usual), stops(await turnsWith('no_clear'))];
    expect(before.length).toBeGreaterThan(0);
    expect(Math.min(...after)).toBeGreaterThan(Math.max(...before));
  });
});
