/** From when a caller's patience counts, and what a caller asks for by hand. */

import { describe, expect, it } from 'vitest';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { audio, done, RehearsedCall, toolCall } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;
const SILENCE: PlanStep = { op: 'silence', durationMs: 1000 };

function endOf(steps: readonly PlanStep[], atMs: number): RehearsedCall {
  return new RehearsedCall(smallPlan(steps)).connected().at(atMs).input(CLOSED);
}

describe('a caller’s patience', () => {
  it('counts from the last audible sample, and not from the end of the recording', () => {
    // "hello" is captured until 1070, its last frame leaves at 1220.
    expect(endOf([SAY_HELLO, LISTEN], 9000).record).toMatchObject({ failure: 'no_answer', endedMs: 4070 });
  });

  it('counts from where it begins to listen after a silence of its own', () => {
    // Ready at 20; silent until 1020; listens for 3 s.
    expect(endOf([SILENCE, LISTEN], 9000).record).toMatchObject({ failure: 'no_answer', endedMs: 4020 });
  });

  it('is the persona’s where the script does not say', () => {
    const patient: PlanStep = { op: 'listen', onTimeout: 'fail' };
    expect(endOf([SAY_HELLO, patient], 9000).record).toMatchObject({ endedMs: 1070 + 5000 });
  });

  it('counts anew from a murmur, not from the words before it', () => {
    const murmur: PlanStep = {
      op: 'backchannel',
      afterMs: 300,
      speech: [{ utterance: 'mm-hm' }],
      deadlineMs: 3000,
      onTimeout: 'fail',
    };
    const call = new RehearsedCall(smallPlan([SAY_HELLO, murmur])).connected();
    // Heard from 1940, and cut off before the murmur is over: what is waited for then is another answer.
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 4000));
    call.at(2400).hears({ type: 'speech_started', itemId: 'u2' }, done('r1', 'cancelled'));
    call.at(20_000).input(CLOSED);
    expect(call.turns[0]?.backchannels).toHaveLength(1);
    expect(call.turns[0]?.heardText).toBeNull();
    expect(call.record?.outcome).toBe('completed');
  });
});

describe('an answer to a turn that the caller has long left', () => {
  it('has its words noted where they belong, and words of no answer nowhere', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(1900).hears({ type: 'answer_text', responseId: 'nobody', text: 'lost' });
    call.hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 500));
    call.hears({ type: 'answer_text', responseId: 'r1', text: 'Well,' });
    call.hears({ type: 'answer_text', responseId: 'r1', text: 'hello.' }, done('r1'));
    call.at(9000).input(CLOSED);
    expect(call.turns.map(({ heardText }) => heardText)).toEqual(['Well, hello.']);
  });
});

describe('a server that does not answer by itself', () => {
  const asking = (createResponse: boolean): readonly string[] => {
    const { session } = smallPlan([]).target;
    const turnDetection = {
      type: 'server_vad',
      threshold: 0.5,
      prefixPaddingMs: 300,
      silenceDurationMs: 500,
      createResponse,
      interruptResponse: true,
    } as const;
    const plan = smallPlan([SAY_HELLO, LISTEN], { target: { session: { ...session, turnDetection } } });
    const call = new RehearsedCall(plan).connected();
    call.at(1900).hears({ type: 'committed', itemId: 'u1' });
    return call.sent.map(({ command }) => command.type);
  };

  it('is asked to, once it has taken the words; any other is not', () => {
    expect(asking(false)).toEqual(['configure', 'respond']);
    expect(asking(true)).toEqual(['configure']);
  });
});

describe('a tool whose answer is never told to be over', () => {
  const lookup = tool('lookup', 300);

  it('has its result answered all the same, once nothing more is heard of the first', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN], { tools: [lookup] })).connected();
    call.at(1900).hears({ type: 'committed', itemId: 'u1' }, { type: 'answer_created', responseId: 'r1' });
    // "Let me see", heard 1940–2440; the call; and no response.done.
    call.hears(audio('r1', 500), toolCall('r1', 'c1', 'lookup'));
    call.at(9000);
    const asked = call.sent.filter(({ command }) => command.type === 'respond');
    expect(asked.map(({ atMs }) => atMs)).toEqual([2440 + 1500]);
    expect(call.commands('tool_result')).toHaveLength(1);
  });

  it('is answered at once where it is told', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN], { tools: [lookup] })).connected();
    call.at(1900).hears({ type: 'committed', itemId: 'u1' }, { type: 'answer_created', responseId: 'r1' });
    call.hears(audio('r1', 500), toolCall('r1', 'c1', 'lookup'), done('r1'));
    call.at(2300);
    expect(call.sent.filter(({ command }) => command.type === 'respond').map(({ atMs }) => atMs)).toEqual([
      2200,
    ]);
  });

  it('is not asked about for a result that never comes, nor for words that were spoken over', () => {
    const hanging = tool('hanging', 0, { type: 'never', weight: 1 });
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN], { tools: [hanging] })).connected();
    call.at(1900).hears({ type: 'committed', itemId: 'u1' }, { type: 'answer_created', responseId: 'r1' });
    call.hears(audio('r1', 500), toolCall('r1', 'c1', 'hanging'));
    call.at(20_000).input(CLOSED);
    expect(call.commands('respond')).toEqual([]);
    expect(call.turns[0]).toMatchObject({ failure: 'no_answer', detail: 'hanging never gave a result' });
  });
});
