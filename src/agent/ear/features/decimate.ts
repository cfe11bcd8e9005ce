/**
 * 24 kHz to 8 kHz for the agent's ear: a linear-phase FIR low-pass, computed only at every third sample, with its state
 * kept from one piece of audio to the next. Pure. Cut anywhere, the pieces give the samples of the whole. The output
 * lags by 14 input samples (0.6 ms). Meant for an ear, not for recordings: aliases above 5 kHz are 40 dB down.
 *
 * All callers' speech goes through here: the inner loop is WebAssembly (`decimate.wat`), three times as fast as the same
 * in JavaScript.
 */

import { DECIMATE_WASM } from './decimate_wasm.ts';
import { headOf } from '../../../audio/head.ts';
import type { Kernel } from '../../../audio/kernel.ts';
import { instantiate } from '../../../audio/kernel.ts';

const FACTOR = 3;
/** Samples on each side of the centre. */
const REACH = 14;
const TAPS = 2 * REACH + 1;
/** Between pieces only this much is kept of each stream. */
const KEPT = TAPS - 1;

/** The kernel's memory, shared by all streams: taps, then what was kept and the piece at hand, then what comes out. */
const LINE_AT = 64;
const LONGEST_PIECE = 9600;
const OUTPUT_AT = 32_768;
const kernel = loadKernel();
const line = new Int16Array(kernel.memory.buffer, LINE_AT, KEPT + LONGEST_PIECE);
const output = new Int16Array(kernel.memory.buffer, OUTPUT_AT, LONGEST_PIECE / FACTOR + 4);
const head = headOf(output);

export class Decimator {
  /** The end of the piece before. */
  private readonly tail = new Int16Array(KEPT);
  /** Input samples to skip before the next output: 0, 1 or 2. */
  private skip = 0;
  /** Zeros at the end of what has been taken in, counted up to TAPS. */
  private zeros = TAPS;

  /** What the last piece gave is nothing but zeros, and was known to be. */
  silent = false;

  /** Valid until the next call, of any decimator. */
  push(pcm: Int16Array, digitalSilence = false): Int16Array {
    if (pcm.length > LONGEST_PIECE) return this.pushLong(pcm, digitalSilence);
    const count = Math.max(0, Math.floor((pcm.length - this.skip + FACTOR - 1) / FACTOR));
    this.silent = digitalSilence && this.zeros >= KEPT;
    if (this.silent) {
      this.skip = this.skip + count * FACTOR - pcm.length;
      return head(count).fill(0);
    }
    line.set(this.tail);
    line.set(pcm, KEPT);
    kernel.decimate(LINE_AT + 2 * this.skip, OUTPUT_AT, count);
    this.skip = this.skip + count * FACTOR - pcm.length;
    this.tail.set(line.subarray(pcm.length, pcm.length + KEPT));
    this.zeros = digitalSilence ? Math.min(TAPS, this.zeros + pcm.length) : 0;
    return head(count);
  }

  private pushLong(pcm: Int16Array, digitalSilence: boolean): Int16Array {
    const pieces: Int16Array[] = [];
    for (let from = 0; from < pcm.length; from += LONGEST_PIECE) {
      pieces.push(this.push(pcm.subarray(from, from + LONGEST_PIECE), digitalSilence).slice());
    }
    const whole = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}

interface DecimateKernel extends Kernel {
  decimate(line: number, out: number, count: number): void;
}

function loadKernel(): DecimateKernel {
  const loaded = instantiate(DECIMATE_WASM) as DecimateKernel;
  new Int16Array(loaded.memory.buffer, 0, 32).set(designThirdBand());
  return loaded;
}

/**
 * A third-band filter: sinc with its zeros on every third tap, under a Kaiser window of 40 dB (Kaiser and Schafer 1974);
 * TAPS coefficients in Q15 that add up to one.
 */
function designThirdBand(): Int16Array {
  const beta = 0.5842 * (40 - 21) ** 0.4 + 0.07886 * (40 - 21);
  const raw = Array.from({ length: TAPS }, (_, i) => {
    const k = i - REACH;
    if (k === 0 || k % FACTOR === 0) return 0;
    const sinc = Math.sin((Math.PI * k) / FACTOR) / (Math.PI * k);
    return (sinc * bessel0(beta * Math.sqrt(1 - (k / (REACH + 1)) ** 2))) / bessel0(beta);
  });
  // Unity gain at DC with the centre tap at its ideal third; what rounding leaves over goes to the centre.
  const scale = (1 - 1 / FACTOR) / raw.reduce((sum, weight) => sum + weight, 0);
  const taps = Int16Array.from(raw, (weight) => Math.round(weight * scale * 32_768));
  taps[REACH] = 32_768 - taps.reduce((sum, tap) => sum + tap, 0);
  return taps;
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 32; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
