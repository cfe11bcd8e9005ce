/** A call that loses its connection in the middle of its script, and dials again. */

import { beforeEach, describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/log/usage.ts';
import type { PlanLimits, PlanTarget } from '../../../src/core/plan/plan.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { audio, done, RehearsedCall, toolCall } from './rehearsed_call.ts';

const LOST = { type: 'closed', code: 1006, reason: '', failure: null, detail: null } as const;
const CLOSED = { ...LOST, code: 1000 } as const;
const GO_ON = { ...LISTEN, onTimeout: 'continue' } as const;
const TWICE = [SAY_HELLO, LISTEN, SAY_HELLO, LISTEN] as const;

interface Changes {
  readonly limits?: Partial<PlanLimits>;
  readonly target?: Partial<PlanTarget>;
}

function calling(steps: readonly PlanStep[], { limits, target = {} }: Changes = {}): RehearsedCall {
  return new RehearsedCall(smallPlan(steps, { target, limits: { redials: 1, ...limits } })).connected();
}

/** Loses the connection at an instant; the next is open 510 ms later and ready 10 ms after that. */
function loses(call: RehearsedCall, atMs: number): RehearsedCall {
  call.at(atMs).input(LOST);
  call.at(atMs + 510).input({ type: 'opened' });
  return call.at(atMs + 520).hears({ type: 'ready' });
}

describe('a call that dials again', () => {
  let call: RehearsedCall;
  beforeEach(() => {
    call = calling(TWICE);
    // "hello" from 320, heard 1990–2490; the caller would go on at 2690.
    call.at(1900).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500);
    loses(call, 2600);
    call.at(4400).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500);
    call.at(6000).input(CLOSED);
  });

  it('waits, dials, configures the new session, and goes on', () => {
    expect(call.dialed).toEqual([0, 3100]);
    expect(call.commands('configure')).toHaveLength(2);
    expect(call.turns.map(({ turn, outcome, heardMs }) => [turn, outcome, heardMs])).toEqual([
      [0, 'answered', 500],
      [1, 'answered', 500],
    ]);
  });

  it('sends nothing in between, and then on a new grid', () => {
    const instants = call.frames.map(({ atMs }) => atMs);
    expect(instants.filter((atMs) => atMs > 2600 && atMs < 3220)).toEqual([]);
    expect(instants.filter((atMs) => atMs >= 3220).every((atMs, k) => atMs === 3220 + k * 100)).toBe(true);
    // Its pause was over while there was no connection: speech is on the first frame that can be had.
    const again = call.frames.find(({ message, atMs }) => message === 1 && atMs > 2600);
    expect(again?.atMs).toBe(3220);
  });

  it('is one call: its instants are the first connection’s, its end the last one’s, and no frame counts twice', () => {
    expect(call.record).toMatchObject({
      outcome: 'completed',
      connections: 2,
      dialedMs: 0,
      connectedMs: 10,
      readyMs: 20,
      closeCode: 1000,
      turns: 2,
      audioReceivedMs: 1000,
      heardMs: 1000,
      audioSentMs: call.frames.length * 100,
    });
  });

  it('counts the frames of the call through, for who looks for one of them', () => {
    const last = call.turns[1]?.speechEndFrame ?? 0;
    expect(call.frames[last]?.message).toBe(9);
  });
});

describe('a call that is woken late while it waits to dial again', () => {
  // "hello" from 320, heard 1990–2490; the caller would go on at 2690, and dial at 3100. Both are over by the time it is woken.
  it('does both: dials then, and goes on once there is a session', () => {
    const call = calling(TWICE);
    call.at(1900).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500);
    call.at(2600).input(LOST);
    call.stalls(3150);
    expect(call.dialed).toEqual([0, 3150]);
    call.at(3160).input({ type: 'opened' });
    call.at(3170).hears({ type: 'ready' });
    call.at(4400).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500);
    call.at(6000).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed', turns: 2, connections: 2 });
  });
});

