/** A voice that was not enrolled: each of the three in turn is left out, and recognised by the other two. */

import { describe, expect, it } from 'vitest';
import { enrol } from '../../../../src/agent/ear/enrolment/enrol.ts';
import { recognizers } from '../../../../src/agent/ear/recognizer/recognizer.ts';
import { Random } from '../../../../src/core/word/random.ts';
import {
  isRight,
  narrow,
  recognise,
  recordingsOf,
  shareOf,
  singleTurn,
  sortOf,
  turnOf,
  type Sort,
} from '../turns.ts';

const callers = await recordingsOf('caller');
const voices = [...new Set(callers.map(({ voice }) => voice))];

const left = voices.map((voice) => {
  const random = new Random(voice, 'left out');
  const recognizer = recognizers(enrol(callers.filter((own) => own.voice !== voice)))();
  const results = callers
    .filter((own) => own.voice === voice)
    .map((recording) => {
      const turn = singleTurn(recording, random);
      return {
        sort: sortOf(recording.utterance),
        right: isRight(turn, recognise(recognizer, narrow(turn.pcm))),
      };
    });
  const accuracy = (sort: Sort): number =>
    shareOf(
      results.filter((one) => one.sort === sort),
      ({ right }) => right,
    );
  return { voice, recognizer, sentences: accuracy('sentence'), digits: accuracy('digit') };
});

describe('a voice that was not enrolled', () => {
  it.each(left)('says sentences that are understood: at least 9 of 10 of $voice', ({ sentences }) => {
    expect(sentences).toBeGreaterThanOrEqual(0.9);
  });

  it.each(left)('says digits that are understood: at least 8 of 10 of $voice', ({ digits }) => {
    expect(digits).toBeGreaterThanOrEqual(0.8);
  });

  it.each(left)('says an opener and a sentence in one turn: $voice', ({ voice, recognizer }) => {
    const turn = turnOf(callers, voice, ['complaint', 'still-waiting'], 300, new Random('pair'));
    expect(recognise(recognizer, narrow(turn.pcm)).utterances).toEqual(turn.utterances);
  });
});
