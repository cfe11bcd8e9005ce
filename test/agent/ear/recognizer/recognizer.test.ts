/** The recogniser with every voice enrolled: what it understands, what it makes of worse audio, and what it refuses. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRecognizer } from '../../../../src/agent/ear/enrolment/load_recognizer.ts';
import { nothingHeard, type Recognition } from '../../../../src/agent/ear/recognizer/recognition.ts';
import { FEWEST_DIGITS } from '../../../../src/agent/ear/recognizer/recognizer.ts';
import { pcm16FromFloat, pcm16ToFloat } from '../../../../src/audio/pcm.ts';
import { Random } from '../../../../src/core/word/random.ts';
import { loadLibrary } from '../../../../src/fixture/manifest.ts';
import { join, silence, sine } from '../../../audio/signal.ts';
import { amplified, inNoise, pink, white } from '../spoil.ts';
import {
  isRight,
  narrow,
  numberTurn,
  recognise,
  recordingsOf,
  scrapsOf,
  shareOf,
  singleTurn,
  sortOf,
  turnOf,
  type Turn,
} from '../turns.ts';

const RATE = 8000;
const callers = await recordingsOf('caller');
const voices = [...new Set(callers.map(({ voice }) => voice))];
/** The agents' own: whoever has loaded it before has enrolled them. */
const newRecognizer = await loadRecognizer([...(await loadLibrary()).values()]);
const recognizer = newRecognizer();

const understood = (turn: Turn, spoil?: (samples: Float32Array) => Float32Array): Recognition =>
  recognise(recognizer, narrow(turn.pcm, spoil));
const spoken = (utterances: readonly string[], voice = 'rms'): Recognition =>
  understood(turnOf(callers, voice, utterances, 150, new Random(voice, ...utterances)));

describe('what an enrolled voice says', () => {
  it('is understood at any level, wherever frames fall: at least 98 of 100, and surely', () => {
    const random = new Random('levels');
    const results = callers.map((recording) => {
      const turn = singleTurn(recording, random);
      const gainDb = random.between(-20, 6);
      const heard = understood(turn, (samples) => amplified(samples, gainDb));
      return { right: isRight(turn, heard), sure: heard.confidence >= 0.5 };
    });
    expect(shareOf(results, ({ right }) => right)).toBeGreaterThanOrEqual(0.98);
    expect(shareOf(results, ({ sure }) => sure)).toBeGreaterThanOrEqual(0.97);
  });

  it('is understood word for word in a turn of several: at least 95 of 100', () => {
    const random = new Random('turns');
    const pairs = [
      ['complaint', 'still-waiting'],
      ['hello', 'order-status'],
      ['no', 'thanks-bye'],
      ['refund', 'talk-to-human'],
    ];
    const turns = voices.flatMap((voice) => [
      ...Array.from({ length: 9 }, () => numberTurn(callers, voice, random)),
      ...pairs.map((utterances) => turnOf(callers, voice, utterances, 300, random)),
    ]);
    expect(shareOf(turns, (turn) => isRight(turn, understood(turn)))).toBeGreaterThanOrEqual(0.95);
  });

  it('is understood less the more noise there is', () => {
    const random = new Random('noise');
    const some = callers.filter((_, i) => i % 3 === 0);
    for (const noise of [white, pink]) {
      const accuracy = (snrDb: number): number =>
        shareOf(some, (recording) => {
          const turn = singleTurn(recording, random);
          const speech = narrow(turn.pcm);
          const noisy = inNoise(speech, noise(speech.length, random), snrDb, RATE);
          return isRight(turn, recognise(recognizer, noisy));
        });
      const [slight, strong] = [accuracy(20), accuracy(0)];
      expect(slight).toBeGreaterThanOrEqual(0.95);
      expect(strong).toBeLessThan(slight - 0.4);
    }
  });

  it('is written down as it was said, with figures', () => {
    expect(spoken(['my-order-number-is', 'digit-4', 'digit-0', 'digit-7', 'digit-1'])).toEqual({
      utterances: ['my-order-number-is', 'digit-4', 'digit-0', 'digit-7', 'digit-1'],
      transcript: 'My order number is 4 0 7 1',
      confidence: expect.closeTo(1, 0) as number,
      complete: true,
      unfinished: null,
    });
    expect(spoken(['hello', 'order-late'], 'slt').transcript).toMatch(/^Hello[.,!].* .*\.$/);
    expect(spoken(['cough'], 'awb')).toMatchObject({ utterances: ['cough'], transcript: '' });
  });
});

