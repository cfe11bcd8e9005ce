/** An agent that ends the call by itself: where the script lets it, that is a good end, once what it said last has been heard. */

import { describe, expect, it } from 'vitest';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { RehearsedCall, audio, done } from './rehearsed_call.ts';

const BYE = { type: 'closed', code: 1000, reason: 'bye', failure: null, detail: null } as const;
const SILENCE: PlanStep = { op: 'silence', durationMs: 3000 };
const SILENCE_OR: PlanStep = { ...SILENCE, orHangup: true };
const HUNG_UP: PlanStep = { op: 'hung_up', deadlineMs: 2000 };

function calling(steps: readonly PlanStep[], limits: { redials?: number } = {}): RehearsedCall {
  return new RehearsedCall(smallPlan(steps, { limits })).connected();
}

/** The caller's words end at 1070, and their answer is played 1740–2040: silence begins at 2040. */
const silent = (steps: readonly PlanStep[], limits: { redials?: number } = {}): RehearsedCall =>
  calling(steps, limits).at(1700).answers('r1', 300).at(2500);

describe('in a silence that the agent may end', () => {
  it('completes the call', () => {
    const call = silent([SAY_HELLO, LISTEN, SILENCE_OR, LISTEN]).input(BYE);
    expect(call.record).toMatchObject({
      outcome: 'completed',
      failure: null,
      closeCode: 1000,
      endedMs: 2500,
    });
    // Nobody waits for an answer to the silence any more.
    expect(call.turns[1]).toMatchObject({ kind: 'silence', outcome: 'not_expected', expectsAnswer: false });
  });

  it.each([1000, 1005])('completes it with the code %d, and dials no more', (code) => {
    const call = silent([SAY_HELLO, LISTEN, SILENCE_OR, LISTEN], { redials: 2 }).input({ ...BYE, code });
    expect(call.record).toMatchObject({ outcome: 'completed', connections: 1 });
  });

  it.each([
    [1001, 'agent_hung_up'],
    [1006, 'connection_lost'],
    [1013, 'overloaded'],
  ] as const)('does not with %d, which is no goodbye', (code, failure) => {
    expect(silent([SAY_HELLO, LISTEN, SILENCE_OR, LISTEN]).input({ ...BYE, code }).record).toMatchObject({
      failure,
    });
  });

  it('does not where the close says something else', () => {
    const call = silent([SAY_HELLO, LISTEN, SILENCE_OR, LISTEN]);
    expect(call.input({ ...BYE, reason: 'rate limit' }).record).toMatchObject({ failure: 'rate_limited' });
  });

  it('hears out what is still playing, beyond the end of the silence, and whether or not its end was told', () => {
    for (const end of [[done('r2')], []]) {
      const call = silent([SAY_HELLO, LISTEN, SILENCE_OR, LISTEN]);
      call
        .hears({ type: 'answer_created', responseId: 'r2' }, audio('r2', 4000), ...end)
        .at(2600)
        .input(BYE);
      expect(call.record).toBeNull();
      expect(call.at(6600).record).toMatchObject({ outcome: 'completed', endedMs: 6540, heardMs: 4300 });
      expect(call.turns[1]).toMatchObject({
        kind: 'silence',
        outcome: 'answered',
        heardMs: 4000,
        failure: null,
      });
    }
  });

  it('goes on as any silence where nobody hangs up', () => {
    const call = silent([SAY_HELLO, LISTEN, SILENCE_OR]).at(5100).input(BYE);
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 5040 });
  });
});

describe('where the script does not let it', () => {
  it.each([
    ['a plain silence', [SAY_HELLO, LISTEN, SILENCE, LISTEN]],
    ['a listen with nothing of the kind behind it', [SAY_HELLO, LISTEN, SAY_HELLO, LISTEN]],
  ])('fails the call: %s', (_what, steps) => {
    expect(silent(steps).input(BYE).record).toMatchObject({ failure: 'agent_hung_up' });
  });

  it('fails it while the caller speaks, whatever comes next', () => {
    expect(calling([SAY_HELLO, HUNG_UP]).at(800).input(BYE).record).toMatchObject({
      failure: 'agent_hung_up',
    });
  });

  it('fails it where the answer that is listened for never came', () => {
    const call = calling([SAY_HELLO, LISTEN, HUNG_UP]).at(1700).input(BYE);
    expect(call.record).toMatchObject({ failure: 'agent_hung_up', detail: 'closed with 1000 bye' });
  });
});

