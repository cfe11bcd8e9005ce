// Types of a package that has none: named here, so that they are found whichever tsconfig compiles this file.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./speex_resampler.d.ts" />
/**
 * Changes the sample rate of a whole recording with the Speex resampler at quality 8. Length and place are kept:
 * the output has round(n · to ÷ from) samples, and a sound stays at its instant, because the filter's delay is taken
 * off at the front and its tail is flushed at the end. It never changes the level. What goes above full scale
 * between the samples comes out above ±1: the caller decides what to do about it.
 */

import loadSpeex, { type SpeexModule } from '@echogarden/speex-resampler-wasm';

/** 0–10. 8 keeps distortion and aliases over 100 dB down at a cost of about 4 ms a second of audio. */
const QUALITY = 8;
/** Samples handed over at once: bounds the WebAssembly heap however long the recording is. */
const CHUNK = 16_384;

export const MIN_SAMPLE_RATE = 4_000;
export const MAX_SAMPLE_RATE = 384_000;

export interface Resampler {
  /** RangeError when a rate is not a whole number of Hz between 4,000 and 384,000. */
  resample(samples: Float32Array, fromRate: number, toRate: number): Float32Array;
}

let loading: Promise<Resampler> | undefined;

/** Loads the WebAssembly module, once a process. */
export function loadResampler(): Promise<Resampler> {
  loading ??= loadSpeex().then((speex) => ({
    resample: (samples: Float32Array, fromRate: number, toRate: number) =>
      resampleWith(speex, samples, fromRate, toRate),
  }));
  return loading;
}

export async function resample(
  samples: Float32Array,
  fromRate: number,
  toRate: number,
): Promise<Float32Array> {
  return (await loadResampler()).resample(samples, fromRate, toRate);
}

function resampleWith(
  speex: SpeexModule,
  samples: Float32Array,
  fromRate: number,
  toRate: number,
): Float32Array {
  checkRate(fromRate);
  checkRate(toRate);
  if (fromRate === toRate) return samples.slice();
  const output = new Float32Array(Math.round((samples.length * toRate) / fromRate));
  if (output.length === 0) return output;

  const memory = speex._malloc(CHUNK * 8 + 8);
  const inPointer = memory;
  const outPointer = memory + CHUNK * 4;
  const inLengthPointer = memory + CHUNK * 8;
  const outLengthPointer = inLengthPointer + 4;
  const state = speex._speex_resampler_init(1, fromRate, toRate, QUALITY, inLengthPointer);
  try {
    if (state === 0) throw new Error(`no resampler from ${fromRate} Hz to ${toRate} Hz`);
    speex._speex_resampler_skip_zeros(state);
    let taken = 0;
    let given = 0;
    while (given < output.length) {
      // The heap's views are replaced when it grows: read them anew each round.
      const chunk = samples.subarray(Math.min(taken, samples.length), taken + CHUNK);
      const input = speex.HEAPF32.subarray(inPointer >> 2, (inPointer >> 2) + CHUNK);
      input.fill(0);
      input.set(chunk);
      speex.HEAPU32[inLengthPointer >> 2] = CHUNK;
      speex.HEAPU32[outLengthPointer >> 2] = Math.min(CHUNK, output.length - given);
      const error = speex._speex_resampler_process_float(
        state,
        0,
        inPointer,
        inLengthPointer,
        outPointer,
        outLengthPointer,
      );
      if (error !== 0) throw new Error(`the resampler stopped with error ${error}`);
      const made = speex.HEAPU32[outLengthPointer >> 2] as number;
      output.set(speex.HEAPF32.subarray(outPointer >> 2, (outPointer >> 2) + made), given);
      taken += speex.HEAPU32[inLengthPointer >> 2] as number;
      given += made;
    }
  } finally {
    if (state !== 0) speex._speex_resampler_destroy(state);
    speex._free(memory);
  }
  return output;
}

function checkRate(rate: number): void {
  if (!Number.isInteger(rate) || rate < MIN_SAMPLE_RATE || rate > MAX_SAMPLE_RATE) {
    throw new RangeError(`a sample rate is ${MIN_SAMPLE_RATE}–${MAX_SAMPLE_RATE} Hz, not ${rate}`);
  }
}
