/**
 * The power spectrum of one frame of the caller's voice: 256 samples at 8 kHz (32 ms) under a Hamming window, 129 bins
 * of 31.25 Hz. Pure; it works in scratch of its own, so what it gives is valid until the next call.
 *
 * A real transform of 256 points is a complex one of 128 (even samples real, odd ones imaginary), taken apart
 * afterwards: radix-2, decimation in time.
 */

export const FRAME_SAMPLES = 256;
export const BINS = FRAME_SAMPLES / 2 + 1;
/** From one frame to the next: 16 ms. */
export const HOP_SAMPLES = 128;

const HALF = FRAME_SAMPLES / 2;
const hamming = Float64Array.from(
  { length: FRAME_SAMPLES },
  (_, i) => (0.54 - 0.46 * Math.cos((2 * Math.PI * (i + 0.5)) / FRAME_SAMPLES)) / 32_768,
);
const cosine = Float64Array.from({ length: HALF }, (_, k) => Math.cos((2 * Math.PI * k) / FRAME_SAMPLES));
const sine = Float64Array.from({ length: HALF }, (_, k) => Math.sin((2 * Math.PI * k) / FRAME_SAMPLES));
const reversed = Uint8Array.from({ length: HALF }, (_, i) => {
  let bits = 0;
  for (let bit = 0; bit < 7; bit++) if ((i >> bit) & 1) bits |= 64 >> bit;
  return bits;
});
const re = new Float64Array(HALF);
const im = new Float64Array(HALF);
const power = new Float64Array(BINS);

/** A full-scale square wave has about 102 on average over the bins (the window's energy). */
export const FULL_SCALE_POWER = hamming.reduce((sum, w) => sum + (w * 32_768) ** 2, 0);

/** The frame is the ring's 256 samples, the oldest at `from`. */
export function powerSpectrum(ring: Int16Array, from: number): Float64Array {
  for (let i = 0; i < HALF; i++) {
    const j = reversed[i] as number;
    const at = 2 * j;
    re[i] = (ring[(from + at) & (FRAME_SAMPLES - 1)] as number) * (hamming[at] as number);
    im[i] = (ring[(from + at + 1) & (FRAME_SAMPLES - 1)] as number) * (hamming[at + 1] as number);
  }
  for (let i = 0; i < HALF; i += 2) {
    const ar = re[i] as number;
    const ai = im[i] as number;
    const br = re[i + 1] as number;
    const bi = im[i + 1] as number;
    re[i] = ar + br;
    im[i] = ai + bi;
    re[i + 1] = ar - br;
    im[i + 1] = ai - bi;
  }
  for (let span = 2; span < HALF; span *= 2) {
    const step = HALF / span;
    for (let k = 0; k < span; k++) {
      const wr = cosine[k * step] as number;
      const wi = -(sine[k * step] as number);
      for (let i = k; i < HALF; i += 2 * span) {
        const j = i + span;
        const br = re[j] as number;
        const bi = im[j] as number;
        const tr = br * wr - bi * wi;
        const ti = br * wi + bi * wr;
        const ar = re[i] as number;
        const ai = im[i] as number;
        re[j] = ar - tr;
        im[j] = ai - ti;
        re[i] = ar + tr;
        im[i] = ai + ti;
      }
    }
  }
  const dc = re[0] as number;
  const nyquist = im[0] as number;
  power[0] = (dc + nyquist) ** 2;
  power[HALF] = (dc - nyquist) ** 2;
  for (let k = 1; k <= HALF / 2; k++) {
    const ar = re[k] as number;
    const ai = im[k] as number;
    const br = re[HALF - k] as number;
    const bi = im[HALF - k] as number;
    const evenRe = (ar + br) / 2;
    const evenIm = (ai - bi) / 2;
    const oddRe = (ai + bi) / 2;
    const oddIm = (br - ar) / 2;
    const wr = cosine[k] as number;
    const wi = -(sine[k] as number);
    const tr = oddRe * wr - oddIm * wi;
    const ti = oddRe * wi + oddIm * wr;
    power[k] = (evenRe + tr) ** 2 + (evenIm + ti) ** 2;
    power[HALF - k] = (evenRe - tr) ** 2 + (evenIm - ti) ** 2;
  }
  return power;
}
