/** One steady tone, or hold music: a slow tune of few notes. Both go on between the words. */

import { rmsDbfs } from '../audio/level.ts';
import { impairment, type Samples } from './impairment.ts';
import type { Parameter } from './parameter.ts';

const NOTE_MS = 400;
/** A minor seventh, up and down, in semitones over A3. */
const TUNE = [0, 3, 7, 10, 12, 10, 7, 3] as const;
const A3_HZ = 220;

const level = {
  means: 'over that of the caller',
  kind: 'db',
  min: -60,
  max: 20,
  otherwise: -10,
} as const satisfies Parameter;

export const tone = impairment({
  name: 'tone',
  means: 'a steady tone, between the words too',
  stage: 'edit',
  goesOn: true,
  args: {
    frequency: { means: 'its pitch', kind: 'hz', min: 20, max: 4_000, otherwise: 440 },
    level,
  },
  apply: (samples, sampleRate, { frequency, level: over }, _random, { activeDbfs }) =>
    mixed(samples, activeDbfs + over, (i) => Math.sin((2 * Math.PI * frequency * i) / sampleRate)),
});

export const holdMusic = impairment({
  name: 'hold_music',
  means: 'music on hold, between the words too',
  stage: 'edit',
  goesOn: true,
  args: { level },
  apply: (samples, sampleRate, { level: over }, _random, { activeDbfs }) =>
    mixed(samples, activeDbfs + over, (i) => {
      const ms = (i / sampleRate) * 1000;
      const since = (ms % NOTE_MS) / NOTE_MS;
      const semitones = TUNE[Math.floor(ms / NOTE_MS) % TUNE.length] as number;
      const turn = (2 * Math.PI * A3_HZ * 2 ** (semitones / 12) * i) / sampleRate;
      const swell = Math.min(1, since * 20) * (1 - since) ** 0.5;
      return swell * (Math.sin(turn) + 0.4 * Math.sin(2 * turn) + 0.2 * Math.sin(3 * turn));
    }),
});

function mixed(samples: Samples, levelDbfs: number, wave: (i: number) => number): Samples {
  const made = Float32Array.from({ length: samples.length }, (_, i) => wave(i));
  const gain = 10 ** ((levelDbfs - rmsDbfs(made)) / 20);
  return samples.map((sample, i) => sample + gain * (made[i] as number));
}
