/** Each fault of a session does what it says, when it says, once; and to nobody else. */

import { beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord, StrikeRecord } from '../../src/core/log/record.ts';
import type { PlanFault } from '../../src/core/plan/plan.ts';
import { fault, linesOf, rehearsed, spoiled, stage, type Log, type Stage } from './spoiled.ts';
import { Wiretap, type Reached } from './wiretap.ts';

const HOP_MS = 20;

let set: Stage;
let clean: Log;
const undisturbed = new Map<number, readonly Reached[]>();

beforeAll(async () => {
  set = await stage();
  const tap = new Wiretap(set.agent);
  clean = rehearsed(set, set.plan, { agent: tap.session });
  for (const [call, reached] of tap.reached) undisturbed.set(call, reached);
}, 60_000);

interface Struck {
  readonly log: Log;
  readonly strike: StrikeRecord;
  readonly call: CallRecord;
  /** What reached the agent after the strike had had time to. */
  readonly after: readonly Reached[];
  readonly all: readonly Reached[];
}

/** Call 1, and no other. */
function struck(text: string, limits = {}): Struck {
  const tap = new Wiretap(set.agent);
  const wish = fault(text, { callers: ['order-status'] });
  const log = rehearsed(set, spoiled(set.plan, [wish], limits), { agent: tap.session });
  const mine = log.strikes.filter(({ call }) => call === 1);
  expect(mine).toHaveLength(1);
  const [strike] = mine;
  const call = log.calls.get(1);
  if (strike === undefined || call === undefined) throw new Error('nothing was struck');
  const all = tap.of(1);
  return { log, strike, call, all, after: all.filter(({ atMs }) => atMs > strike.atMs + HOP_MS) };
}

const isAudio = ({ what }: Reached): boolean => what.startsWith('append');
const words = (reached: readonly Reached[]): readonly string[] => reached.map(({ what }) => what);

describe('a run in which nothing is struck', () => {
  it('has calls that all go through', () => {
    expect([...clean.calls.values()].map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 4 }, () => 'completed'),
    );
    expect(clean.strikes).toEqual([]);
  });
});

describe('close', () => {
  it('closes the connection with its code, and the call ends as one that was broken on purpose', () => {
    const { call, after, strike } = struck('close::during=answer,after=300ms,code=3001');
    expect(call).toMatchObject({ outcome: 'failed', failure: 'disconnected', closeCode: 3001 });
    expect(call.endedMs).toBe(strike.atMs);
    expect(after).toEqual([]);
  });

  it('is one connection of a call that dials again, and strikes once', () => {
    const { call, all } = struck('close::during=answer,after=300ms', { redials: 2, redialMs: 100 });
    expect(call).toMatchObject({ connections: 2 });
    expect(words(all).filter((what) => what === 'opened')).toHaveLength(2);
  });
});

describe('half_open', () => {
  it('leaves the connection open and says no more, until the call’s own limits end it', () => {
    const { call, after, strike } = struck('half_open::during=answer,after=300ms');
    expect(call).toMatchObject({ outcome: 'failed', failure: 'disconnected', closeCode: null });
    expect(call.detail).toContain('half_open on purpose');
    // Only the end of the connection, once nobody waits any more.
    expect(words(after)).toEqual(['closed']);
    expect(after[0]?.atMs).toBeGreaterThan(strike.atMs + 5000);
  });

  it('reads nothing either: what was still to be said is not heard', () => {
    const { log } = struck('half_open::during=answer,after=300ms');
    const heard = (of: Log): number => of.turns.find(({ call }) => call === 1)?.heardMs ?? NaN;
    expect(heard(log)).toBeLessThan(heard(clean));
  });

  it('leaves an answer without its end, which the agent did not leave out', () => {
    const { call } = struck('half_open::during=answer,after=0ms');
    expect(call.protocolViolations).toBe(0);
    expect(call.usage).toMatchObject({ cutOff: 1 });
    expect(call.usage).not.toHaveProperty('unreported');
  });

  it('is no failure of the target’s in any record of the call', () => {
    const { log } = struck('half_open::during=utterance,after=300ms');
    const turns = log.turns.filter(({ call, failure }) => call === 1 && failure !== null);
    expect(turns.length).toBeGreaterThan(0);
    for (const { failure, outcome } of turns) expect([failure, outcome]).toEqual(['disconnected', 'failed']);
  });
});

