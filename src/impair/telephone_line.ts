/** The telephone's codec: 8 kHz and 8 bits a sample, and back to the rate of the wire. */

import { g711Decode, g711Encode } from '../audio/g711.ts';
import { pcm16FromFloat, pcm16ToFloat } from '../audio/pcm.ts';
import { impairment } from './impairment.ts';

const LINE_RATE = 8_000;

export const g711 = impairment({
  name: 'g711',
  means: 'through a telephone line: G.711 at 8 kHz',
  stage: 'codec',
  args: { law: { means: 'which', kind: ['ulaw', 'alaw'], min: 0, max: 0, otherwise: 'ulaw' } },
  apply: (samples, sampleRate, { law }, _random, { tools }) => {
    const narrow = tools.resample(samples, sampleRate, LINE_RATE);
    const coded = g711Encode(pcm16FromFloat(Float32Array.from(narrow)), law);
    const wide = tools.resample(pcm16ToFloat(g711Decode(coded, law)), LINE_RATE, sampleRate);
    // A rate that is no multiple may leave it a sample short.
    return fitted(wide, samples.length);
  },
});

function fitted(samples: Float32Array, length: number): Float32Array {
  if (samples.length === length) return samples;
  const made = new Float32Array(length);
  made.set(samples.subarray(0, length));
  return made;
}
