/**
 * A frame and its neighbours: the coefficients of seven frames in a row, oldest first. Pure. What a sound is shows in how
 * it comes and goes, so that a frame is only compared once three more have been heard (48 ms).
 */

import { COEFFICIENTS } from './cepstrum.ts';

/** Frames on each side of the middle one. */
export const REACH = 3;
export const CONTEXT_FRAMES = 2 * REACH + 1;
export const CONTEXT_WIDTH = CONTEXT_FRAMES * COEFFICIENTS;

export class Context {
  readonly values = new Float64Array(CONTEXT_WIDTH);
  private heard = 0;

  reset(): void {
    this.heard = 0;
  }

  /** Where the next frame's coefficients are to be written, in `values`. */
  makeRoom(): number {
    this.values.copyWithin(0, COEFFICIENTS);
    return CONTEXT_WIDTH - COEFFICIENTS;
  }

  /** They are there. True once the middle frame has all that follows it; what came before the first is like the first. */
  complete(): boolean {
    if (this.heard++ === 0) {
      for (let i = 0; i < CONTEXT_FRAMES - 1; i++) {
        this.values.copyWithin(i * COEFFICIENTS, CONTEXT_WIDTH - COEFFICIENTS);
      }
    }
    return this.heard > REACH;
  }
}

/** The same of a recording: the context of frame `t`, what lies beyond its ends being like its ends. */
export function contextAt(cepstra: Float64Array, t: number, out: Float64Array, at = 0): void {
  const last = cepstra.length / COEFFICIENTS - 1;
  for (let i = -REACH, o = at; i <= REACH; i++) {
    const from = Math.max(0, Math.min(last, t + i)) * COEFFICIENTS;
    for (let k = from; k < from + COEFFICIENTS; k++) out[o++] = cepstra[k] as number;
  }
}

/** Adds it to what stands in `sums`. */
export function addContext(cepstra: Float64Array, t: number, sums: Float64Array, at: number): void {
  const frames = cepstra.length / COEFFICIENTS;
  if (t >= REACH && t + REACH < frames) {
    const from = (t - REACH) * COEFFICIENTS;
    for (let k = 0; k < CONTEXT_WIDTH; k++) {
      sums[at + k] = (sums[at + k] as number) + (cepstra[from + k] as number);
    }
    return;
  }
  contextAt(cepstra, t, edge);
  for (let k = 0; k < CONTEXT_WIDTH; k++) sums[at + k] = (sums[at + k] as number) + (edge[k] as number);
}

const edge = new Float64Array(CONTEXT_WIDTH);
