/** Someone who types: bursts of key clicks with pauses for thought, on the low noise of a quiet room. */

import type { Random } from '../../core/word/random.ts';
import { coloured, slope } from './coloured.ts';
import { clatter, lay, struck } from './layers.ts';
import { looped } from './loop.ts';
import type { Noise } from './noise.ts';
import { atNoiseLevel, pressed } from './noise_level.ts';

/** Of a click's peak. */
const ROOM = 0.01;
const KEY_MS = { from: 70, to: 180 };
const THOUGHT_MS = { from: 250, to: 900 };

export const keyboard: Noise = {
  name: 'keyboard',
  means: 'bursts of typing in a quiet room',
  sparse: true,
  make: (length, sampleRate, random) =>
    atNoiseLevel(
      looped(length, sampleRate, (length) => {
        const room = coloured(length, sampleRate, random, slope(-3)).map((sample) => sample * ROOM);
        for (const at of keys(length, sampleRate, random)) {
          const click = random.between(0.6, 1);
          lay(room, clatter(sampleRate, random, 4), 0.15 * click, at);
          lay(room, struck(sampleRate, random, { fromHz: 400, toHz: 3000, decayMs: 14 }), click, at);
        }
        return pressed(room);
      }),
    ),
};

/** Words of a few letters, each letter some 100 ms after the last. */
function keys(length: number, sampleRate: number, random: Random): readonly number[] {
  const at: number[] = [];
  for (let ms = random.between(0, THOUGHT_MS.from); (ms * sampleRate) / 1000 < length;) {
    for (let letters = 2 + random.below(9); letters > 0; letters--) {
      at.push(Math.round((ms * sampleRate) / 1000));
      ms += random.between(KEY_MS.from, KEY_MS.to);
    }
    ms += random.between(THOUGHT_MS.from, THOUGHT_MS.to);
  }
  return at;
}