describe('a turn is complete', () => {
  const digits = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `digit-${(3 * i) % 10}`);

  it('after a sentence, and not inside one', () => {
    expect(spoken(['still-waiting']).complete).toBe(true);
    const turn = turnOf(callers, 'rms', ['change-address'], 150, new Random('cut'));
    const whole = narrow(turn.pcm);
    const cut = whole.subarray(0, whole.length / 2);
    expect(recognise(recognizer, cut)).toMatchObject({ complete: false, unfinished: 'change-address' });
    expect(recognise(recognizer, whole).complete).toBe(true);
  });

  it('after an opener only with the digits it asks for', () => {
    expect(spoken(['my-order-number-is'])).toMatchObject({
      utterances: ['my-order-number-is'],
      complete: false,
    });
    for (let count = 1; count <= FEWEST_DIGITS + 2; count++) {
      for (const before of [[], ['my-order-number-is']]) {
        const heard = spoken([...before, ...digits(count)]);
        expect(heard.utterances).toHaveLength(before.length + count);
        expect(heard.complete).toBe(count >= FEWEST_DIGITS);
      }
    }
  });
});

describe('what is no utterance of the vocabulary', () => {
  const random = new Random('strange');
  const somewhere = (sound: Float32Array): Float32Array =>
    join(silence(random.below(400), RATE), sound, silence(300, RATE));
  const refused = (sound: Float32Array): boolean => recognise(recognizer, sound).confidence < 0.5;
  const levels = (): number => random.between(-40, 0);

  it('is refused where it is speech: 95 of 100', async () => {
    const agent = await recordingsOf('agent');
    const share = shareOf(agent, (recording) => refused(narrow(singleTurn(recording, random).pcm)));
    expect(share).toBeGreaterThanOrEqual(0.95);
  });

  it('is refused where it is a short piece of speech, forwards or backwards: 90 of 100', async () => {
    const lines = await recordingsOf('agent');
    const sentences = callers.filter(({ utterance }) => sortOf(utterance) === 'sentence');
    for (const recordings of [lines, sentences]) {
      const scraps = recordings.flatMap((recording) => scrapsOf(recording, 1, random));
      expect(shareOf(scraps, (scrap) => refused(narrow(scrap.pcm)))).toBeGreaterThanOrEqual(0.9);
    }
  });

  it('is refused where it is noise', () => {
    for (const noise of [white, pink]) {
      const bursts = Array.from({ length: 15 }, () =>
        somewhere(amplified(noise(Math.round(RATE * random.between(0.1, 1.5)), random), levels())),
      );
      expect(shareOf(bursts, refused)).toBe(1);
    }
  });

  it('is refused where it is a tone or a tune: 70 and 85 of 100', () => {
    const tones = Array.from({ length: 40 }, () =>
      somewhere(amplified(sine(random.between(100, 3000), random.between(250, 1200), 0.5, RATE), levels())),
    );
    expect(shareOf(tones, refused)).toBeGreaterThanOrEqual(0.7);
    const tunes = Array.from({ length: 20 }, () => {
      const notes = Array.from({ length: 8 }, () => sine(200 * 2 ** (random.below(24) / 12), 220, 0.3, RATE));
      return somewhere(amplified(join(...notes), levels()));
    });
    expect(shareOf(tunes, refused)).toBeGreaterThanOrEqual(0.85);
  });

  it('is nothing where it is silence', () => {
    expect(recognise(recognizer, silence(3000, RATE))).toEqual(nothingHeard);
    const hiss = amplified(white(3 * RATE, random), -45);
    expect(recognise(recognizer, hiss)).toEqual(nothingHeard);
    recognizer.begin();
    expect(recognizer.read()).toEqual(nothingHeard);
  });
});

describe('the recogniser', () => {
  it('makes the same of the same audio, however it is cut and whatever came before', () => {
    const turn = turnOf(callers, 'slt', ['my-order-number-is', 'digit-5', 'digit-2'], 150, new Random('cut'));
    const pcm = pcm16FromFloat(narrow(turn.pcm));
    const wanted = recognise(newRecognizer(), pcm16ToFloat(pcm));
    expect(isRight(turn, wanted)).toBe(true);
    const [used, other] = [newRecognizer(), newRecognizer()];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 20 }), (lengths) => {
        used.begin();
        let at = 0;
        for (const length of [...lengths, pcm.length]) {
          used.push(pcm.subarray(at, at + length));
          // Somebody else is heard in between.
          other.push(pcm.subarray(0, 500));
          used.read();
          at += length;
        }
        expect(used.read()).toEqual(wanted);
      }),
      { numRuns: 12 },
    );
  });

  it('reads a turn of more than half a minute in parts', () => {
    const digits = Array.from({ length: 100 }, (_, i) => `digit-${(7 * i + (i >> 3)) % 10}`);
    // Some of what is quiet long enough is the middle of a word: nothing may be settled there.
    for (const pauses of ['long', 'f', 'g']) {
      const turn = turnOf(callers, 'awb', ['my-order-number-is', ...digits], 600, new Random(pauses));
      expect(turn.pcm.length / 24_000).toBeGreaterThan(64);
      expect(understood(turn)).toMatchObject({ utterances: turn.utterances, complete: true });
    }
  });
});
