/** Too quiet, or too loud: the same for all of it. What goes over full scale is cut off there, on the wire. */

import { impairment } from './impairment.ts';

export const gain = impairment({
  name: 'gain',
  means: 'louder, or quieter',
  stage: 'microphone',
  args: { by: { means: 'by how much', kind: 'db', min: -60, max: 40, otherwise: -20 } },
  apply: (samples, _sampleRate, { by }) => {
    const factor = 10 ** (by / 20);
    return samples.map((sample) => sample * factor);
  },
});
