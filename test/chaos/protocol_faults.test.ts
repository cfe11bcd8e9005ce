/** What no client should send is sent, and what the agent makes of it is told with the strike: once, and it is no error of the call's. */

import { beforeAll, describe, expect, it } from 'vitest';
import type { AgentSession } from '../../src/agent/session.ts';
import { fault, linesOf, rehearsed, spoiled, stage, type Log, type Stage } from './spoiled.ts';
import { Wiretap } from './wiretap.ts';

let set: Stage;
let clean: Log;

beforeAll(async () => {
  set = await stage();
  clean = rehearsed(set, set.plan);
}, 60_000);

/** The error that the service has for it; null: it is allowed, or at least nobody minds. */
const responses: readonly (readonly [string, string | null])[] = [
  ['malformed_base64', 'invalid_value'],
  ['odd_bytes', 'invalid_value'],
  ['oversize_append', 'string_above_max_length'],
  ['unknown_event', 'invalid_value'],
  ['empty_commit', 'input_audio_buffer_commit_empty'],
  ['second_response', 'conversation_already_has_active_response'],
  ['cancel_nothing', 'response_cancel_not_active'],
  ['truncate_beyond', 'invalid_value'],
  ['truncate_to_zero', null],
  ['settings_mid_answer', null],
  ['not_json', 'invalid_json'],
  ['binary_frame', 'invalid_json'],
  ['two_sessions', null],
];

describe.each(responses)('%s', (name, code) => {
  it('is answered, or let pass, and told so', () => {
    const log = rehearsed(set, spoiled(set.plan, [fault(name)]));
    expect(new Set(log.strikes.map(({ call }) => call))).toEqual(new Set(clean.calls.keys()));
    expect(log.strikes).toHaveLength(clean.calls.size);
    const told = log.strikes.map(({ response }) => ({
      ...response,
      ...(response?.type === 'answered' ? { afterMs: Math.round(response.afterMs) } : {}),
    }));
    const expected = code === null ? { type: 'ignored' } : { type: 'answered', code, afterMs: 40 };
    expect(told).toEqual(told.map(() => expected));
    // The agent goes on, and what it said of the strike is no error of its own.
    for (const { outcome, agentErrors } of log.calls.values()) {
      expect([outcome, agentErrors]).toEqual(['completed', []]);
    }
  });

  it('leaves the calls that it spares as they are, to the last digit', () => {
    const log = rehearsed(set, spoiled(set.plan, [fault(`${name}:50%`)]));
    const hit = new Set(log.strikes.map(({ call }) => call));
    expect(hit.size).toBe(2);
    const spared = [...clean.calls.keys()].filter((call) => !hit.has(call));
    for (const call of spared) expect(linesOf(log, call)).toEqual(linesOf(clean, call));
  });
});

describe('truncate_to_zero', () => {
  it('reaches the agent, which takes it', () => {
    const tap = new Wiretap(set.agent);
    rehearsed(set, spoiled(set.plan, [fault('truncate_to_zero')]), { agent: tap.session });
    for (const reached of tap.reached.values()) {
      expect(reached.filter(({ what }) => what === 'conversation.item.truncate')).toHaveLength(1);
    }
  });
});

describe('settings_mid_answer', () => {
  it('sends the settings a second time', () => {
    const tap = new Wiretap(set.agent);
    rehearsed(set, spoiled(set.plan, [fault('settings_mid_answer')]), { agent: tap.session });
    for (const reached of tap.reached.values()) {
      expect(reached.filter(({ what }) => what === 'session.update')).toHaveLength(2);
    }
  });
});

/** An agent that ends its session upon what it cannot read. */
function touchy(code: number, reason: string): (call: number) => AgentSession {
  return (call) => {
    const session = set.agent.session(call);
    const handle = session.handle.bind(session);
    session.handle = (input, atMs) => {
      if (input.type !== 'message' || input.message.type !== 'unreadable') return handle(input, atMs);
      handle({ type: 'closed' }, atMs);
      return [{ type: 'close', code, reason }];
    };
    return session;
  };
}

describe('an agent that closes the connection upon it', () => {
  it('with a reason is told with code and reason, and has not failed', () => {
    const log = rehearsed(set, spoiled(set.plan, [fault('not_json')]), {
      agent: touchy(1007, 'this is no JSON'),
    });
    expect(log.strikes).toHaveLength(4);
    for (const { response } of log.strikes) {
      expect(response).toEqual({
        type: 'closed',
        code: 1007,
        reason: 'this is no JSON',
        afterMs: expect.closeTo(40, 6) as number,
      });
    }
    for (const { failure, detail } of log.calls.values()) {
      expect([failure, detail]).toEqual(['disconnected', 'closed by the target after not_json']);
    }
  });

  it.each([1006, 1011])('with %d has failed: that is no reason', (code) => {
    const log = rehearsed(set, spoiled(set.plan, [fault('not_json')]), { agent: touchy(code, '') });
    for (const { response } of log.strikes) expect(response).toMatchObject({ type: 'closed', code });
    for (const { failure } of log.calls.values()) {
      expect(failure).not.toBeNull();
      expect(failure).not.toBe('disconnected');
    }
  });
});

it('tells of a strike whose response nobody waits for any more, before the call’s own record', () => {
  const faults = [fault('truncate_to_zero::after=100ms'), fault('hang_up::after=200ms')];
  const log = rehearsed(set, spoiled(set.plan, faults));
  const lines = linesOf(log, 1).map((line) => (line.type === 'strike' ? line.fault : line.type));
  expect(lines.slice(-1)).toEqual(['call']);
  expect(lines.filter((line) => line === 'truncate_to_zero' || line === 'hang_up').sort()).toEqual([
    'hang_up',
    'truncate_to_zero',
  ]);
  const unknown = log.strikes.find(({ fault }) => fault === 'truncate_to_zero');
  expect(unknown).not.toHaveProperty('response');
});

it('has nothing to tell of where there was no occasion', () => {
  // Cancelled nothing while something was being made: at the instant at which the agent begins.
  const plan = spoiled(set.plan, [fault('cancel_nothing::during=tool')]);
  const log = rehearsed(set, plan);
  expect(log.strikes).toEqual([]);
  expect(log.calls).toEqual(clean.calls);
});
