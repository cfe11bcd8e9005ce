/** A level that jumps, as that of a loose contact or of a badly set gain control: now as it is, now quieter. */

import { impairment } from './impairment.ts';

/** From one level to the next. */
const RAMP_MS = 5;

export const gainSteps = impairment({
  name: 'gain_steps',
  means: 'the level jumps, up to so much down',
  stage: 'microphone',
  args: {
    down: { means: 'at most', kind: 'db', min: 1, max: 60, otherwise: 20 },
    each: { means: 'how long it stays', kind: 'ms', min: 20, max: 60_000, otherwise: 400 },
  },
  apply: (samples, sampleRate, { down, each }, random) => {
    const stretch = Math.round((each * sampleRate) / 1000);
    const ramp = Math.round((RAMP_MS * sampleRate) / 1000);
    const made = samples.slice();
    let before = 1;
    for (let from = 0; from < samples.length; from += stretch) {
      const factor = 10 ** (-random.between(0, down) / 20);
      for (let i = from; i < Math.min(from + stretch, samples.length); i++) {
        const risen = from === 0 ? 1 : Math.min(1, (i - from) / ramp);
        made[i] = (samples[i] as number) * (before + (factor - before) * risen);
      }
      before = factor;
    }
    return made;
  },
});
