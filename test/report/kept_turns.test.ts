import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptTurns } from '../../src/report/kept_turns.ts';
import { answered, turn, usage, type TurnFields } from './log_builder.ts';
import { toolCall } from './tool_run.ts';

const everything: TurnFields = {
  call: 3,
  turn: 2,
  step: 5,
  kind: 'interrupt',
  caller: 'impatient',
  voice: 'awb',
  said: 'my-order-number-is 4 0 7',
  outcome: 'failed',
  expectsAnswer: false,
  failure: 'answer_failed',
  detail: 'overloaded',
  speechEndFrame: 17,
  agentInterrupted: true,
  bargeIn: { atMs: 2540.125, stoppedMs: null },
  backchannels: [{ atMs: 1, stoppedMs: 2.5 }],
  answers: 4,
  answerAudioMs: 1234.5,
  heardMs: 0.1 + 0.2,
  underruns: { count: 2, ms: 61.25 },
  rttMs: 0,
  usage: usage({ textIn: 1, audioIn: 2, imageIn: 3, textCached: 4, audioCached: 5, imageCached: 6 }),
  tools: [toolCall('lookup', 1000, 1500, 3700)],
  marks: {
    speechStart: 1,
    speechEnd: 2,
    speechEndDue: 3,
    speechStartedEvent: 4,
    speechStoppedEvent: 5,
    committed: 6,
    transcribed: 7,
    answerCreated: 8,
    firstContent: 9,
    firstAudio: 10,
    firstPlayed: 11,
    firstHeard: 12,
    answerDone: 13,
    lastHeard: 14 / 3,
  },
};

describe('turns that are kept', () => {
  it('come back as they were, to the last bit, but for the texts', () => {
    const kept = new KeptTurns();
    const spoken = turn({ ...everything, heardText: 'Well, hello.', transcript: 'Hello.' });
    kept.add(spoken);
    kept.add(turn({ call: 3, turn: 3 }));
    expect(kept.get(3)).toEqual([
      { ...spoken, heardText: null, transcript: null },
      turn({ call: 3, turn: 3 }),
    ]);
  });

  it('are asked for again and again, and tell of what came in between', () => {
    const kept = new KeptTurns();
    kept.add(turn({ call: 1, turn: 0 }));
    expect(kept.get(1)).toEqual([turn({ call: 1, turn: 0 })]);
    expect(kept.get(1)).toBe(kept.get(1));
    kept.add(turn({ call: 2, turn: 0 }));
    kept.add(turn({ call: 1, turn: 1 }));
    expect(kept.get(2)).toEqual([turn({ call: 2, turn: 0 })]);
    expect(kept.get(1)).toEqual([turn({ call: 1, turn: 0 }), turn({ call: 1, turn: 1 })]);
    expect(kept.get(9)).toBeUndefined();
  });

  it('do so whatever is null in them, and whatever more they have', () => {
    const instant = fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }));
    fc.assert(
      fc.property(
        instant,
        instant,
        instant,
        fc.boolean(),
        fc.string(),
        (rttMs, firstHeard, frame, used, more) => {
          const told = {
            ...turn({
              rttMs,
              speechEndFrame: frame,
              usage: used ? usage({ audioOut: 7, transcriptionSeconds: 0.25 }) : null,
              marks: { firstHeard, speechEnd: rttMs },
              detail: more,
            }),
            // Of a version to come.
            novelty: more,
          };
          const kept = new KeptTurns();
          kept.add(told);
          expect(kept.get(0)).toEqual([told]);
        },
      ),
    );
  });

  it('tell a log from before there were tools from one in which none was called', () => {
    const kept = new KeptTurns();
    kept.add(turn({ turn: 0 }));
    kept.add(turn({ turn: 1, tools: [] }));
    expect(kept.get(0)?.map(({ tools }) => tools)).toEqual([undefined, []]);
  });

  it('are in the order of the log, by call, however many there are', () => {
    const kept = new KeptTurns();
    const toldBefore: number[] = [];
    for (let index = 0; index < 3000; index++) {
      if (kept.add(answered(index % 7, Math.floor(index / 7), index))) toldBefore.push(index);
    }
    expect(toldBefore).toEqual([]);
    expect([kept.size, [...kept.keys()]]).toEqual([7, [0, 1, 2, 3, 4, 5, 6]]);
    for (const call of kept.keys()) {
      const turns = kept.get(call) ?? [];
      expect(turns.map((one) => one.turn)).toEqual(turns.map((_, place) => place));
      expect(turns).toEqual(turns.map((_, place) => answered(call, place, place * 7 + call)));
    }
    expect(kept.get(7)).toBeUndefined();
  });

  it('count once where they are told twice, as the later tells them and at the place of the earlier', () => {
    const kept = new KeptTurns();
    expect([kept.add(answered(0, 0, 300)), kept.add(answered(0, 1, 400))]).toEqual([false, false]);
    expect(kept.add(answered(1, 0, 500))).toBe(false);
    expect(kept.add(answered(0, 0, 900))).toBe(true);
    expect(kept.get(0)).toEqual([answered(0, 0, 900), answered(0, 1, 400)]);
    expect(kept.get(1)).toEqual([answered(1, 0, 500)]);
  });
});
