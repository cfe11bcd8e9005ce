/** Somebody else talks in the same room, all the time, so much louder or quieter than the caller. */

import { activeDbfs as levelOf } from '../audio/level.ts';
import { impairment } from './impairment.ts';

export const secondSpeaker = impairment({
  name: 'second_speaker',
  means: 'somebody else talks, at a level over the caller’s',
  stage: 'second_speaker',
  goesOn: true,
  args: { level: { means: 'over that of the caller', kind: 'db', min: -40, max: 20, otherwise: -10 } },
  apply: (samples, sampleRate, { level }, random, { activeDbfs, tools }) => {
    const other = tools.otherVoice(samples.length, sampleRate, random);
    const gain = 10 ** ((activeDbfs + level - levelOf(Float32Array.from(other), sampleRate)) / 20);
    return samples.map((sample, i) => sample + gain * (other[i] as number));
  },
});
