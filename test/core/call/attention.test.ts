/** When a listening caller cuts in, murmurs, or finds nothing to speak over. */

import { describe, expect, it } from 'vitest';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { audio, done, RehearsedCall } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;
const WAIT = 11;
const MM_HM = 19;

const interrupt = (afterMs: number): PlanStep => ({
  op: 'interrupt',
  afterMs,
  speech: [{ utterance: 'wait' }],
  onTimeout: 'fail',
});
const murmur = (afterMs: number): PlanStep => ({
  op: 'backchannel',
  afterMs,
  speech: [{ utterance: 'mm-hm' }],
  deadlineMs: 3000,
  onTimeout: 'fail',
});

/** "hello", and an answer that is heard from 2000 on. */
function answered(steps: readonly PlanStep[], audioMs: number): RehearsedCall {
  const call = new RehearsedCall(smallPlan([SAY_HELLO, ...steps])).connected();
  call.at(1900).hears({ type: 'committed', itemId: 'u1' });
  return call.at(1960).answers('r1', audioMs);
}

/** When the first frame of an utterance left. */
function leftAt(call: RehearsedCall, message: number): number | undefined {
  return call.frames.find((frame) => frame.message === message)?.atMs;
}

describe('a caller that cuts in', () => {
  it('speaks over what is audible by then, and not over what has just ended', () => {
    // "wait" would be heard from 2540 on.
    const fate = (audioMs: number) => {
      const call = answered([interrupt(500), LISTEN], audioMs).at(2700);
      call.hears({ type: 'committed', itemId: 'u2' }).at(5000).answers('r2', 250).at(9000).input(CLOSED);
      return [call.turns[1]?.kind, call.turns[0]?.bargeIn?.atMs];
    };
    expect(fate(541)).toEqual(['interrupt', 2540]);
    expect(fate(540)).toEqual(['say', undefined]);
    expect(fate(520)).toEqual(['say', undefined]);
  });

  it('does so at once, and not in the past, where its time was over before it could', () => {
    // The murmur is audible from 2360 until 2620, and its last frame leaves at 2720: 400 ms after 2000 is over by then.
    const call = answered([murmur(300), interrupt(400), LISTEN], 4000).at(3400);
    expect(leftAt(call, MM_HM)).toBe(2420);
    expect(leftAt(call, WAIT)).toBe(2820);
    expect(call.effects.findLast(({ type }) => type === 'speak')).toMatchObject({ atMs: 2820 });
  });
});

describe('a wish to cut in that came to nothing', () => {
  it('is forgotten with its step: the next answer is heard to its end, and no longer', () => {
    const call = new RehearsedCall(
      smallPlan([
        SAY_HELLO,
        { ...interrupt(4000), onTimeout: 'continue' } as PlanStep,
        SAY_HELLO,
        LISTEN,
        SAY_HELLO,
      ]),
    ).connected();
    // Nothing comes within 5 s; "hello" again, and an answer that is heard until 8,290.
    call.at(8000).hears({ type: 'committed', itemId: 'u2' }).answers('r2', 250).at(16_000).input(CLOSED);
    const said = call.effects.flatMap((effect) => (effect.type === 'speak' ? [effect.atMs] : []));
    expect(said).toHaveLength(3);
    expect(said[2]).toBeLessThanOrEqual(8290 + 300);
  });
});

describe('a caller that has murmured over an answer that came too early', () => {
  it('waits for a proper one from the end of its murmur on', () => {
    // Its words are heard until 1,070, the murmur until 1,520: the 3 s that it waits are over at 4,520.
    const outcome = (atMs: number) => {
      const call = new RehearsedCall(smallPlan([SAY_HELLO, murmur(300), LISTEN])).connected();
      call.at(900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 500), done('r1'));
      call.at(atMs).answers('r2', 250).at(12_000).input(CLOSED);
      expect(leftAt(call, MM_HM)).toBe(1320);
      return call.turns[0]?.outcome;
    };
    expect([outcome(4480), outcome(4481)]).toEqual(['answered', 'unanswered']);
  });
});

describe('an answer at the very deadline', () => {
  it('is in time, and a millisecond later it is not', () => {
    // "hello" is captured until 1070, and 3 s are waited for.
    const outcome = (atMs: number) => {
      const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
      return call.at(atMs).answers('r1', 250).at(9000).input(CLOSED).turns[0]?.outcome;
    };
    expect([outcome(4030), outcome(4031)]).toEqual(['answered', 'unanswered']);
  });
});

describe('an answer that goes on and on', () => {
  it('is listened to as long as an answer may take, and no longer', () => {
    // Heard from 2000, and 20 s of it are borne.
    const call = answered([LISTEN], 30_000).at(40_000).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 22_000 });
    expect(call.turns[0]).toMatchObject({ outcome: 'interrupted', marks: { lastHeard: 22_000 } });
  });
});

