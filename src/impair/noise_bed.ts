/**
 * A noise under the speech and between the words. The ratio is that of the speech's active level (pauses left out, with ITU-T
 * P.56's margin of 15.9 dB; see `audio/level.ts`) to the RMS of the noise.
 */

import { rmsDbfs } from '../audio/level.ts';
import { impairment } from './impairment.ts';
import { noiseKinds, noises } from './noise/noises.ts';

/** The long run of what is made of single sounds. */
const LONG_RUN_MS = 20_000;

export const noise = impairment({
  name: 'noise',
  means: 'a noise under the speech and between the words',
  stage: 'noise',
  goesOn: true,
  args: {
    kind: { means: 'which', kind: noiseKinds, file: true, min: 0, max: 0, otherwise: 'white' },
    snr: { means: 'speech over noise', kind: 'db', min: -30, max: 60, otherwise: 10 },
  },
  apply: (samples, sampleRate, { kind, snr }, random, { activeDbfs, tools }) => {
    const { length } = samples;
    const sparse = noises.get(kind)?.sparse === true;
    const most = sparse ? Math.max(length, Math.ceil((LONG_RUN_MS * sampleRate) / 1000)) : length;
    const made = tools.noise(kind, most, sampleRate, random);
    const gain = 10 ** ((activeDbfs - snr - rmsDbfs(made)) / 20);
    return samples.map((sample, i) => sample + gain * (made[i] as number));
  },
});
