import { describe, expect, it } from 'vitest';
import { listens, resolveSpeech, type SpeechPart } from '../../../src/core/call/script.ts';
import type { Persona } from '../../../src/core/plan/persona.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';

const digits = Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [`digit-${digit}`, 10 + digit]));
const persona: Persona = {
  ...(smallPlan([]).personas[0] as Persona),
  orderNumber: '409',
  phone: '+1 (4) 2',
  digitGapMs: 250,
  clips: { hello: 0, wait: 1, ...digits },
};
const resolve = (speech: readonly SpeechPart[], of = persona) => resolveSpeech(speech, of, 100);

describe('resolveSpeech', () => {
  it('gives the clips in order, and a pause between them in whole frames', () => {
    expect(resolve([{ utterance: 'wait' }, { pauseMs: 340 }, { utterance: 'hello' }])).toEqual([1, -3, 0]);
  });

  it('begins with no pause, and knows none of less than half a frame', () => {
    expect(
      resolve([{ pauseMs: 500 }, { utterance: 'wait' }, { pauseMs: 49 }, { utterance: 'hello' }]),
    ).toEqual([1, 0]);
  });

  it('speaks a number digit by digit, with a gap between digits and none around them', () => {
    expect(resolve([{ utterance: 'hello' }, { number: 'orderNumber' }, { utterance: 'wait' }])).toEqual([
      0, 14, -3, 10, -3, 19, 1,
    ]);
    expect(resolve([{ digits: '12' }])).toEqual([11, -3, 12]);
  });

  it('speaks of a telephone number the digits only', () => {
    expect(resolve([{ number: 'phone' }])).toEqual([11, -3, 14, -3, 12]);
    expect(resolve([{ digits: '/0a9:' }])).toEqual([10, -3, 19]);
  });

  it('refuses what the persona has no recording of', () => {
    expect(() => resolve([{ utterance: 'goodbye' }])).toThrow(
      new RangeError('persona Ada Byron cannot say "goodbye"'),
    );
  });
});

describe('listens', () => {
  it('is what waits for an answer, and nothing else', () => {
    const speech = [{ utterance: 'wait' }];
    const cutsIn = { afterMs: 1, speech, onTimeout: 'fail' } as const;
    expect(
      [LISTEN, { op: 'interrupt', ...cutsIn }, { op: 'backchannel', ...cutsIn }].map((step) =>
        listens(step as never),
      ),
    ).toEqual([true, true, true]);
    expect(
      [SAY_HELLO, { op: 'silence', durationMs: 1 }, { op: 'hangup' }, undefined].map((step) =>
        listens(step as never),
      ),
    ).toEqual([false, false, false, false]);
  });
});
