/** What the agent begins, or breaks off, although the caller was silent. */

import { describe, expect, it } from 'vitest';
import { Phantoms } from '../../../src/core/call/phantoms.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { RehearsedCall, audio, done, toolCall } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: 'bye', failure: null, detail: null } as const;
const STARTED = { type: 'speech_started', itemId: 'noise' } as const;
const STOPPED = { type: 'speech_stopped', itemId: 'noise' } as const;
const TAKEN = { type: 'committed', itemId: 'noise' } as const;
const SILENCE: PlanStep = { op: 'silence', durationMs: 12_000 };

/** The caller's words end at 1070; silence begins when the first answer is over, whatever comes in it. */
function calling(...steps: readonly PlanStep[]): RehearsedCall {
  return new RehearsedCall(smallPlan([SAY_HELLO, LISTEN, ...steps])).connected();
}

function phantoms(call: RehearsedCall): { starts: number; stops: number } {
  call.at(25_000).input(CLOSED);
  return {
    starts: call.turns.reduce((total, turn) => total + (turn.phantoms?.starts ?? 0), 0),
    stops: call.turns.reduce((total, turn) => total + (turn.phantoms?.stops ?? 0), 0),
  };
}

describe('a phantom start', () => {
  it('is an answer to what the agent heard though nobody spoke', () => {
    const call = calling(SILENCE).at(1700).answers('r1', 300);
    call.at(5000).hears(STARTED).at(5300).hears(STOPPED, TAKEN).at(5500).answers('r2', 500);
    expect(phantoms(call)).toEqual({ starts: 1, stops: 0 });
  });

  it('is one right after an answer, told of or not', () => {
    const call = calling(SILENCE).at(1700).answers('r1', 300).at(2300).answers('r2', 500);
    expect(phantoms(call)).toEqual({ starts: 1, stops: 0 });
  });

  it('is what an agent says that was to be spoken to first', () => {
    const call = new RehearsedCall(smallPlan([{ op: 'silence', durationMs: 1500 }, SAY_HELLO])).connected();
    expect(phantoms(call.at(500).answers('r0', 300))).toEqual({ starts: 1, stops: 0 });
  });

  it('is not the answer, in however many parts its words were taken', () => {
    const call = calling().at(900).hears(STOPPED, TAKEN).at(1000).answers('r1', 300);
    call.at(1300).hears(STARTED, STOPPED).at(1500).hears(TAKEN).at(1700).answers('r2', 300);
    expect(phantoms(call)).toEqual({ starts: 0, stops: 0 });
  });

  it('is no second try after an answer that failed unheard', () => {
    const call = calling().at(1500);
    call.hears({ type: 'answer_created', responseId: 'r1' }, done('r1', 'failed', 'server_error: oops'));
    expect(phantoms(call.at(1900).answers('r2', 300))).toEqual({ starts: 0, stops: 0 });
  });

  it('is no question into a long silence, and is one where the agent says that it heard something', () => {
    expect(phantoms(calling(SILENCE).at(1700).answers('r1', 300).at(8000).answers('r2', 500)).starts).toBe(0);
  });

  it('is not what is said of a tool’s result', () => {
    const plan = smallPlan([SAY_HELLO, LISTEN, SILENCE], { tools: [tool('lookup_order', 200)] });
    const call = new RehearsedCall(plan).connected().at(1500);
    call.hears({ type: 'answer_created', responseId: 'r1' });
    call.hears(audio('r1', 300), toolCall('r1', 'c1', 'lookup_order'), done('r1'));
    expect(phantoms(call.at(2100).answers('r2', 300)).starts).toBe(0);
  });

  it('is not the answer to a sound that asked for none: that is counted with these', () => {
    const sound = { ...SILENCE, afterMs: 1000, speech: [{ utterance: 'mm-hm' }] } as const;
    const call = calling(sound).at(1700).answers('r1', 300);
    call.at(3300).hears(STARTED).at(3900).hears(STOPPED, TAKEN).at(4000).answers('r2', 300);
    expect(phantoms(call)).toEqual({ starts: 0, stops: 0 });
  });

  it('is not the greeting of a new connection, nor what the last one had misheard', () => {
    const lost = { ...CLOSED, code: 1006, reason: '' };
    const greeted = (speaksFirst: 'agent_by_itself' | 'caller'): number => {
      const plan = smallPlan([LISTEN, SILENCE], { limits: { redials: 1 }, target: { speaksFirst } });
      const call = new RehearsedCall(plan).connected().at(100).answers('r0', 300);
      call.at(3000).hears(STARTED).at(3100).input(lost);
      call.at(3610).input({ type: 'opened' }).at(3620).hears({ type: 'ready' });
      return phantoms(call.at(3700).answers('r1', 300)).starts;
    };
    expect(greeted('agent_by_itself')).toBe(0);
    // Where the caller is to speak first, nobody asked for either.
    expect(greeted('caller')).toBe(2);
    const plan = smallPlan([SAY_HELLO, LISTEN, SILENCE], { limits: { redials: 1 } });
    const late = new RehearsedCall(plan).connected().at(1700).answers('r1', 300);
    late.at(4000).hears(STARTED).at(4100).input(lost);
    late.at(4610).input({ type: 'opened' }).at(4620).hears({ type: 'ready' });
    expect(phantoms(late.at(8000).answers('r2', 300)).starts).toBe(0);
  });

  it('is none that nobody heard', () => {
    const call = calling(SILENCE).at(1700).answers('r1', 300).at(2300);
    call.hears({ type: 'answer_created', responseId: 'r2' }, done('r2'));
    expect(phantoms(call)).toEqual({ starts: 0, stops: 0 });
  });
});