describe('stall', () => {
  it('holds back everything for so long, and has all of it leave at once and in order', () => {
    const { strike, after, all } = struck('stall::during=utterance,after=500ms,for=2s');
    const releasedMs = strike.atMs + 2000 + HOP_MS;
    expect(after[0]?.atMs).toBeCloseTo(releasedMs, 6);
    const burst = after.filter(({ atMs }) => Math.abs(atMs - releasedMs) < 1e-6);
    expect(burst.filter(isAudio)).toHaveLength(2000 / set.plan.frameMs);
    // Up to the end of that utterance the agent has got nothing else than it would have.
    const until = all.indexOf(burst.at(-1) as Reached) + 1;
    expect(words(all.slice(0, until))).toEqual(words((undisturbed.get(1) ?? []).slice(0, until)));
  });

  it('holds back a hang-up as well', () => {
    const { after, strike } = struck('stall::during=between,nth=3,after=100ms,for=1s');
    expect(after[0]?.atMs).toBeCloseTo(strike.atMs + 1000 + HOP_MS, 6);
  });
});

describe('throttle', () => {
  it('has no more leave than the rate has room for, and then all that has waited', () => {
    const { strike, after } = struck('throttle::during=utterance,kbps=256,for=2s');
    const within = after.filter(({ atMs }) => atMs <= strike.atMs + 2000);
    // Base64: a third more than the bytes, and the message around it.
    const bits = within.reduce((sum, { bytes }) => sum + ((bytes * 4) / 3) * 8, 0);
    expect(bits / 2000).toBeLessThanOrEqual(256);
    expect(bits / 2000).toBeGreaterThan(256 * 0.9);
    const releasedMs = strike.atMs + 2000 + HOP_MS;
    const burst = after.filter(({ atMs }) => Math.abs(atMs - releasedMs) < 1e-6);
    expect(burst.length * set.plan.frameMs).toBeGreaterThanOrEqual(900);
  });
});

describe('slow_reader', () => {
  it('has an answer arrive later than it is played', () => {
    const { log } = struck('slow_reader::during=utterance,kbps=64,for=20s');
    const gaps = (of: Log): number =>
      of.turns.filter(({ call }) => call === 1).reduce((sum, { underruns }) => sum + underruns.count, 0);
    expect(gaps(clean)).toBe(0);
    expect(gaps(log)).toBeGreaterThan(0);
  });
});

describe('late_audio', () => {
  it('has nobody hear the microphone for so long after the session is ready', () => {
    const { strike, all, call } = struck('late_audio::for=1500ms');
    expect(strike.atMs).toBe(call.readyMs);
    const first = all.find(isAudio)?.atMs ?? NaN;
    expect(first).toBeGreaterThanOrEqual(strike.atMs + 1500 + HOP_MS);
    expect(first).toBeLessThan(strike.atMs + 1500 + HOP_MS + set.plan.frameMs);
  });
});

describe('never_configures', () => {
  it('opens the connection and says nothing, and is no failure of the target’s', () => {
    const { call, all } = struck('never_configures');
    expect(words(all)).toEqual(['opened', 'closed']);
    expect(call).toMatchObject({ failure: 'disconnected', readyMs: null });
    expect(call.detail).toContain('never_configures on purpose');
  });
});

describe('hang_up', () => {
  it('ends the call at that instant, though it could dial again', () => {
    const { call, after, strike } = struck('hang_up::during=answer,after=400ms', { redials: 2 });
    expect(call).toMatchObject({
      failure: 'disconnected',
      detail: 'hung up on purpose',
      endedMs: strike.atMs,
      closeCode: 1000,
    });
    expect(after).toEqual([]);
  });
});

const all: readonly string[] = [
  'disconnect',
  'close',
  'half_open',
  'hang_up',
  'stall',
  'throttle',
  'slow_reader',
  'late_audio',
  'never_configures',
];

describe.each(all)('%s for half of the calls', (name) => {
  it('leaves the other half as they are, to the last digit', () => {
    const wish: PlanFault = fault(`${name}:50%`);
    const log = rehearsed(set, spoiled(set.plan, [wish]));
    const hit = new Set(log.strikes.map(({ call }) => call));
    expect(hit.size).toBe(2);
    expect(log.strikes).toHaveLength(2);
    const spared = [...clean.calls.keys()].filter((call) => !hit.has(call));
    for (const call of spared) expect(linesOf(log, call)).toEqual(linesOf(clean, call));
  });

  it('is the same again with the same seed', () => {
    const plan = spoiled(set.plan, [fault(`${name}:50%`)]);
    expect(rehearsed(set, plan).records).toEqual(rehearsed(set, plan).records);
  });
});