describe('without leave to dial again', () => {
  it('a lost connection ends the call, as it always has', () => {
    const call = calling(TWICE, { limits: { redials: 0 } });
    call.at(1500).input(LOST);
    expect(call.dialed).toEqual([0]);
    expect(call.record).toMatchObject({ failure: 'connection_lost', endedMs: 1500, connections: 1 });
  });

  it('so does the last one that it may lose', () => {
    const call = calling(TWICE, { limits: { redials: 2 } });
    loses(call, 1500);
    loses(call, 2500);
    call.at(3200).input({ ...LOST, code: 1011, reason: 'overloaded' });
    expect(call.dialed).toEqual([0, 2000, 3000]);
    expect(call.record).toMatchObject({
      failure: 'connection_lost',
      detail: 'closed with 1011 overloaded',
      closeCode: 1011,
      connections: 3,
    });
    expect(call.turns).toHaveLength(1);
    expect(call.effects.filter(({ type }) => type === 'record')).toHaveLength(2);
  });

  it('a handshake that fails counts among those, in whatever way it does', () => {
    const refused = calling(TWICE, { limits: { redials: 2, redialMs: 100 } });
    refused.at(1500).input(LOST);
    refused.at(1601).input({ ...LOST, failure: 'connect_refused', detail: 'ECONNREFUSED' });
    refused.at(1702).input({ ...LOST, failure: 'connect_refused', detail: 'ECONNREFUSED' });
    expect(refused.dialed).toEqual([0, 1600, 1701]);
    expect(refused.record).toMatchObject({ failure: 'connect_refused', connections: 3, endedMs: 1702 });

    const slow = calling([SAY_HELLO, { ...LISTEN, deadlineMs: 9000 }], {
      limits: { redials: 2, redialMs: 100 },
    });
    slow.at(1500).input(LOST);
    slow.at(3800);
    expect(slow.dialed).toEqual([0, 1600, 2700]);
    expect(slow.effects.filter(({ type }) => type === 'drop')).toHaveLength(1);
    slow.input(LOST);
    expect(slow.record).toMatchObject({ failure: 'connect_timeout', connections: 3 });
  });

  it.each([
    ['auth_failed', 3000],
    ['session_expired', 1001],
    ['rate_limited', 4000],
    ['http_unauthorized', 1006],
  ] as const)('a target that means it (%s) is not asked again', (failure, code) => {
    const call = calling(TWICE)
      .at(1500)
      .input({ ...LOST, code, failure });
    expect(call.record).toMatchObject({ failure, connections: 1 });
  });

  it('a connection that fails before the script has begun is not dialled again', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO], { limits: { redials: 3 } })).input({
      type: 'begin',
    });
    call.at(10).input({ ...LOST, failure: 'connect_refused' });
    expect(call.record).toMatchObject({ failure: 'connect_refused', connections: 1 });
  });
});

describe('what still comes from a connection that is gone', () => {
  const late = (usage = { ...noUsage, audioOut: 40 }) => ({ ...done('r1', 'cancelled'), usage });

  it('is billed, once however often it is told, and nothing else', () => {
    const call = calling(TWICE);
    call.at(1950).hears({ type: 'answer_created', responseId: 'r1' });
    call.at(2000).input(LOST);
    const before = call.effects.length;
    call.input({ type: 'event', connection: 0, event: audio('r1', 500) });
    call.input({ type: 'event', connection: 0, event: late() });
    call.input({ ...LOST, connection: 0 }).input({ type: 'rtt', connection: 0, ms: 3 });
    call.at(2510).input({ type: 'opened' });
    call.at(2520).hears({ type: 'ready' });
    call.input({ type: 'event', connection: 0, event: late() });
    call.input({
      type: 'event',
      connection: 0,
      event: { type: 'error', code: 'x', message: '', fatal: 'agent_error' },
    });
    call.input({ ...LOST, connection: 0 });
    expect(call.effects.slice(before).map(({ type }) => type)).toEqual([
      'dial',
      'wake',
      'send',
      'wake',
      'mic',
      'wake',
    ]);
    call.at(2600).answers('r1', 500).at(3400).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.record).toMatchObject({ rtt: { count: 0 }, usage: { audioOut: 40 }, audioReceivedMs: 1000 });
  });

  it('is not even billed once the record is out', () => {
    const call = calling([SAY_HELLO]).at(1300).input(CLOSED);
    const { record } = call;
    call.input({ type: 'event', connection: 0, event: late() });
    expect(call.record).toBe(record);
  });
});

