/**
 * Speech at one sampling rate, made speech at another as it comes: each sample between its neighbours by a cubic through four of
 * them. Good enough for ears that listen below 4 kHz, and cheap: a server does it for all of its callers. Pure.
 */

export class RateChange {
  readonly fromRate: number;
  private readonly toRate: number;
  /** The last three samples of what came before, and where between them the next is: in parts of the rate that is wanted. */
  private readonly kept = new Float64Array(3);
  private at = 0;

  constructor(fromRate: number, toRate: number) {
    this.fromRate = fromRate;
    this.toRate = toRate;
  }

  /**
   * Little-endian 16-bit samples, in and out. A sample is given as soon as all of its neighbours are there. `zeros`: they are known
   * to be nothing but zeros.
   */
  push(bytes: Uint8Array, zeros = false): { readonly bytes: Uint8Array; readonly zeros: boolean } {
    const { fromRate, toRate, kept } = this;
    const count = bytes.length >> 1;
    const wanted = Math.max(0, Math.ceil((count * toRate - this.at) / fromRate));
    const out = new Uint8Array(wanted * 2);
    const firstAt = this.at;
    this.at += wanted * fromRate - count * toRate;
    if (zeros && kept.every((sample) => sample === 0)) return { bytes: out, zeros: true };
    const samples = new Float64Array(count + 3);
    samples.set(kept);
    for (let i = 0; i < count; i++) {
      samples[i + 3] = (((bytes[2 * i] as number) | ((bytes[2 * i + 1] as number) << 8)) << 16) >> 16;
    }
    for (let k = 0, at = firstAt; k < wanted; k++, at += fromRate) {
      const i = Math.floor(at / toRate);
      const value = between(samples, i, at / toRate - i);
      out[2 * k] = value & 255;
      out[2 * k + 1] = value >> 8;
    }
    for (let i = 0; i < 3; i++) kept[i] = samples[count + i] as number;
    return { bytes: out, zeros: false };
  }
}

/** Catmull and Rom's spline, between the second and the third of four. */
function between(samples: Float64Array, i: number, t: number): number {
  const a = samples[i] as number;
  const b = samples[i + 1] as number;
  const c = samples[i + 2] as number;
  const d = samples[i + 3] as number;
  const value = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  return Math.max(-32768, Math.min(32767, Math.round(value)));
}
