/** Convolution by FFT, block after block. Pure. As many samples come out as go in: a tail that goes on is cut off. */

import { fourier } from '../audio/fourier.ts';
import type { Samples } from './impairment.ts';

export function convolved(samples: Samples, response: Samples): Samples {
  let size = 2;
  while (size < response.length * 2) size *= 2;
  const block = size - response.length + 1;
  const [hRe, hIm] = [new Float64Array(size), new Float64Array(size)];
  hRe.set(response);
  fourier(hRe, hIm);
  const out = new Float64Array(samples.length + size);
  for (let from = 0; from < samples.length; from += block) {
    const [re, im] = [new Float64Array(size), new Float64Array(size)];
    re.set(samples.subarray(from, from + block));
    fourier(re, im);
    for (let k = 0; k < size; k++) {
      const [a, b, c, d] = [re[k] as number, im[k] as number, hRe[k] as number, hIm[k] as number];
      re[k] = a * c - b * d;
      im[k] = a * d + b * c;
    }
    // The way back is the way there with the parts exchanged.
    fourier(im, re);
    for (let i = 0; i < size; i++) out[from + i] = (out[from + i] as number) + (re[i] as number) / size;
  }
  return Float32Array.from(out.subarray(0, samples.length));
}
