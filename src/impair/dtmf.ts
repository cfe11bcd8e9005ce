/** Keys that are pressed on the telephone (ITU-T Q.23): two tones each, over what is being said. */

import { impairment } from './impairment.ts';

const LOW_HZ = [697, 770, 852, 941] as const;
const HIGH_HZ = [1209, 1336, 1477, 1633] as const;
const KEYS = '123A456B789C*0#D';
const PRESSED_MS = 100;
const RELEASED_MS = 100;
/** How many keys an argument takes. */
const MOST_KEYS = 32;

export const dtmf = impairment({
  name: 'dtmf',
  means: 'keys are pressed over what is said',
  stage: 'edit',
  args: {
    keys: { means: 'which', kind: 'keys', min: 1, max: MOST_KEYS, otherwise: '1' },
    level: { means: 'over the caller’s', kind: 'db', min: -40, max: 20, otherwise: 0 },
    at: { means: 'of what is said', kind: ['start', 'middle', 'end'], min: 0, max: 0, otherwise: 'start' },
  },
  apply: (samples, sampleRate, { keys, level, at }, _random, { speech, activeDbfs }) => {
    const [first, last] = [speech[0], speech.at(-1)];
    if (first === undefined || last === undefined) return samples;
    const lastsMs = keys.length * (PRESSED_MS + RELEASED_MS) - RELEASED_MS;
    const fromMs = {
      start: first.startMs,
      middle: (first.startMs + last.endMs - lastsMs) / 2,
      end: last.endMs - lastsMs,
    }[at];
    const made = samples.slice();
    // Two sines of one amplitude have its square as their power.
    const amplitude = 10 ** ((activeDbfs + level) / 20);
    for (let k = 0; k < keys.length; k++) {
      const place = KEYS.indexOf(keys.charAt(k));
      const [low, high] = [LOW_HZ[place >> 2] as number, HIGH_HZ[place % 4] as number];
      const startMs = Math.max(0, fromMs) + k * (PRESSED_MS + RELEASED_MS);
      const start = Math.round((startMs * sampleRate) / 1000);
      const end = Math.min(samples.length, start + Math.round((PRESSED_MS * sampleRate) / 1000));
      for (let i = start; i < end; i++) {
        const turn = (2 * Math.PI * (i - start)) / sampleRate;
        made[i] = (made[i] as number) + amplitude * (Math.sin(low * turn) + Math.sin(high * turn));
      }
    }
    return made;
  },
});