describe('hung_up', () => {
  it('is done once the agent hangs up', () => {
    const call = calling([SAY_HELLO, HUNG_UP]).at(1700).answers('r1', 300).at(2500).input(BYE);
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 2500 });
    expect(call.turns).toMatchObject([{ outcome: 'answered', expectsAnswer: false }]);
  });

  it('hears out a goodbye that was cut loose before it was played', () => {
    const call = calling([SAY_HELLO, LISTEN, HUNG_UP]).at(1700).answers('r1', 3000).at(1800).input(BYE);
    expect(call.at(4700).record).toBeNull();
    expect(call.at(4800).record).toMatchObject({ outcome: 'completed', endedMs: 4740, heardMs: 3000 });
    expect(call.frames.at(-1)?.atMs).toBeLessThan(1800);
  });

  it('ends as soon as the last words were heard, however long it would have waited', () => {
    const call = calling([SAY_HELLO, HUNG_UP]).at(1700).answers('r1', 3000).at(1800).input(BYE).at(9000);
    expect(call.record).toMatchObject({ outcome: 'completed', endedBy: 'agent', endedMs: 4740 });
  });

  it('fails the call where nobody hangs up, from the last that was heard on', () => {
    const call = calling([SAY_HELLO, HUNG_UP]).at(1700).answers('r1', 1000).at(9000).input(BYE);
    expect(call.record).toMatchObject({
      failure: 'not_hung_up',
      detail: 'the agent had not hung up 2000 ms after the last words',
      endedMs: 2740 + 2000,
    });
  });

  // The last frame of what was said leaves at 1220.
  it('waits as long as the caller is patient, where the script does not say', () => {
    const call = calling([SAY_HELLO, { op: 'hung_up' }])
      .at(9000)
      .input(BYE);
    expect(call.record).toMatchObject({ failure: 'not_hung_up', endedMs: 1220 + 5000 });
  });

  it('is bounded where the agent never stops talking', () => {
    const plan = smallPlan([SAY_HELLO, HUNG_UP], { limits: { answerMs: 3000 } });
    const call = new RehearsedCall(plan).connected().at(1700);
    call.hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 50_000)).at(9000).input(BYE);
    expect(call.record).toMatchObject({ failure: 'not_hung_up', endedMs: 1220 + 3000 + 2000 });
  });

  it('can be stopped while the last words are heard', () => {
    const call = calling([SAY_HELLO, HUNG_UP]).at(1700).answers('r1', 3000).at(1800).input(BYE);
    call.at(2000).input({ type: 'stop', failure: 'interrupted' });
    expect(call.record).toMatchObject({ failure: 'interrupted', endedMs: 2000 });
  });
});

describe('a backchannel before the caller hangs up', () => {
  const MURMUR: PlanStep = {
    op: 'backchannel',
    afterMs: 500,
    speech: [{ utterance: 'mm-hm' }],
    onTimeout: 'fail',
  };

  it.each([
    ['hangup', [SAY_HELLO, MURMUR, { op: 'hangup' }]],
    ['the end of the script', [SAY_HELLO, MURMUR]],
  ] as const)('is not followed by the rest of the answer: %s', (_what, steps) => {
    const call = calling(steps).at(1700).answers('r1', 9000).at(5000).input(BYE);
    expect(call.record).toMatchObject({ outcome: 'completed' });
    // Heard for 500 ms, then for as long as the murmur takes.
    expect(call.record?.endedMs).toBeLessThan(3000);
    expect(call.turns).toMatchObject([{ outcome: 'interrupted' }]);
  });

  it('is followed by it where the caller has more to say', () => {
    const call = calling([SAY_HELLO, MURMUR, SAY_HELLO]).at(1700).answers('r1', 4000).at(9000).input(BYE);
    expect(call.turns[1]?.marks.speechStart).toBeGreaterThan(5740);
  });
});
