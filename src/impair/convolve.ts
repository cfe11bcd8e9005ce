/** Convolution by FFT, block after block. Pure. As many samples come out as go in: a tail that goes on is cut off. */

import type { Samples } from './impairment.ts';

export function convolved(samples: Samples, response: Samples): Samples {
  let size = 2;
  while (size < response.length * 2) size *= 2;
  const block = size - response.length + 1;
  const [hRe, hIm] = [new Float64Array(size), new Float64Array(size)];
  hRe.set(response);
  fft(hRe, hIm, false);
  const out = new Float64Array(samples.length + size);
  for (let from = 0; from < samples.length; from += block) {
    const [re, im] = [new Float64Array(size), new Float64Array(size)];
    re.set(samples.subarray(from, from + block));
    fft(re, im, false);
    for (let k = 0; k < size; k++) {
      const [a, b, c, d] = [re[k] as number, im[k] as number, hRe[k] as number, hIm[k] as number];
      re[k] = a * c - b * d;
      im[k] = a * d + b * c;
    }
    fft(re, im, true);
    for (let i = 0; i < size; i++) out[from + i] = (out[from + i] as number) + (re[i] as number) / size;
  }
  return Float32Array.from(out.subarray(0, samples.length));
}

/** In place, radix 2; the way back is not divided by the size. */
function fft(re: Float64Array, im: Float64Array, back: boolean): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const [a, b] = [re[i] as number, im[i] as number];
    re[i] = re[j] as number;
    im[i] = im[j] as number;
    re[j] = a;
    im[j] = b;
  }
  for (let span = 2; span <= size; span *= 2) {
    const angle = ((back ? 2 : -2) * Math.PI) / span;
    const half = span / 2;
    const [cos, sin] = [new Float64Array(half), new Float64Array(half)];
    for (let k = 0; k < half; k++) {
      cos[k] = Math.cos(angle * k);
      sin[k] = Math.sin(angle * k);
    }
    for (let from = 0; from < size; from += span) {
      for (let k = 0; k < half; k++) {
        const [i, j] = [from + k, from + k + half];
        const [c, s] = [cos[k] as number, sin[k] as number];
        const re2 = (re[j] as number) * c - (im[j] as number) * s;
        const im2 = (re[j] as number) * s + (im[j] as number) * c;
        re[j] = (re[i] as number) - re2;
        im[j] = (im[i] as number) - im2;
        re[i] = (re[i] as number) + re2;
        im[i] = (im[i] as number) + im2;
      }
    }
  }
}
