/** What the server has heard and not yet taken: a caller that murmurs over a filler does not take its end for the answer's. */

import { describe, expect, it } from 'vitest';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { done, RehearsedCall, toolCall } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;
const MURMUR = {
  op: 'backchannel',
  afterMs: 400,
  speech: [{ utterance: 'mm-hm' }],
  onTimeout: 'fail',
} as const;

/** The filler is cut off by the murmur, the end of which is heard at 3600. */
function murmured(): RehearsedCall {
  const plan = smallPlan([SAY_HELLO, MURMUR, LISTEN], { tools: [tool('lookup', 100)] });
  const call = new RehearsedCall(plan).connected().at(1960).answers('filler', 800);
  call.at(2560).hears({ type: 'speech_started', itemId: 'u2' });
  return call.at(3600).hears({ type: 'speech_stopped', itemId: 'u2' });
}

describe('a murmur over a filler that the server hears', () => {
  it('leaves the answer open between its end and its being taken', () => {
    const call = murmured().at(3650).hears({ type: 'committed', itemId: 'u2' });
    call.at(3900).answers('r2', 1000).at(9000).input(CLOSED);
    expect(call.turns).toHaveLength(1);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', answers: 2 });
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 4940 });
  });

  it('is waited for no longer than what the server answers without ever saying that it has taken it', () => {
    const call = murmured().at(3900).answers('r2', 1000).at(9000).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 4940 });
  });

  it('is over by ear where the server drops it without a word', () => {
    const call = murmured().at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', answers: 1 });
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 5100 });
  });

  it('is what the agent answers next: nobody asks for an answer to what was called before it is taken', () => {
    const call = murmured()
      .hears(toolCall('filler', 'c1', 'lookup'), done('filler'))
      .at(3750);
    expect(call.commands('tool_result')).toHaveLength(1);
    expect(call.commands('respond')).toEqual([]);
  });
});