describe('the round trips of a call', () => {
  const measured = (...trips: readonly number[]) => {
    const call = answered([LISTEN], 250);
    for (const ms of trips) call.input({ type: 'rtt', ms });
    return call.at(9000).input(CLOSED);
  };

  it('are counted, with the least and the mean of them, and the last is its turn’s', () => {
    const call = measured(8, 4, 6);
    expect(call.record?.rtt).toEqual({ count: 3, minMs: 4, meanMs: 6 });
    expect(call.turns[0]?.rttMs).toBe(6);
  });

  it('are none where none was measured', () => {
    expect(measured().record?.rtt).toEqual({ count: 0, minMs: null, meanMs: null });
  });
});

describe('a caller that murmurs', () => {
  it('does not where the answer is shorter than its wish, and goes on', () => {
    const call = answered([murmur(300), SAY_HELLO, LISTEN], 250)
      .at(8000)
      .input(CLOSED);
    expect(leftAt(call, MM_HM)).toBeUndefined();
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', backchannels: [] });
    expect(call.turns[1]?.kind).toBe('say');
  });

  it('does not while there is no connection to murmur into', () => {
    const plan = smallPlan([SAY_HELLO, murmur(300)], { limits: { redials: 1 } });
    const call = new RehearsedCall(plan).connected();
    call.at(1960).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 1500));
    call.at(2100).input({ ...CLOSED, code: 1006 });
    call.at(9000);
    expect(call.effects.filter(({ type }) => type === 'speak')).toHaveLength(1);
    expect(call.turns[0]?.backchannels).toEqual([]);
  });
});

describe('an answer that fails', () => {
  it('without a reason is said to have none', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, done('r1', 'failed'));
    call.at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'failed', failure: 'answer_failed' });
    expect(call.turns[0]?.detail).toMatch(/without a reason/);
  });

  it('for its rate limit is told as that', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' });
    call
      .hears(done('r1', 'failed', 'rate_limit_exceeded'))
      .at(9000)
      .input(CLOSED);
    expect(call.turns[0]).toMatchObject({ failure: 'rate_limited', detail: 'rate_limit_exceeded' });
  });

  it('after the caller has spoken over it, and heard of it what it wanted, fails nobody', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, interrupt(500), LISTEN])).connected();
    call.at(1960).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 4000));
    call.at(2650).hears({ type: 'speech_started', itemId: 'u2' });
    call.at(2700).hears(done('r1', 'failed', 'overloaded'));
    call.at(3400).hears({ type: 'committed', itemId: 'u2' }).answers('r2', 250).at(9000).input(CLOSED);
    expect(call.turns.map(({ outcome, failure }) => [outcome, failure])).toEqual([
      ['interrupted', null],
      ['answered', null],
    ]);
  });
});

describe('an answer in which the connection breaks', () => {
  it('is said to have broken off in its middle', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN], { limits: { redials: 1 } })).connected();
    call.at(1960).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 500));
    call.at(2300).input({ ...CLOSED, code: 1006 });
    call.at(20_000);
    expect(call.turns[0]).toMatchObject({ outcome: 'failed', failure: 'connection_lost' });
    expect(call.turns[0]?.detail).toMatch(/middle of the answer/);
  });
});

describe('what a turn was', () => {
  const silence: PlanStep = { op: 'silence', durationMs: 5000 };

  it('is told by the words that were said, and by none where there were none', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, silence])).connected().at(9000).input(CLOSED);
    expect(call.turns.map(({ kind, said, transcript }) => [kind, said, transcript])).toEqual([
      ['say', 'hello', 'hello.'],
      ['silence', '', null],
    ]);
    for (const turn of call.turns) expect(turn).toMatchObject({ call: 0, caller: 'caller', voice: 'ada' });
  });

  it('does not fail with the call where it waited for nothing', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, silence])).connected();
    call.at(2000).input({ ...CLOSED, code: 1006 });
    expect(call.record).toMatchObject({ outcome: 'failed', failure: 'connection_lost' });
    expect(call.turns.map(({ outcome, failure }) => [outcome, failure])).toEqual([
      ['not_expected', null],
      ['not_expected', null],
    ]);
  });

  it('does not fail with it where its answer was heard, and does where it was not', () => {
    const heard = answered([LISTEN, SAY_HELLO, LISTEN], 250);
    heard.at(4500).input({ ...CLOSED, code: 1006 });
    expect(heard.turns.map(({ outcome, failure }) => [outcome, failure])).toEqual([
      ['answered', null],
      ['failed', 'connection_lost'],
    ]);
    // Of the last answer nothing is missing either, though the call is lost before another turn.
    const last = answered([LISTEN, SAY_HELLO], 250).at(2320);
    last.input({ ...CLOSED, code: 1006 });
    expect(last.record?.failure).toBe('connection_lost');
    expect(last.turns.map(({ outcome, failure }) => [outcome, failure])).toEqual([['answered', null]]);
  });

  it('is a greeting where the agent speaks before anybody has: nobody waited for it', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(50).hears({ type: 'committed', itemId: 'u0' });
    call.at(100).hears({ type: 'answer_created', responseId: 'r0' }, done('r0', 'failed'));
    call.at(1960).answers('r1', 250).at(9000).input(CLOSED);
    expect(call.turns).toMatchObject([
      { kind: 'greeting', expectsAnswer: false, said: '', step: 0 },
      { kind: 'say', expectsAnswer: true, outcome: 'answered' },
    ]);
  });
});
