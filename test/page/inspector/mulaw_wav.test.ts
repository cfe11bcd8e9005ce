/** The file that a browser plays: whoever reads WAVs hears both sides in it. */

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { g711Decode } from '../../../src/audio/g711.ts';
import { readWav } from '../../../src/audio/wav.ts';
import { mulawWav } from '../../../src/page/inspector/mulaw_wav.ts';

it('is a stereo WAV of these samples, caller left and agent right', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(255), fc.nat(255)), { minLength: 1, maxLength: 50 }), (pairs) => {
      const lanes = [0, 1].map((lane) => Uint8Array.from(pairs, (pair) => pair[lane] as number));
      const wav = readWav(mulawWav(Uint8Array.from(lanes.flatMap((lane) => [...lane])), 8000), 'sound');
      expect(wav).toMatchObject({ sampleRate: 8000, format: 'G.711 µ-law', notes: [] });
      const heard = wav.channels.map((channel) => [...channel].map((sample) => Math.round(sample * 32_768)));
      expect(heard).toEqual(lanes.map((lane) => [...g711Decode(lane, 'ulaw')]));
    }),
  );
});
