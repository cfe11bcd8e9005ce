/** Answers told one from the next by what is audible, on the clock on which it is played. */

import { describe, expect, it } from 'vitest';
import { AnswerEar } from '../../src/engine/answer_ear.ts';

const BUFFER = 60;
const GAP = 800;
const SILENT = -1;

function ear(): AnswerEar {
  return new AnswerEar(BUFFER, GAP);
}

describe('an answer', () => {
  it('begins with the first that is audible, and silence before it is of none', () => {
    const one = ear();
    expect(one.take(100, 0, SILENT, 0).answer).toBeNull();
    expect(one.take(100, 0, SILENT, 100).answer).toBeNull();
    expect({ ...one.take(100, 30, 100, 200) }).toEqual({ answer: 'heard_0', leadMs: 0, onsetMs: 30 });
  });

  it('is heard behind what is queued before it', () => {
    const one = ear();
    one.take(2000, 0, SILENT, 0);
    // Played from 2,060 on; told of from 60: two seconds of silence are still to come.
    expect(one.take(100, 0, 100, 0)).toMatchObject({ answer: 'heard_0', leadMs: 2000 });
    expect(one.playedMs(0)).toBe(2160);
  });

  it('goes on over a gap, and is over once that is too long', () => {
    const one = ear();
    one.take(100, 0, 100, 0);
    expect(one.wakeMs).toBe(BUFFER + 100 + GAP);
    one.take(700, 0, SILENT, 100);
    expect(one.over(one.playsMs(800))).toBeNull();
    expect(one.take(100, 0, 100, 800).answer).toBe('heard_0');
    const lastMs = BUFFER + 900;
    expect(one.over(lastMs + GAP - 1)).toBeNull();
    expect(one.over(lastMs + GAP)).toEqual({ answer: 'heard_0', inaudibleMs: 0 });
    expect(one.wakeMs).toBe(Infinity);
  });

  it('is told how much at its end is silence', () => {
    const one = ear();
    one.take(100, 0, 80, 0);
    one.take(300, 0, SILENT, 100);
    expect(one.end()).toEqual({ answer: 'heard_0', inaudibleMs: 320 });
    expect(one.end()).toBeNull();
  });

  it('is cut off with all that is queued', () => {
    const one = ear();
    one.take(5000, 0, 5000, 0);
    expect(one.cut(1000)).toBe('heard_0');
    expect(one.playedMs(1000)).toBe(1000);
    expect(one.take(100, 0, 100, 1100)).toMatchObject({ answer: 'heard_1', leadMs: 0 });
    expect(one.cut(1300)).toBe('heard_1');
    expect(one.cut(1300)).toBeNull();
  });

  it('is over at the next breath where another is due, and only then', () => {
    const one = ear();
    one.expectAnother();
    one.take(100, 0, 100, 0);
    one.take(300, 0, SILENT, 100);
    expect(one.over(BUFFER + 400), 'nothing went on when it was expected').toBeNull();
    one.expectAnother();
    expect(one.over(BUFFER + 299)).toBeNull();
    expect(one.over(BUFFER + 300)).toMatchObject({ answer: 'heard_0' });
    one.take(100, 0, 100, 400);
    expect(one.over(one.playedMs(0) + 300), 'the next one is as any other').toBeNull();
  });

  it('has a name where nothing is heard of it, which no other has', () => {
    const one = ear();
    const names = [one.unheard(), one.take(10, 0, 10, 0).answer];
    one.end();
    names.push(one.take(10, 0, 10, 5000).answer);
    expect(names).toEqual(['heard_0', 'heard_1', 'heard_2']);
  });
});
