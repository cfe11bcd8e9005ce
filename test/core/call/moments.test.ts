/** What is told of a call while it goes on, for faults that strike at a moment of it. */

import { describe, expect, it } from 'vitest';
import type { PlanStep } from '../../../src/core/call/script.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { audio, done, RehearsedCall, toolCall } from './rehearsed_call.ts';

const FOR_ALL = { share: 1 } as const;
const STEPS: readonly PlanStep[] = [
  SAY_HELLO,
  { op: 'backchannel', afterMs: 300, speech: [{ utterance: 'mm-hm' }], deadlineMs: 3000, onTimeout: 'fail' },
  LISTEN,
];

/** "hello" is audible from 300 on, and its answer from 2000 until 4500. */
function momentsOf(more: Partial<Plan>): unknown[] {
  const plan = { ...smallPlan(STEPS, { tools: [tool('lookup', 200)] }), ...more };
  const call = new RehearsedCall(plan).connected();
  call.at(1960).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 1250), audio('r1', 1250));
  call
    .at(3000)
    .hears(toolCall('r1', 'c1', 'lookup'))
    .at(3500)
    .hears(done('r1'));
  call.at(4700).answers('r2', 250).at(9000);
  return call.effects.flatMap((effect) =>
    effect.type === 'moment' ? [[effect.moment, effect.step, effect.atMs]] : [],
  );
}

describe('the moments of a call', () => {
  const all = [
    ['utterance', 0, 300],
    ['answer', 0, 2000],
    // The murmur speaks as well.
    ['utterance', 1, 2360],
    ['tool', 0, 3000],
    ['answer', 0, 4740],
    ['between', 0, 4990],
  ];

  it('are told with their step and instant, where the caller’s side has faults or its voices are spoiled', () => {
    expect(momentsOf({ faults: [{ fault: 'hang_up', ...FOR_ALL, args: {} }] })).toEqual(all);
    expect(momentsOf({ impairments: [{ impair: 'echo', text: 'echo()', ...FOR_ALL }] })).toEqual(all);
  });

  it('are nobody’s business in any other call', () => {
    expect(momentsOf({})).toEqual([]);
  });
});
