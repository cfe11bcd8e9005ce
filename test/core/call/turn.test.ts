import { describe, expect, it } from 'vitest';
import { Turn } from '../../../src/core/call/turn.ts';
import { layOut } from '../../../src/core/call/utterance.ts';
import { clips } from '../plan/small_plan.ts';

/** "hello", from 1000 on: its last sample is captured at 1750, and due with its frame at 1800. */
function hello(): Turn {
  return new Turn({
    turn: 0,
    step: 0,
    kind: 'say',
    expectsAnswer: true,
    utterance: layOut([0], clips, 100),
    atMs: 1000,
    firstFrame: 9,
    frameMs: 100,
  });
}

describe('the marks of a turn', () => {
  it('take the last end of speech before the answer', () => {
    const turn = hello();
    turn.speechStopped(1500);
    turn.speechStopped(2300);
    turn.answerCreated(2310);
    turn.heardFrom(2560, { receivedMs: 2500, playedMs: 2560 });
    turn.speechStopped(4000);
    expect(turn.marks.speechStoppedEvent).toBe(2300);
  });

  it('take the content of the answer that is heard, not of one that was given up before', () => {
    const turn = hello();
    turn.answerCreated(2000);
    turn.firstContent(2100);
    turn.answerCreated(3000);
    turn.firstContent(3200);
    turn.firstContent(3300);
    turn.heardFrom(3460, { receivedMs: 3400, playedMs: 3460 });
    turn.firstContent(3500);
    expect(turn.marks).toMatchObject({
      answerCreated: 3000,
      firstContent: 3200,
      firstAudio: 3400,
      firstHeard: 3460,
    });
  });

  it('take the first audio for the first content of an answer that shows no other', () => {
    const turn = hello();
    turn.answerCreated(2000);
    turn.firstContent(2100);
    turn.answerCreated(3000);
    turn.heardFrom(3460, { receivedMs: 3400, playedMs: 3460 });
    expect(turn.marks).toMatchObject({ answerCreated: 3000, firstContent: 3400 });
  });
});
