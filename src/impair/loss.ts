/** Packets of 20 ms that are lost on the way, in bursts, and what the receiver plays in their place. */

import { concealIn, concealments } from './conceal.ts';
import { impairment } from './impairment.ts';
import { lossModel, lostPackets } from './loss_model.ts';

const PACKET_MS = 20;

export const loss = impairment({
  name: 'loss',
  means: 'packets of 20 ms are lost, so many in a row',
  stage: 'line',
  args: {
    rate: { means: 'of the packets', kind: 'share', min: 0, max: 0.95, otherwise: 0.05 },
    burst: { means: 'mean number lost in a row', kind: 'number', min: 1, max: 100, otherwise: 2 },
    conceal: { means: 'what is heard instead', kind: concealments, min: 0, max: 0, otherwise: 'silence' },
    good: { means: 'lost while the line is good', kind: 'share', min: 0, max: 0.99, otherwise: 0 },
    bad: { means: 'lost while it is bad', kind: 'share', min: 0.01, max: 1, otherwise: 1 },
  },
  refuses: ({ rate, burst, good, bad }) => {
    const model = lossModel(rate, burst, good, bad);
    return 'mistake' in model ? model.mistake : null;
  },
  apply: (samples, sampleRate, { rate, burst, conceal, good, bad }, random) => {
    const model = lossModel(rate, burst, good, bad);
    if ('mistake' in model) throw new RangeError(model.mistake);
    const packet = Math.round((PACKET_MS * sampleRate) / 1000);
    const lost = lostPackets(Math.ceil(samples.length / packet), model, random);
    const heard = samples.slice();
    for (let at = 0; at < lost.length; at++) {
      if (lost[at] !== true) continue;
      const first = at;
      while (lost[at + 1] === true) at++;
      const to = Math.min(samples.length, (at + 1) * packet);
      concealIn(heard, first * packet, to, packet, sampleRate, conceal);
    }
    return heard;
  },
});
