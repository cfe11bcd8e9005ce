import { describe, expect, it } from 'vitest';
import { CONTEXT_WIDTH } from '../../../../src/agent/ear/features/context.ts';
import { enrol } from '../../../../src/agent/ear/enrolment/enrol.ts';
import { recognizers } from '../../../../src/agent/ear/recognizer/recognizer.ts';
import type { CallerRecording } from '../../../../src/agent/ear/recognizer/vocabulary.ts';
import { Random } from '../../../../src/core/word/random.ts';
import { narrow, recognise, recordingsOf, singleTurn } from '../turns.ts';

const callers = await recordingsOf('caller');
const some = (test: (recording: CallerRecording) => boolean): CallerRecording[] => callers.filter(test);

function understood(
  enrolled: readonly CallerRecording[],
  spoken: readonly CallerRecording[],
  leastConfidence = 0.5,
): string[] {
  const random = new Random('enrol');
  const recognizer = recognizers(enrol(enrolled))();
  return spoken.map((recording) => {
    const { utterances, confidence } = recognise(recognizer, narrow(singleTurn(recording, random).pcm));
    return confidence < leastConfidence ? '?' : utterances.join(' ');
  });
}

describe('enrolment', () => {
  it('makes a vocabulary of as little as one recording, or of a single voice', () => {
    const hello = some(({ utterance, voice }) => utterance === 'hello' && voice === 'rms');
    expect(understood(hello, hello)).toEqual(['hello']);
    const own = some(({ utterance, voice }) => voice === 'slt' && /^(digit-|refund|stop)/.test(utterance));
    expect(understood(own, own)).toEqual(own.map(({ utterance }) => utterance));
  });

  it('takes the same to be said whatever the order of the recordings', () => {
    const digits = some(({ utterance }) => utterance.startsWith('digit-'));
    const wanted = digits.map(({ utterance }) => utterance);
    // Of the shortest, one by itself may be doubted; which it is may not depend on the order.
    expect(understood(digits, digits, 0.4)).toEqual(wanted);
    expect(understood(digits.toReversed(), digits, 0.4)).toEqual(wanted);
  });

  it('gives the same vocabulary for the same recordings', () => {
    const digits = some(({ utterance }) => utterance.startsWith('digit-'));
    const [a, b] = [enrol(digits), enrol(digits)];
    expect(a.entries).toEqual(b.entries);
    const context = Float64Array.from({ length: CONTEXT_WIDTH }, (_, i) => (i * 7) % 5);
    expect([...a.projection.project(context)]).toEqual([...b.projection.project(context)]);
    expect([...a.colour]).toEqual([...b.colour]);
  });

  it('says so where there is nothing to learn', () => {
    expect(() => enrol([])).toThrow(RangeError);
    const nothing = { utterance: 'hush', voice: 'nobody', transcript: 'Hush.', pcm: new Int16Array(24_000) };
    expect(() => enrol([...callers.slice(0, 2), nothing])).toThrow('nobody/hush');
  });
});
