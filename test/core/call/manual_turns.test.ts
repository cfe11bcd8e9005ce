/** A caller whose client ends its turns by hand: the server does not listen for speech. */

import { describe, expect, it } from 'vitest';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { audio, done, RehearsedCall } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;

function calling(...steps: readonly PlanStep[]): RehearsedCall {
  const session = { ...smallPlan([]).target.session, turnDetection: null };
  return new RehearsedCall(smallPlan(steps, { target: { session } })).connected();
}

/** When the client ended a turn, asked for an answer, or took that back. */
function sent(call: RehearsedCall): readonly (readonly [string, number])[] {
  return call.sent.flatMap(({ command: { type }, atMs }) =>
    type === 'commit' || type === 'respond' || type === 'cancel' ? [[type, atMs] as const] : [],
  );
}

const INTERRUPT: PlanStep = {
  op: 'interrupt',
  afterMs: 500,
  speech: [{ utterance: 'wait' }],
  onTimeout: 'fail',
};
const MURMUR: PlanStep = {
  op: 'backchannel',
  afterMs: 300,
  speech: [{ utterance: 'mm-hm' }],
  deadlineMs: 3000,
  onTimeout: 'fail',
};

describe('an interruption by hand', () => {
  it('cancels what is still being made, hushes it as it begins, and takes its own words', () => {
    const call = calling(SAY_HELLO, INTERRUPT, LISTEN);
    // "hello" leaves with the frame due at 1220. Heard from 2000; "wait" begins to be heard at 2540.
    call.at(1960).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 4000));
    call.at(3500).hears(done('r1', 'cancelled'));
    call.answers('r2', 500).at(6000).input(CLOSED);
    expect(sent(call)).toEqual([
      ['commit', 1320],
      ['respond', 1320],
      ['cancel', expect.any(Number)],
      ['commit', 2920],
      ['respond', 2920],
    ]);
    const [first, second] = call.turns;
    expect(first).toMatchObject({
      outcome: 'interrupted',
      heardMs: 540,
      bargeIn: { atMs: 2540, stoppedMs: 2540 },
    });
    expect(second).toMatchObject({ kind: 'interrupt', outcome: 'answered', marks: { firstHeard: 3540 } });
    expect(call.record?.outcome).toBe('completed');
  });

  it('cancels nothing where the answer is made, and hushes what is left of it all the same', () => {
    const call = calling(SAY_HELLO, INTERRUPT, LISTEN);
    call.at(1960).answers('r1', 4000);
    call.at(3500).answers('r2', 500).at(6000).input(CLOSED);
    expect(call.commands('cancel')).toEqual([]);
    expect(call.turns[0]).toMatchObject({ outcome: 'interrupted', heardMs: 540 });
  });

  it('is simply the next words where the answer is shorter than the wish', () => {
    const call = calling(SAY_HELLO, INTERRUPT, LISTEN);
    call.at(1960).answers('r1', 250);
    call.at(5000).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.commands('cancel')).toEqual([]);
    expect(call.turns.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['say', 'answered'],
      ['say', 'answered'],
    ]);
    expect(call.turns[0]?.bargeIn).toBeNull();
  });
});

describe('a murmur by hand', () => {
  it('is committed to nobody, asks for nothing, and stops nothing', () => {
    const call = calling(SAY_HELLO, MURMUR, LISTEN);
    call.at(1960).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 2000));
    call.at(2900).hears(done('r1')).at(6000).input(CLOSED);
    expect(sent(call)).toEqual([
      ['commit', 1320],
      ['respond', 1320],
    ]);
    expect(call.turns).toHaveLength(1);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', heardMs: 2000 });
    expect(call.turns[0]?.backchannels).toMatchObject([{ stoppedMs: null, as: 'backchannel' }]);
  });
});
