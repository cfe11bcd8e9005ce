/**
 * Clipping that was turned down afterwards: the largest sample is no longer full scale, but peak after peak stops at it and
 * stays there. Pure, two passes.
 */

/** A 16-bit step: turning down rounds, and may have been dithered. */
const STEP = 1.5 / 32768;
const MIN_RUN = 4;
/** One flat peak can be chance; this many stop at one height for a reason. */
const MIN_TOPS = 3;
/** In what is quieter, the steps themselves are flat. */
const MIN_LEVEL = 0.03;

export interface FlatTops {
  /** Share of the samples that stand in flat tops, 0–1. */
  readonly share: number;
  /** Where the tops are, as a sample's size. */
  readonly level: number;
}

export function flatTops(samples: Float32Array): FlatTops {
  let [low, high] = [0, 0];
  for (const sample of samples) {
    if (sample > high) high = sample;
    if (sample < low) low = sample;
  }
  const above = countAt(samples, high);
  const below = countAt(samples, low);
  return { share: (above + below) / Math.max(1, samples.length), level: Math.max(high, -low) };
}

function countAt(samples: Float32Array, top: number): number {
  if (Math.abs(top) < MIN_LEVEL) return 0;
  let [count, tops, run] = [0, 0, 0];
  for (let i = 0; i <= samples.length; i++) {
    if (i < samples.length && Math.abs((samples[i] as number) - top) <= STEP) {
      run++;
      continue;
    }
    if (run >= MIN_RUN) {
      count += run;
      tops++;
    }
    run = 0;
  }
  return tops >= MIN_TOPS ? count : 0;
}
