/**
 * A microphone that is driven too hard: the loudest sample is brought so far over full scale, and what lies over it is lost.
 * Hard, it is cut off; soft, it is pressed under full scale, and all else with it.
 */

import { PCM16_FULL_SCALE } from '../audio/pcm.ts';
import { impairment } from './impairment.ts';

export const clip = impairment({
  name: 'clip',
  means: 'clipped, its loudest so far over full scale',
  stage: 'microphone',
  args: {
    over: { means: 'how far', kind: 'db', min: 0, max: 60, otherwise: 6 },
    shape: { means: 'cut off, or pressed', kind: ['hard', 'soft'], min: 0, max: 0, otherwise: 'hard' },
  },
  apply: (samples, _sampleRate, { over, shape }) => {
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    if (peak === 0) return samples;
    const factor = 10 ** (over / 20) / peak;
    return samples.map((sample) => {
      const driven = sample * factor;
      return PCM16_FULL_SCALE * (shape === 'soft' ? Math.tanh(driven) : Math.max(-1, Math.min(1, driven)));
    });
  },
});
