/** A service that never says that it has taken what the caller said. */

import { expect, it } from 'vitest';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { RehearsedCall } from './rehearsed_call.ts';

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
