/**
 * The power spectrum of one frame of the caller's voice: 256 samples at 8 kHz (32 ms) under a Hamming window, 129 bins
 * of 31.25 Hz. Pure; it works in scratch of its own, so what it gives is valid until the next call.
 *
 * The inner loops are WebAssembly (`spectrum.wat`). Its numbers have 24 bits, eight more than the samples.
 */

import type { Kernel } from '../../../audio/kernel.ts';
import { PAGE_BYTES, instantiate } from '../../../audio/kernel.ts';
import { SPECTRUM_WASM } from './spectrum_wasm.ts';

export const FRAME_SAMPLES = 256;
export const BINS = FRAME_SAMPLES / 2 + 1;
/** From one frame to the next: 16 ms. */
export const HOP_SAMPLES = 128;

/** Where the kernel wants what (`spectrum.wat`), in bytes. */
const STAGES_AT = 1024;
const ACROSS_AT = 1152;
const APART_AT = 2176;
const PLACES_AT = 2688;
const POWERS_AT = 4864;
const LINE_AT = 8192;

interface SpectrumKernel extends Kernel {
  power(frame: number): void;
}

const hamming = Float64Array.from(
  { length: FRAME_SAMPLES },
  (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * (i + 0.5)) / FRAME_SAMPLES),
);
const kernel = loadKernel();
const powers = new Float32Array(kernel.memory.buffer, POWERS_AT, BINS);

/** A full-scale square wave has about 102 on average over the bins (the window's energy). */
export const FULL_SCALE_POWER = hamming.reduce((sum, w) => sum + w ** 2, 0);

/** Frames are put here, one or many that overlap; nobody's are kept. */
export const line = new Int16Array(kernel.memory.buffer, LINE_AT, (PAGE_BYTES - LINE_AT) / 2);

/** Of the frame whose first sample stands in `line` at `from`. */
export function powerSpectrum(from: number): Float32Array {
  kernel.power(LINE_AT + 2 * from);
  return powers;
}

function loadKernel(): SpectrumKernel {
  const loaded = instantiate(SPECTRUM_WASM) as SpectrumKernel;
  const { buffer } = loaded.memory;
  const numbers = new Float32Array(buffer);
  const root = (k: number, of: number): [number, number] => [
    Math.cos((2 * Math.PI * k) / of),
    -Math.sin((2 * Math.PI * k) / of),
  ];
  numbers.set(hamming.map((w) => w / 65_536));
  for (let k = 0; k < 16; k++) numbers.set(root(k, 32), STAGES_AT / 4 + 2 * k);
  for (let k = 0; k < 32; k++) {
    const factors = [0, 1, 2, 3].map((lane) => root(k * lane, 128));
    numbers.set([...factors.map(([re]) => re), ...factors.map(([, im]) => im)], ACROSS_AT / 4 + 8 * k);
  }
  for (let k = 1; k <= 64; k++) {
    const [re, im] = root(k, 256);
    numbers[APART_AT / 4 + k - 1] = re;
    numbers[APART_AT / 4 + 63 + k] = im;
  }
  const places = new Int32Array(buffer, PLACES_AT, 32);
  for (let m = 0; m < 32; m++) {
    for (let bit = 0; bit < 5; bit++) if ((m >> bit) & 1) places[m] = (places[m] as number) | (256 >> bit);
  }
  return loaded;
}