describe('a phantom stop', () => {
  it('is an answer broken off while nobody spoke', () => {
    const call = calling(SILENCE).at(1700).answers('r1', 6000).at(4000).hears(STARTED);
    expect(phantoms(call)).toEqual({ starts: 0, stops: 1 });
  });

  it('is none that an interruption or a murmur stopped', () => {
    for (const op of ['interrupt', 'backchannel'] as const) {
      const over: PlanStep = { op, afterMs: 500, speech: [{ utterance: 'mm-hm' }], onTimeout: 'fail' };
      const call = new RehearsedCall(smallPlan([SAY_HELLO, over, SILENCE])).connected();
      call.at(1700).answers('r1', 6000).at(2900).hears(STARTED);
      expect(phantoms(call).stops).toBe(0);
    }
  });

  it('is none where nothing was being heard', () => {
    const call = calling(SILENCE).at(1700).answers('r1', 300).at(5000).hears(STARTED);
    expect(phantoms(call).stops).toBe(0);
  });
});

describe('who asked for an answer', () => {
  type Asked = Parameters<Phantoms['isUnasked']>[0];
  const given = (...answeredMs: readonly (number | null)[]): Asked => ({
    tools: answeredMs.map((at) => ({
      name: 'lookup',
      callId: 'c1',
      arguments: '{}',
      calledMs: 0,
      outcome: 'result',
      answeredMs: at,
      heardMs: null,
    })),
  });
  const fresh = (speaksFirst: 'agent' | 'caller' = 'caller'): Phantoms =>
    new Phantoms(smallPlan([SAY_HELLO], { target: { speaksFirst } }));
  const never = -Infinity;

  it('is nobody before the caller’s first sound, and its sounds for a while', () => {
    const phantoms = fresh();
    expect(phantoms.isSilent(0)).toBe(true);
    phantoms.sound(1000, 1500);
    expect([2999, 3000, 3001].map((atMs) => phantoms.isSilent(atMs))).toEqual([false, false, true]);
    phantoms.sound(1000, 4000);
    expect([5000, 5001].map((atMs) => phantoms.isSilent(atMs))).toEqual([false, true]);
  });

  it('is nobody within 2 s of a connection, or of the last that was heard; after that it is a silence', () => {
    const phantoms = fresh();
    phantoms.connected(1000);
    expect([2999, 3000].map((atMs) => phantoms.isUnasked(given(), never, atMs))).toEqual([true, false]);
    expect([4499, 4500].map((atMs) => phantoms.isUnasked(given(), 2500, atMs))).toEqual([true, false]);
    phantoms.sound(5000, 6000);
    phantoms.heard(6000);
    expect([7999, 8000].map((atMs) => phantoms.isUnasked(given(), 2500, atMs))).toEqual([true, false]);
  });

  it('is the caller with what it said since the last answer that was heard began', () => {
    const phantoms = fresh();
    phantoms.connected(0);
    phantoms.sound(1000, 2000);
    phantoms.heard(1999);
    expect(phantoms.isUnasked(given(), never, 2100)).toBe(false);
    phantoms.heard(2000);
    // An older answer that is heard only now changes nothing.
    phantoms.heard(500);
    expect(phantoms.isUnasked(given(), never, 2100)).toBe(true);
  });

  it('is a tool with a result given since then', () => {
    const phantoms = fresh();
    phantoms.connected(0);
    phantoms.heard(1000);
    const unasked = (...answeredMs: readonly (number | null)[]) =>
      phantoms.isUnasked(given(...answeredMs), never, 1500);
    expect([unasked(null), unasked(1000), unasked(1001), unasked(null, 1001)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is whoever lets the agent speak first: once on each connection', () => {
    const phantoms = fresh('agent');
    expect(phantoms.isUnasked(given(), never, 100)).toBe(false);
    phantoms.connected(0);
    expect(phantoms.isUnasked(given(), never, 100)).toBe(false);
    phantoms.heard(100);
    expect(phantoms.isUnasked(given(), 900, 1000)).toBe(true);
    phantoms.connected(1000);
    expect(phantoms.isUnasked(given(), 900, 1100)).toBe(false);
  });

  it('is nobody where the agent heard what was not there, however long ago: for one answer', () => {
    const phantoms = fresh();
    const unasked = () => phantoms.isUnasked(given(), never, 20_000);
    expect(unasked()).toBe(false);
    phantoms.heardSpeech(9000);
    expect([unasked(), unasked()]).toEqual([true, false]);
    phantoms.heardSpeech(9000);
    phantoms.connected(9500);
    expect(unasked()).toBe(false);
    phantoms.heardSpeech(9600);
    phantoms.sound(9700, 9800);
    phantoms.heard(9800);
    expect(unasked()).toBe(false);
    // What it hears of the caller it does not mishear.
    phantoms.heardSpeech(10_000);
    expect(unasked()).toBe(false);
  });
});
