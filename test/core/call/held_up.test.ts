/** The wait for an end that is never told is the harness's: what an agent makes of a tool's result is not slower by it. */

import { describe, expect, it } from 'vitest';
import { toolAnswers } from '../../../src/core/log/timing.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { audio, done, RehearsedCall, toolCall } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;

/** "Let me see" is played 2040–2240, and its end is not told: by ear it is over at 3740. The answer is heard 500 ms after it is asked for. */
function answeredAfter(
  latencyMs: number,
): readonly [askedMs: number | undefined, latencyMs: number | undefined] {
  const tools = [tool('lookup', latencyMs)];
  const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN], { tools })).connected().at(2000);
  call.hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 200), toolCall('r1', 'c1', 'lookup'));
  call.at(6000);
  const askedMs = call.sent.find(({ command }) => command.type === 'respond')?.atMs;
  const again = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN], { tools })).connected().at(2000);
  again.hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 200), toolCall('r1', 'c1', 'lookup'));
  again
    .at((askedMs ?? 0) + 460)
    .hears({ type: 'answer_created', responseId: 'r2' }, audio('r2', 300), done('r2'));
  const [turn] = again.at(9000).input(CLOSED).turns;
  return [askedMs, turn === undefined ? undefined : toolAnswers(turn)[0]?.latencyMs];
}

describe('an answer that was asked for late, since the end of another was never told', () => {
  it('counts without that wait, where the result was there before it', () => {
    // Due at 2100, and held up from 2240 to 3740: 140 ms of it are not.
    expect(answeredAfter(100)).toEqual([3740, 640]);
  });

  it('counts from when it could be asked for, where the result came in the middle of the wait', () => {
    expect(answeredAfter(1000)).toEqual([3740, 500]);
  });

  it('counts from the result where nothing was waited for', () => {
    expect(answeredAfter(2500)).toEqual([4500, 500]);
  });
});
