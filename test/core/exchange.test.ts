import { describe, expect, it } from 'vitest';
import { Exchange } from '../../src/core/exchange.ts';
import { layOut } from '../../src/core/utterance.ts';
import { clips } from './small_plan.ts';

/** "hello", from 1000 on: its speech ends at 1800. */
function hello(): Exchange {
  return new Exchange({
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

describe('the marks of an exchange', () => {
  it('take the last end of speech before the answer', () => {
    const exchange = hello();
    exchange.speechStopped(1500);
    exchange.speechStopped(2300);
    exchange.answerCreated(2310);
    exchange.audio(500, 2500, 2560, 0);
    exchange.speechStopped(4000);
    expect(exchange.marks.speechStoppedEvent).toBe(2300);
  });

  it('take the content of the answer that is heard, not of one that was given up before', () => {
    const exchange = hello();
    exchange.answerCreated(2000);
    exchange.firstContent(2100);
    exchange.answerCreated(3000);
    exchange.firstContent(3200);
    exchange.firstContent(3300);
    exchange.audio(500, 3400, 3460, 0);
    exchange.firstContent(3500);
    expect(exchange.marks).toMatchObject({
      answerCreated: 3000,
      firstContent: 3200,
      firstAudio: 3400,
      firstHeard: 3460,
    });
  });

  it('take the first audio for the first content of an answer that shows no other', () => {
    const exchange = hello();
    exchange.answerCreated(2000);
    exchange.firstContent(2100);
    exchange.answerCreated(3000);
    exchange.audio(500, 3400, 3460, 0);
    expect(exchange.marks).toMatchObject({ answerCreated: 3000, firstContent: 3400 });
  });
});
