/** Everybody loses the connection at one instant of the run, and comes back as careful clients do. Virtual time. */

import { beforeAll, describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../src/agent/agent_record.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { chaosFaults } from '../../src/chaos/chaos_faults.ts';
import type { CallRecord, LogRecord, StrikeRecord } from '../../src/core/log/record.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { runVirtually } from '../../src/engine/virtual/virtual_run.ts';
import { armFault } from '../../src/fault/arm_fault.ts';
import { LISTEN, smallPlan } from '../core/plan/small_plan.ts';

const CALLS = 300;
const STORM_MS = 5000;
const BACKOFF_MS = 2000;

/** They begin 20 ms apart, so that the last ones begin after the storm. */
function stormPlan(): Plan {
  const startsMs = Array.from({ length: CALLS }, (_, call) => call * 20);
  const plan = smallPlan(
    [
      { ...LISTEN, deadlineMs: 9000 },
      { op: 'silence', durationMs: 4000 },
    ],
    {
      target: { speaksFirst: 'agent' },
      load: { mode: 'open', startsMs, maxConcurrency: CALLS },
    },
  );
  const reconnect = {
    tries: 5,
    backoffMs: BACKOFF_MS,
    maxMs: 10_000,
    jitter: 'full',
    replay: true,
    giveUpMs: 30_000,
  } as const;
  return {
    ...plan,
    callers: plan.callers.map((caller) => ({ ...caller, reconnect })),
    faults: [{ fault: 'storm', share: 1, args: { at: STORM_MS } }],
  };
}

const log: LogRecord[] = [];
const agentLog: AgentRecord[] = [];
beforeAll(async () => {
  const plan = stormPlan();
  const silence = dialectOf(plan).append(Buffer.alloc(4800).toString('base64'));
  const bytes = new TextEncoder().encode(silence);
  const agent = await loadAgent({ seed: 1 });
  let sessions = 0;
  runVirtually({
    plan,
    audio: { bytes, offsets: Uint32Array.of(0, bytes.length) },
    // Each connection meets a session of its own.
    agent: () => agent.session(sessions++),
    networkMs: 20,
    strict: true,
    onRecord: (record) => log.push(record),
    onAgentRecord: (record) => agentLog.push(record),
  });
}, 120_000);

const calls = (): CallRecord[] => log.filter((record) => record.type === 'call');
const strikes = (): StrikeRecord[] => log.filter((record) => record.type === 'strike');

describe('a storm', () => {
  it('strikes those who are talking, all at one instant and once, and nobody who comes later', () => {
    expect(strikes().length).toBeGreaterThan(CALLS * 0.6);
    expect(strikes().length).toBeLessThan(CALLS);
    expect(new Set(strikes().map(({ atMs }) => atMs))).toEqual(new Set([STORM_MS]));
    expect(new Set(strikes().map(({ call }) => call)).size).toBe(strikes().length);
    const lost = calls().filter(({ reconnects }) => reconnects !== undefined);
    expect(new Set(lost.map(({ call }) => call))).toEqual(new Set(strikes().map(({ call }) => call)));
  });

  it('leaves every call one line in the log, over as many connections as it took', () => {
    expect(
      calls()
        .map(({ call }) => call)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: CALLS }, (_, call) => call));
    expect(calls().filter(({ outcome }) => outcome !== 'completed')).toEqual([]);
    const connections = calls().reduce((total, call) => total + (call.connections ?? 0), 0);
    expect(connections).toBe(CALLS + strikes().length);
    expect(log.at(-1)).toMatchObject({ type: 'footer', calls: { completed: CALLS, failed: 0 } });
  });

  it('is come back from at instants of everybody’s own', () => {
    const back = calls().flatMap(({ reconnects = [] }) => reconnects.map(({ readyMs }) => readyMs ?? NaN));
    expect(back).toHaveLength(strikes().length);
    const tenths = new Map<number, number>();
    for (const atMs of back)
      tenths.set(Math.floor(atMs / 100), (tenths.get(Math.floor(atMs / 100)) ?? 0) + 1);
    // Even would be a twentieth of them in each tenth of a second.
    expect(Math.max(...tenths.values())).toBeLessThan((2.5 * back.length) / (BACKOFF_MS / 100));
    expect(tenths.size).toBeGreaterThanOrEqual(18);
  });

  it('is told by the agent, which goes on where it was and greets nobody again', () => {
    const answers = agentLog.filter((record) => record.type === 'answer');
    const told = answers.filter(({ kind }) => kind === 'trouble:connection_lost');
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told.map(({ action }) => action))).toEqual(new Set(['reconnect']));
    const opened = new Set(told.map(({ sessionId }) => sessionId));
    expect(answers.filter(({ kind, sessionId }) => kind === 'greeting' && opened.has(sessionId))).toEqual([]);
  });
});

describe('a storm in a scenario', () => {
  const armed = (args: Readonly<Record<string, string>>) =>
    armFault(chaosFaults, { fault: 'storm', share: 1, args });

  it('has its instant', () => {
    expect(armed({ at: '5s' })).toMatchObject({ ok: { args: { at: 5000 } } });
  });

  it.each([
    [{ nth: '2' }, 'nth'],
    [{ at: '5s', until: '5s' }, 'between from and until'],
    [{ at: '5s', from: '6s' }, 'between from and until'],
  ])('that could never strike is refused: %o', (args, mistake) => {
    const reading = armed(args);
    expect('mistake' in reading ? reading.mistake : '').toContain(mistake);
  });
});
