/** The line is dead for a while: what is said then is not heard. It takes no time of its own. */

import { impairment } from './impairment.ts';

export const silence = impairment({
  name: 'silence',
  means: 'nothing is heard for so long',
  stage: 'edit',
  args: {
    for: { means: 'how long', kind: 'ms', min: 1, max: 60_000, otherwise: 500 },
    at: { means: 'of what is said', kind: ['start', 'middle', 'end'], min: 0, max: 0, otherwise: 'middle' },
  },
  apply: (samples, sampleRate, { for: durationMs, at }, _random, { speech }) => {
    const [first, last] = [speech[0], speech.at(-1)];
    if (first === undefined || last === undefined) return samples;
    const spokenMs = last.endMs - first.startMs;
    const fromMs = {
      start: first.startMs,
      middle: first.startMs + (spokenMs - durationMs) / 2,
      end: last.endMs - durationMs,
    }[at];
    const place = (ms: number): number => Math.max(0, Math.round((ms * sampleRate) / 1000));
    return samples.slice().fill(0, place(fromMs), place(fromMs + durationMs));
  },
});
