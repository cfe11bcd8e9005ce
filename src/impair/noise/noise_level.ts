/** The level that noises are made at. Pure. How loud one is in a call is the business of whoever lays it under a recording. */

import { rmsDbfs } from '../../audio/level.ts';

/** RMS of every noise as it is made (audio/level.ts): where speech is usually held. */
export const NOISE_DBFS = -26;

/** The same at −26 dBFS. RangeError: silence has no level. */
export function atNoiseLevel(samples: Float32Array): Float32Array {
  if (!samples.some((sample) => sample !== 0)) {
    throw new RangeError('a noise of nothing but zeros is none');
  }
  let at = samples;
  // Once is enough, but for what is so quiet that its level reads as the bottom of the scale.
  for (let round = 0; round < 8; round++) {
    const gain = 10 ** ((NOISE_DBFS - rmsDbfs(at)) / 20);
    if (Math.abs(gain - 1) < 1e-6) break;
    const louder = new Float32Array(at.length);
    for (let i = 0; i < at.length; i++) louder[i] = (at[i] as number) * gain;
    at = louder;
  }
  return at;
}

/** Far over the RMS of steady noise, and the peak of a sharp sound as a telephone passes it on. */
const HIGHEST_PEAK = 10;

/** The same, its peaks pressed under ten times its RMS: what is made of single sounds would else be clipped where several meet. */
export function pressed(samples: Float32Array): Float32Array {
  const most = HIGHEST_PEAK * 10 ** (rmsDbfs(samples) / 20);
  return samples.map((sample) => most * Math.tanh(sample / most));
}
