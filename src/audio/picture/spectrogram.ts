/**
 * A recording by time and frequency, as a picture: time to the right, frequency upwards from 0 to half the sample rate, bright
 * where there is power. Pure.
 */

import { powersAt } from '../spectrum.ts';
import type { Colour } from './png.ts';

/** Of a window: some 20 ms at 24 kHz, so that the harmonics of a voice are told apart. */
const WINDOW_MS = 22;
/** A window's power in one place, in dBFS: what is under the first is black, what is over the second is brightest. */
const DARKEST_DBFS = -95;
const BRIGHTEST_DBFS = -25;
const STEPS = 64;

/** From black over violet and orange to a pale yellow: brighter all the way, for those who see no colours too. */
const stops: readonly Colour[] = [
  [6, 6, 16],
  [60, 15, 110],
  [140, 41, 129],
  [222, 73, 104],
  [254, 159, 109],
  [252, 253, 191],
];

export const spectrogramPalette: readonly Colour[] = Array.from({ length: STEPS }, (_, step) => {
  const at = (step / (STEPS - 1)) * (stops.length - 1);
  const [from, to] = [stops[Math.floor(at)] as Colour, stops[Math.ceil(at)] as Colour];
  const mixed = (channel: 0 | 1 | 2): number =>
    Math.round(from[channel] + (to[channel] - from[channel]) * (at % 1));
  return [mixed(0), mixed(1), mixed(2)];
});

/** Indices into the palette, row by row from the top. */
export function spectrogram(
  samples: Float32Array,
  sampleRate: number,
  width: number,
  height: number,
): Uint8Array {
  const size = 2 ** Math.round(Math.log2((sampleRate * WINDOW_MS) / 1000));
  const pixels = new Uint8Array(width * height);
  for (let column = 0; column < width; column++) {
    const middle = ((column + 0.5) / width) * samples.length;
    // Wholly within it: beyond its ends is nothing, and no sound's end is a click.
    const last = Math.max(0, samples.length - size);
    const from = Math.max(0, Math.min(last, Math.round(middle - size / 2)));
    const powers = powersAt(samples, from, size);
    for (let row = 0; row < height; row++) {
      const from = Math.floor(((height - 1 - row) / height) * powers.length);
      const to = Math.max(from + 1, Math.floor(((height - row) / height) * powers.length));
      let most = 0;
      for (let bin = from; bin < to; bin++) most = Math.max(most, powers[bin] as number);
      pixels[row * width + column] = stepOf(most);
    }
  }
  return pixels;
}

function stepOf(power: number): number {
  const level = 10 * Math.log10(power + 1e-20);
  const share = (level - DARKEST_DBFS) / (BRIGHTEST_DBFS - DARKEST_DBFS);
  return Math.round(Math.max(0, Math.min(1, share)) * (STEPS - 1));
}
