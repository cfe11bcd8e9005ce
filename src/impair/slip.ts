/**
 * Slips of a receiver's jitter buffer: it runs dry and plays a piece again, or runs over and leaves one out. In turn, so that
 * what is said is never more than one slip late, and in time again at its end.
 */

import { impairment } from './impairment.ts';

export const slip = impairment({
  name: 'slip',
  means: 'the jitter buffer repeats a piece, then skips one',
  stage: 'line',
  args: {
    by: { means: 'how long a piece', kind: 'ms', min: 5, max: 200, otherwise: 20 },
    each: { means: 'mean time between two slips', kind: 'ms', min: 50, max: 60_000, otherwise: 500 },
  },
  apply: (samples, sampleRate, { by, each }, random) => {
    const piece = Math.round((by * sampleRate) / 1000);
    const gap = (): number => Math.max(piece, Math.round((random.exponential(each) * sampleRate) / 1000));
    const heard = samples.slice();
    for (let at = gap(); ; at += gap()) {
      const late = at;
      at += gap();
      // Only whole pairs: repeated from `late` on, caught up at `at`.
      if (at + piece > samples.length) return heard;
      heard.set(samples.subarray(late - piece, at - piece), late);
    }
  },
});
