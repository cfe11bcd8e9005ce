/**
 * A room with hard walls: what is said comes again and again, 60 dB quieter after so long. The room is made up: noise that dies away
 * exponentially, after the sound itself, which stays as it is and where it is.
 */

import { convolved } from './convolve.ts';
import { impairment } from './impairment.ts';
import type { Random } from '../core/word/random.ts';

/** The first wall is so far away. */
const FIRST_MS = 4;

export const reverb = impairment({
  name: 'reverb',
  means: 'in an echoing room, by its reverberation time',
  stage: 'room',
  args: {
    rt60: { means: 'until it is 60 dB quieter', kind: 'ms', min: 50, max: 5_000, otherwise: 600 },
    direct: { means: 'the sound itself over the room', kind: 'db', min: -20, max: 40, otherwise: 3 },
  },
  apply: (samples, sampleRate, { rt60, direct }, random) =>
    convolved(samples, roomResponse(sampleRate, rt60, direct, random)),
});

/** The impulse response: 1, then a tail of `directDb` less energy. */
export function roomResponse(
  sampleRate: number,
  rt60Ms: number,
  directDb: number,
  random: Random,
): Float32Array {
  const perMs = sampleRate / 1000;
  const first = Math.round(FIRST_MS * perMs);
  const response = new Float32Array(first + Math.ceil(rt60Ms * perMs));
  let energy = 0;
  for (let i = first; i < response.length; i++) {
    const sample = random.normal() * 10 ** ((-3 * (i - first)) / (rt60Ms * perMs));
    response[i] = sample;
    energy += sample * sample;
  }
  const gain = Math.sqrt(10 ** (-directDb / 10) / energy);
  for (let i = first; i < response.length; i++) response[i] = gain * (response[i] as number);
  response[0] = 1;
  return response;
}
