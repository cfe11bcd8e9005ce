/** A service that never says that it has taken what the caller said. */

import { expect, it } from 'vitest';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { RehearsedCall } from './rehearsed_call.ts';

const SAY_WAIT = { op: 'say', speech: [{ utterance: 'wait' }] } as const;
const GO_ON = { ...LISTEN, onTimeout: 'continue' } as const;

it('answers the newest words that it can have heard, and owes nothing for those before', () => {
  const call = new RehearsedCall(smallPlan([SAY_HELLO, GO_ON, SAY_HELLO, GO_ON])).connected();
  // Nothing comes within 3 s; "hello" again from about 4,300 on.
  call.at(6000).answers('r1', 500).at(12_000);
  call.input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
  expect(call.turns.map(({ outcome, answers }) => [outcome, answers])).toEqual([
    ['unanswered', 0],
    ['answered', 1],
  ]);
});

it('cannot have heard words before the frame that they begin in has been sent', () => {
  const first = new RehearsedCall(smallPlan([SAY_HELLO, GO_ON, SAY_WAIT, GO_ON])).connected().at(12_000);
  const spoken = first.effects.flatMap((effect) => (effect.type === 'speak' ? [effect.atMs] : []));
  const [, slotMs = NaN] = spoken;
  // "wait" begins in its second frame of 100 ms.
  const answered = (atMs: number) => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, GO_ON, SAY_WAIT, GO_ON])).connected();
    call.at(atMs).answers('r1', 500).at(12_000);
    call.input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
    return call.turns.map(({ answers }) => answers);
  };
  expect([answered(slotMs + 99), answered(slotMs + 100)]).toEqual([
    [1, 0],
    [0, 1],
  ]);
});
