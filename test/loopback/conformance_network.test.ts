/**
 * A bad network is the same on every engine: the same calls have it, the same toxics strike the same connections, calls come
 * to the same end, and what it delays is as late, but for what a socket and a busy machine cost.
 */

import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import type { CallRecord, LogRecord, StrikeRecord, TurnRecord } from '../../src/core/log/record.ts';
import { runVirtually } from '../../src/engine/virtual/virtual_run.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { recordsOf } from './artefacts.ts';
import { temporary, written } from './command.ts';
import { callstormHere } from './here.ts';

const file = written(
  'conformance-network.yaml',
  `
name: conformance of a network
seed: 31
target: { speaks_first: agent }
network:
  - { toxic: latency, latency: 400ms, toxicity: 50% }
  - { toxic: bandwidth, rate: 100kB/s, stream: upstream, every: 3 }
callers:
  - name: teller
    script: [listen, { say: refund }, listen, hangup]
  - name: unlucky
    network: [{ toxic: reset_peer, timeout: 2s }]
    script: [listen, { say: refund }, listen, hangup]
load: { arrivals: [{ type: constant, rate: 2/s, for: 5s }] }
limits: { call: 40s }
`,
);

interface Log {
  readonly calls: readonly CallRecord[];
  readonly turns: readonly TurnRecord[];
  readonly strikes: readonly StrikeRecord[];
}

function logOf(records: readonly LogRecord[]): Log {
  return {
    calls: records
      .filter((record): record is CallRecord => record.type === 'call')
      .sort((a, b) => a.call - b.call),
    turns: records
      .filter((record): record is TurnRecord => record.type === 'turn')
      .sort((a, b) => a.call - b.call || a.turn - b.turn),
    strikes: records
      .filter((record): record is StrikeRecord => record.type === 'strike')
      .sort((a, b) => a.call - b.call || a.fault.localeCompare(b.fault)),
  };
}

let node: Log;
let virtual: Log;

beforeAll(async () => {
  const folder = join(temporary(), 'run');
  await callstormHere(['run', file, '--out', folder, '--quiet']);
  node = logOf(recordsOf(join(folder, 'calls.ndjson')));
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
  virtual = logOf(records);
});

describe('a bad network, on sockets and in virtual time', () => {
  it('strikes the same connections of the same calls', () => {
    const told = ({ strikes }: Log): unknown[] =>
      strikes.map(({ call, fault, connection, of, detail }) => ({ call, fault, connection, of, detail }));
    expect(told(node)).toEqual(told(virtual));
    expect(new Set(virtual.strikes.map(({ fault }) => fault))).toEqual(
      new Set(['latency', 'bandwidth', 'reset_peer']),
    );
  });

  it('brings calls to the same end', () => {
    const ends = ({ calls }: Log): unknown[] =>
      calls.map(({ call, caller, outcome, failure, turns }) => ({ call, caller, outcome, failure, turns }));
    expect(ends(node)).toEqual(ends(virtual));
    expect(virtual.calls.some(({ failure }) => failure === 'disconnected')).toBe(true);
    expect(virtual.calls.some(({ outcome }) => outcome === 'completed')).toBe(true);
  });

  it('makes the same things late, by as much', () => {
    const late = new Set(virtual.strikes.filter(({ fault }) => fault === 'latency').map(({ call }) => call));
    const handshakeMs = ({ connectedMs, dialedMs }: CallRecord): number =>
      (connectedMs ?? Infinity) - (dialedMs ?? 0);
    for (const [i, call] of virtual.calls.entries()) {
      const expectedMs = late.has(call.call) ? 400 : 0;
      expect(handshakeMs(call)).toBeGreaterThanOrEqual(expectedMs);
      expect(handshakeMs(call)).toBeLessThan(expectedMs + 10);
      const overMs = handshakeMs(node.calls[i] as CallRecord) - handshakeMs(call);
      expect(overMs).toBeGreaterThan(-10);
      expect(overMs).toBeLessThan(350);
    }
    expect(late.size).toBeGreaterThan(0);
    expect(late.size).toBeLessThan(virtual.calls.length);
  });
});