describe('a turn in which the connection breaks', () => {
  it('goes on waiting for its answer, and is answered by what the new session says', () => {
    const call = calling([SAY_HELLO, LISTEN]);
    call.at(1900).hears({ type: 'committed', itemId: 'u1' }, { type: 'answer_created', responseId: 'r1' });
    loses(call, 1950);
    call.at(3000).answers('r1', 500).at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', marks: { firstHeard: 3040 } });
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 3540, protocolViolations: 0 });
  });

  it('waits no longer than it would have, be there a connection or not', () => {
    const call = calling([SAY_HELLO, LISTEN], { limits: { redialMs: 5000 } });
    call.at(2000).input(LOST).at(5000);
    expect(call.dialed).toEqual([0]);
    expect(call.turns[0]).toMatchObject({ outcome: 'unanswered', failure: 'no_answer' });
    expect(call.record).toMatchObject({ failure: 'no_answer', endedMs: 4070, closeCode: 1006 });
  });

  it('fails with it where the caller hears half of the answer', () => {
    const call = calling(TWICE);
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 1000));
    loses(call, 2000);
    // What had come is heard out, to 2940; a new answer under the old one's name is another.
    call.at(4600).answers('r1', 500).at(9000).input(CLOSED);
    expect(call.turns.map(({ outcome, failure, heardMs }) => [outcome, failure, heardMs])).toEqual([
      ['failed', 'connection_lost', 1000],
      ['answered', null, 500],
    ]);
    expect(call.record).toMatchObject({ outcome: 'completed', protocolViolations: 0 });
  });

  it('does not where all of it had come, though it is not over yet', () => {
    const call = calling(TWICE);
    call.at(1900).answers('r1', 3000);
    loses(call, 2000);
    call.at(6500).answers('r2', 500).at(12_000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', heardMs: 3000, marks: { lastHeard: 4940 } });
  });

  it('is said as far as it got where the caller was speaking, and the new session is not blamed for the rest', () => {
    const call = calling([SAY_HELLO, GO_ON, SAY_HELLO, LISTEN]);
    loses(call, 700);
    call.at(5000).answers('r1', 500).at(9000).input(CLOSED);
    const [first, second] = call.turns;
    expect(first).toMatchObject({ outcome: 'unanswered', marks: { speechEnd: 700 } });
    expect(second).toMatchObject({ outcome: 'answered' });
    expect(call.frames.filter(({ message }) => message === 1)).toHaveLength(2);
    expect(call.frames.filter(({ message }) => message === 10)).toHaveLength(1);
  });

  it('asks the agent for its greeting again where that had not been heard', () => {
    const call = calling([LISTEN], { target: { speaksFirst: 'agent' } });
    loses(call, 100);
    expect(call.commands('respond')).toHaveLength(2);
    call.at(700).answers('r1', 500).at(9000).input(CLOSED);
    expect(call.turns).toMatchObject([{ kind: 'greeting', outcome: 'answered' }]);

    const unasked = calling([LISTEN], { target: { speaksFirst: 'agent_by_itself' } });
    loses(unasked, 100);
    unasked.at(700).answers('r1', 500).at(9000).input(CLOSED);
    expect(unasked.commands('respond')).toEqual([]);
    expect(unasked.turns).toMatchObject([{ kind: 'greeting', outcome: 'answered' }]);

    const heard = calling([LISTEN, SAY_HELLO, LISTEN], { target: { speaksFirst: 'agent' } });
    loses(heard.at(60).answers('r1', 500), 800);
    expect(heard.commands('respond')).toHaveLength(1);
    // What it owes then is an answer, which it was not asked for as a greeting.
    const answer = calling([LISTEN, SAY_HELLO, LISTEN], { target: { speaksFirst: 'agent' } });
    loses(answer.at(60).answers('r1', 500), 2500);
    expect(answer.turns.map(({ kind }) => kind)).toEqual(['greeting']);
    expect(answer.commands('respond')).toHaveLength(1);
  });

  it('takes for the greeting what the new session begins with, though the caller speaks by then', () => {
    const call = calling([SAY_HELLO, LISTEN], { target: { speaksFirst: 'agent_by_itself' } });
    loses(call, 100);
    // "hello" is heard from 900 on.
    call.at(1100).answers('r0', 250).at(2300).hears({ type: 'committed', itemId: 'u1' });
    call.answers('r1', 500).at(9000).input(CLOSED);
    expect(call.turns.map(({ kind, answers }) => [kind, answers])).toEqual([
      ['greeting', 1],
      ['say', 1],
    ]);
  });

  it('gives the new session no result of a tool that the old one called', () => {
    const plan = smallPlan([SAY_HELLO, LISTEN], { tools: [tool('lookup', 1000)], limits: { redials: 1 } });
    const call = new RehearsedCall(plan).connected();
    call
      .at(1900)
      .hears({ type: 'answer_created', responseId: 'r1' }, toolCall('r1', 'c1', 'lookup'), done('r1'));
    loses(call, 2000);
    call.at(3500).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.commands('tool_result')).toEqual([]);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', tools: [{ callId: 'c1', answeredMs: null }] });
  });

  it('is not cut into while nobody would hear it', () => {
    const interrupt = {
      op: 'interrupt',
      afterMs: 500,
      speech: [{ utterance: 'wait' }],
      onTimeout: 'fail',
    } as const;
    const call = calling([SAY_HELLO, interrupt, LISTEN]);
    call.at(1900).answers('r1', 2000);
    loses(call, 2100);
    call.at(6000).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.turns.map(({ kind, bargeIn }) => [kind, bargeIn])).toEqual([
      ['say', null],
      ['say', null],
    ]);
    expect(call.record?.outcome).toBe('completed');
  });
});

describe('between two connections', () => {
  it('the run can be stopped, and the call’s own limit holds', () => {
    const stopped = calling(TWICE)
      .at(1500)
      .input(LOST)
      .at(1600)
      .input({ type: 'stop', failure: 'interrupted' });
    expect(stopped.record).toMatchObject({ failure: 'interrupted', endedMs: 1600, connections: 1 });
    const late = calling([{ op: 'silence', durationMs: 70_000 }], {
      limits: { callMs: 2000, redialMs: 5000 },
    });
    late.at(1500).input(LOST).at(3000);
    expect(late.record).toMatchObject({ failure: 'call_timeout', endedMs: 2000 });
  });

  it('a script may come to its end', () => {
    const call = calling([{ op: 'silence', durationMs: 1600 }, { op: 'hangup' }]);
    call.at(1500).input(LOST).at(3000);
    expect(call.dialed).toEqual([0]);
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 1620 });
  });
});
