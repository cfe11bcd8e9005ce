/**
 * Speech at one sampling rate, made speech at another as it comes: each sample between its neighbours by a cubic through four of
 * them. Good enough for ears that listen below 4 kHz, and cheap: a server does it for all of its callers. Pure.
 */

import { pcm16FromBytes, pcm16ToBytes } from '../../audio/pcm.ts';

export class RateChange {
  readonly fromRate: number;
  private readonly toRate: number;
  private readonly step: number;
  /** Of the four neighbours, for each place that there is between two samples. */
  private readonly weights: Float64Array;
  /** The last three samples of what came before, and where between them the next is: in parts of the rate that is wanted. */
  private kept: Int16Array = new Int16Array(3);
  private at = 0;

  constructor(fromRate: number, toRate: number) {
    this.fromRate = fromRate;
    this.toRate = toRate;
    this.step = commonOf(fromRate, toRate);
    this.weights = weightsOf(toRate / this.step);
  }

  /**
   * Little-endian 16-bit samples, in and out. A sample is given as soon as all of its neighbours are there. `zeros`: they are known
   * to be nothing but zeros.
   */
  push(bytes: Uint8Array, zeros = false): { readonly bytes: Uint8Array; readonly zeros: boolean } {
    const { fromRate, toRate, step, kept, weights } = this;
    const count = bytes.length >> 1;
    const wanted = Math.max(0, Math.ceil((count * toRate - this.at) / fromRate));
    let i = Math.floor(this.at / toRate);
    let between = this.at - i * toRate;
    this.at += wanted * fromRate - count * toRate;
    if (zeros && kept.every((sample) => sample === 0))
      return { bytes: new Uint8Array(wanted * 2), zeros: true };
    const samples = new Int16Array(count + 3);
    samples.set(kept);
    samples.set(pcm16FromBytes(bytes), 3);
    const out = new Int16Array(wanted);
    for (let k = 0; k < wanted; k++) {
      const w = (between / step) * 4;
      const value =
        (weights[w] as number) * (samples[i] as number) +
        (weights[w + 1] as number) * (samples[i + 1] as number) +
        (weights[w + 2] as number) * (samples[i + 2] as number) +
        (weights[w + 3] as number) * (samples[i + 3] as number);
      out[k] = value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : Math.round(value);
      between += fromRate;
      for (; between >= toRate; between -= toRate) i++;
    }
    this.kept = samples.slice(count);
    return { bytes: pcm16ToBytes(out), zeros: false };
  }
}

/** Catmull and Rom's spline between the second and the third of four, at so many places evenly apart. */
function weightsOf(places: number): Float64Array {
  const weights = new Float64Array(places * 4);
  for (let place = 0; place < places; place++) {
    const t = place / places;
    weights[place * 4] = (-t + 2 * t ** 2 - t ** 3) / 2;
    weights[place * 4 + 1] = (2 - 5 * t ** 2 + 3 * t ** 3) / 2;
    weights[place * 4 + 2] = (t + 4 * t ** 2 - 3 * t ** 3) / 2;
    weights[place * 4 + 3] = (t ** 3 - t ** 2) / 2;
  }
  return weights;
}

function commonOf(a: number, b: number): number {
  return b === 0 ? a : commonOf(b, a % b);
}
