/**
 * Faults of the caller's side over real sockets: the same calls are struck in the same way, at the same instants give or take what
 * a machine is late, as in virtual time; and the generator does not take for its own lateness what it holds back on purpose.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type AgentServer } from '../../src/agent/server.ts';
import { chaosFaults } from '../../src/chaos/chaos_faults.ts';
import type { StrikeRecord } from '../../src/core/log/record.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import { fault, logOf, rehearsed, spoiled, stage, type Log, type Stage } from '../chaos/spoiled.ts';
import { oneCall, type OneCall } from './one_call.ts';

/** Of instants that hang on what the agent does, on a machine that has all of these calls at once: less than from one moment to another of its kind. */
const LATE_MS = 3000;

/** Every fault as it is by default, but for those that would last longer than a test should. */
const wishes: readonly string[] = [...chaosFaults.keys()].map(
  (name) =>
    ({ half_open: 'half_open::during=answer', late_audio: 'late_audio::for=1s', storm: 'storm::at=4s' })[
      name
    ] ?? name,
);

let set: Stage;
let plan: Plan;
let frames: Buffer[];
const servers: AgentServer[] = [];

/** By the fault. */
const onNode = new Map<string, OneCall>();
const virtually = new Map<string, Log>();

function planWith(wish: string): Plan {
  return spoiled(plan, [fault(wish)], {
    setupMs: 1500,
    callMs: wish.startsWith('half_open') ? 4000 : 30_000,
  });
}

async function overSockets(wish: string): Promise<void> {
  // A server of its own each: what its one session draws is then the same.
  const server = await startServer({ agent: set.agent, host: '127.0.0.1', port: 0 });
  servers.push(server);
  onNode.set(wish, await oneCall(planWith(wish), server.url, { frames }));
}

beforeAll(async () => {
  set = await stage();
  // Call 0 is one of the short ones.
  plan = { ...set.plan, load: { mode: 'open', startsMs: [0], maxConcurrency: 1 } };
  plan = { ...plan, callers: plan.callers.filter(({ name }) => name === 'hours') };
  frames = viewsOf(framed(set.audio));
  for (const wish of wishes) virtually.set(wish, rehearsed(set, planWith(wish), { networkMs: 0 }));
  await Promise.all(wishes.map(overSockets));
}, 120_000);

afterAll(() => Promise.all(servers.map((server) => server.close())));

describe.each(wishes)('%s', (wish) => {
  it('strikes on both engines, once, in the same way, and at the same time', () => {
    const strikesOf = ({ strikes }: Log): readonly StrikeRecord[] => strikes;
    const node = onNode.get(wish);
    if (node === undefined) throw new Error('there was no such call');
    const [real, ...more] = strikesOf(logOf(node.records));
    const [rehearsal] = strikesOf(virtually.get(wish) as Log);
    expect(more).toEqual([]);
    if (real === undefined || rehearsal === undefined) throw new Error('nothing was struck');
    const sinceReady = (strike: StrikeRecord, call: { readonly connectedMs: number | null }): number =>
      // A storm is at an instant of the run, whenever each call has come to be connected.
      wish.startsWith('storm') ? strike.atMs : strike.atMs - (call.connectedMs ?? NaN);
    const rehearsed = virtually.get(wish)?.calls.get(0);
    if (rehearsed === undefined) throw new Error('there was no such call');
    expect(Math.abs(sinceReady(real, node.call) - sinceReady(rehearsal, rehearsed))).toBeLessThan(LATE_MS);
    expect(withoutTimes(real)).toEqual(withoutTimes(rehearsal));
    expect([node.call.outcome, node.call.failure]).toEqual([rehearsed.outcome, rehearsed.failure]);
  });

  it('is nothing that the generator was late with or the target left unread', () => {
    const { gauge } = onNode.get(wish) as OneCall;
    expect([gauge.framesUnread, gauge.framesDropped]).toEqual([0, 0]);
    // Far less than the shortest of what is held back.
    expect(gauge.sendLateness.max).toBeLessThan(1000);
    expect(gauge.sendLateness.count).toBeGreaterThanOrEqual(gauge.framesSent);
  });
});

function withoutTimes(strike: StrikeRecord): unknown {
  const { response } = strike;
  const timed = response !== undefined && 'afterMs' in response;
  return { ...strike, atMs: 0, ...(timed ? { response: { ...response, afterMs: 0 } } : {}) };
}
