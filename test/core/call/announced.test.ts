/** A server that announces that it will close the connection: its caller's client leaves while nothing goes on. */

import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/log/usage.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { audio, RehearsedCall } from './rehearsed_call.ts';

const TWICE = [SAY_HELLO, LISTEN, SAY_HELLO, LISTEN] as const;
const LEAVING = { type: 'leaving', inMs: 5000, keeps: true } as const;
const CLOSED = {
  type: 'closed',
  code: 1008,
  reason: 'GoAway',
  failure: 'session_expired',
  detail: null,
} as const;

/** "hello" from 320, heard 1990–2490; the caller would go on at 2690. */
const talking = (): RehearsedCall => new RehearsedCall(smallPlan(TWICE)).connected().at(1900);

describe('a connection that will be closed', () => {
  it('is left once the answer has been heard, for another, on which the conversation goes on', () => {
    const call = talking().hears({ type: 'answer_created', responseId: 'r1' }, LEAVING, audio('r1', 500));
    call.at(2000);
    expect(call.effects.some(({ type }) => type === 'leave')).toBe(false);
    call.hears({
      type: 'answer_done',
      responseId: 'r1',
      status: 'completed',
      reason: null,
      rateLimited: false,
      usage: null,
      usageFollows: true,
    });
    // What it has used is waited for: it would be lost.
    call.at(2550);
    expect(call.dialed).toHaveLength(1);
    call.hears({ type: 'used', responseId: 'r1', usage: { ...noUsage, audioOut: 7 } });
    call.at(2560);
    expect(call.effects).toContainEqual({ type: 'leave', code: 1000 });
    expect(call.dialed).toEqual([0, 2550]);
    call.input({ type: 'opened' }).hears({ type: 'ready', continues: true });
    call
      .at(4600)
      .answers('r2', 500)
      .at(7000)
      .input({ ...CLOSED, code: 1000, failure: null });
    expect(call.turns.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    expect(call.record).toMatchObject({
      outcome: 'completed',
      connections: 2,
      reconnects: [{ lostMs: 2550, readyMs: 2560, tries: 1, replayedItems: 0, announced: true }],
      usage: { audioOut: 7 },
    });
  });

  it('is come back from where the server closes it first', () => {
    const call = talking().hears({ type: 'answer_created', responseId: 'r1' }, LEAVING, audio('r1', 500));
    call.at(2100).input(CLOSED);
    call.at(2110).input({ type: 'opened' }).hears({ type: 'ready', continues: true });
    call.at(8000);
    expect(call.dialed).toEqual([0, 2100]);
    expect(call.record?.failure ?? null).toBeNull();
  });

  it('ends the call as any other loss does where nothing would be kept', () => {
    const call = talking()
      .hears({ ...LEAVING, keeps: false })
      .answers('r1', 500);
    call.at(2600);
    expect(call.dialed).toHaveLength(1);
    call.input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'failed', failure: 'session_expired' });
  });
});

describe('what an answer has used, told apart from its end', () => {
  const done = {
    type: 'answer_done',
    responseId: 'r1',
    status: 'completed',
    reason: null,
    rateLimited: false,
  } as const;

  it('is counted each time, and missed where it never came', () => {
    const call = talking().hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 500));
    call.hears({ ...done, usage: null, usageFollows: true });
    call.hears({ type: 'used', responseId: 'r1', usage: { ...noUsage, textIn: 3 } });
    call.hears({ type: 'used', responseId: 'r1', usage: { ...noUsage, textIn: 4 } });
    call.at(4600).hears({ type: 'answer_created', responseId: 'r2' }, audio('r2', 500));
    call.hears({ ...done, responseId: 'r2', usage: null, usageFollows: true });
    call.at(7000).input({ ...CLOSED, code: 1000, failure: null });
    expect(call.turns.map(({ usage }) => usage?.textIn)).toEqual([7, undefined]);
    expect(call.record?.usage).toMatchObject({ textIn: 7, cutOff: 1 });
  });
});

describe('calls of tools that are taken back', () => {
  it('get no result, and nothing is waited for', () => {
    const plan = smallPlan(TWICE);
    const tools = [
      {
        name: 'look_up',
        parameters: {},
        outcomes: [{ type: 'result' as const, weight: 1, output: '{}', latencyMs: [500, 500] as const }],
      },
    ];
    const call = new RehearsedCall({ ...plan, tools }).connected().at(1900);
    call.hears({ type: 'answer_created', responseId: 'r1' });
    call.hears({ type: 'tool_call', responseId: 'r1', callId: 'c1', name: 'look_up', arguments: '{}' });
    call
      .hears({ ...done(), usageFollows: true })
      .at(2000)
      .hears({ type: 'tools_cancelled', callIds: ['c1'] });
    call.at(4000);
    expect(call.commands('tool_result')).toEqual([]);
    expect(call.commands('respond')).toEqual([]);
    call.at(9000).input({ ...CLOSED, code: 1000, failure: null });
    expect(call.turns[0]?.tools).toMatchObject([{ callId: 'c1', answeredMs: null, cancelledMs: 2000 }]);
    expect(call.turns[0]?.tools?.[0]).not.toHaveProperty('late');
  });

  it('get their result all the same from a client that is to be so careless, and no answer is asked for', () => {
    const outcomes = [{ type: 'result', weight: 1, output: '{}', latencyMs: [500, 500] }] as const;
    const tools = [{ name: 'look_up', parameters: {}, outcomes, givesCancelled: true as const }];
    const call = new RehearsedCall({ ...smallPlan(TWICE), tools }).connected().at(1900);
    call.hears({ type: 'answer_created', responseId: 'r1' });
    call.hears({ type: 'tool_call', responseId: 'r1', callId: 'c1', name: 'look_up', arguments: '{}' });
    call.hears({ ...done(), usageFollows: true }).at(2000);
    call.hears({ type: 'tools_cancelled', callIds: ['c1'] }).at(4000);
    expect(call.commands('tool_result')).toMatchObject([{ callId: 'c1' }]);
    expect(call.commands('respond')).toEqual([]);
    call.at(9000).input({ ...CLOSED, code: 1000, failure: null });
    expect(call.turns[0]?.tools).toMatchObject([{ callId: 'c1', answeredMs: 2400, cancelledMs: 2000 }]);
    expect(call.turns[0]?.tools?.[0]).not.toHaveProperty('late');
  });
});

function done(): {
  readonly type: 'answer_done';
  readonly responseId: string;
  readonly status: 'completed';
  readonly reason: null;
  readonly rateLimited: false;
  readonly usage: null;
} {
  return {
    type: 'answer_done',
    responseId: 'r1',
    status: 'completed',
    reason: null,
    rateLimited: false,
    usage: null,
  };
}
