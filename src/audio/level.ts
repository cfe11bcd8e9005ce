/**
 * How loud a recording is, and how clean. Pure, one or two passes over the samples. Samples are ±1 floats; levels are
 * dBFS with 0 at a full-scale square wave, so that a full-scale sine has −3.01 dBFS RMS (and 0 dBFS peak). Nothing
 * reads lower than −100 dBFS: that stands for digital silence too.
 */

/** The bottom of the scale: below the rounding noise of 16 bits. */
export const SILENCE_DBFS = -100;

/** Frames are 10 ms, on a grid from the first sample; a shorter rest at the end is left out. */
const FRAME_MS = 10;
/** ITU-T P.56 takes as speech what is no more than this below the level of the speech itself. */
const P56_MARGIN_DB = 15.9;
/** A frame this far under the loudest one is no part of the first guess at the speech level. */
const SILENT_FRAME_DB = 60;
const NOISE_WINDOW_FRAMES = 5;
/** So many samples in a row at full scale are clipping; one or two are a peak that just fits. */
const CLIPPED_RUN = 3;

export function powerToDbfs(power: number): number {
  return Math.max(SILENCE_DBFS, 10 * Math.log10(power));
}

/** The largest sample, whatever its sign. */
export function peakDbfs(samples: Float32Array): number {
  let peak = 0;
  // By number, here and below: going through an iterator takes several times as long.
  for (let i = 0; i < samples.length; i++) {
    const size = Math.abs(samples[i] as number);
    if (size > peak) peak = size;
  }
  return powerToDbfs(peak * peak);
}

export function rmsDbfs(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += (samples[i] as number) * (samples[i] as number);
  return powerToDbfs(samples.length === 0 ? 0 : sum / samples.length);
}

/**
 * Level of the speech alone, pauses left out: the RMS of the 10 ms frames that lie no more than 15.9 dB under that
 * same RMS. It is the margin and the self-consistency of ITU-T P.56 method B on frames, without P.56's 200 ms
 * hangover: that counts the silence after a word as speech, which for a single spoken digit makes the level depend
 * on how much silence was left around it. It reads 0.5 to 3 dB above P.56, 1.5 dB as a rule.
 */
export function activeDbfs(samples: Float32Array, sampleRate: number): number {
  const powers = framePowers(samples, sampleRate);
  let loudest = 0;
  for (const power of powers) if (power > loudest) loudest = power;
  // From below: the guess rises until the frames it takes in are those that give it.
  let gate = loudest * 10 ** (-SILENT_FRAME_DB / 10);
  for (;;) {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < powers.length; i++) {
      const power = powers[i] as number;
      if (power < gate || power === 0) continue;
      sum += power;
      count++;
    }
    if (count === 0) return SILENCE_DBFS;
    const next = (sum / count) * 10 ** (-P56_MARGIN_DB / 10);
    if (next <= gate) return powerToDbfs(sum / count);
    gate = next;
  }
}

/** Level of the quietest 50 ms: the background where there is a pause, and quiet speech where there is none. */
export function noiseFloorDbfs(samples: Float32Array, sampleRate: number): number {
  const powers = framePowers(samples, sampleRate);
  const window = Math.min(NOISE_WINDOW_FRAMES, powers.length);
  if (window === 0) return SILENCE_DBFS;
  let least = Infinity;
  for (let from = 0; from + window <= powers.length; from++) {
    let sum = 0;
    for (let i = from; i < from + window; i++) sum += powers[i] as number;
    if (sum < least) least = sum;
  }
  return powerToDbfs(least / window);
}

/**
 * Share of samples that stand in a run of three or more at full scale, 0–1. `fullScale` is the largest positive
 * sample of the format the audio was recorded in.
 */
export function clippedShare(samples: Float32Array, fullScale: number): number {
  if (samples.length === 0) return 0;
  let clipped = 0;
  let run = 0;
  for (let i = 0; i <= samples.length; i++) {
    const full = i < samples.length && Math.abs(samples[i] as number) >= fullScale;
    if (full) {
      run++;
      continue;
    }
    if (run >= CLIPPED_RUN) clipped += run;
    run = 0;
  }
  return clipped / samples.length;
}

/** Mean power of each 10 ms frame, less the recording's offset. Under 10 ms in all there is one shorter frame. */
function framePowers(samples: Float32Array, sampleRate: number): Float64Array {
  const offset = offsetOf(samples, sampleRate);
  const { sums, squares, length } = frameSums(samples, sampleRate);
  return squares.map((square, i) =>
    Math.max(0, square / length - (2 * offset * (sums[i] as number)) / length + offset * offset),
  );
}

/**
 * A microphone's constant offset, which is no sound and would hide the silence: the mean of the steadiest 50 ms.
 * The mean of everything would take the lopsided waves of speech for an offset.
 */
export function offsetOf(samples: Float32Array, sampleRate: number): number {
  const { sums, squares, length } = frameSums(samples, sampleRate);
  const window = Math.max(1, Math.min(NOISE_WINDOW_FRAMES, sums.length));
  let steadiest = Infinity;
  let offset = 0;
  for (let from = 0; from + window <= sums.length; from++) {
    let sum = 0;
    let square = 0;
    for (let i = from; i < from + window; i++) {
      sum += sums[i] as number;
      square += squares[i] as number;
    }
    const mean = sum / (window * length);
    const variance = square / (window * length) - mean * mean;
    if (variance >= steadiest) continue;
    steadiest = variance;
    offset = mean;
  }
  return offset;
}

function frameSums(
  samples: Float32Array,
  sampleRate: number,
): { sums: Float64Array; squares: Float64Array; length: number } {
  const length = Math.max(1, Math.min(samples.length, Math.round((sampleRate * FRAME_MS) / 1000)));
  const sums = new Float64Array(Math.floor(samples.length / length));
  const squares = new Float64Array(sums.length);
  for (let frame = 0; frame < sums.length; frame++) {
    let sum = 0;
    let square = 0;
    for (let i = frame * length; i < (frame + 1) * length; i++) {
      const sample = samples[i] as number;
      sum += sample;
      square += sample * sample;
    }
    sums[frame] = sum;
    squares[frame] = square;
  }
  return { sums, squares, length };
}
