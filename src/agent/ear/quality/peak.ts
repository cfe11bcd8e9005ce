/** How loud the loudest sample of a piece of audio is. Pure; the inner loop is WebAssembly (`peak.wat`). */

import type { Kernel } from '../../../audio/kernel.ts';
import { instantiate, PAGE_BYTES } from '../../../audio/kernel.ts';
import { PEAK_WASM } from './peak_wasm.ts';

interface PeakKernel extends Kernel {
  peak(at: number, end: number): number;
}

const LANES = 8;
const kernel = instantiate(PEAK_WASM) as PeakKernel;
const line = new Int16Array(kernel.memory.buffer, 0, PAGE_BYTES / 2);
const MOST = line.length;

/** The largest magnitude, 0 to 32,768; 0 of none. */
export function peakOf(pcm: Int16Array): number {
  if (pcm.length > MOST) return Math.max(peakOf(pcm.subarray(0, MOST)), peakOf(pcm.subarray(MOST)));
  line.set(pcm);
  const end = Math.max(LANES, Math.ceil(pcm.length / LANES) * LANES);
  line.fill(0, pcm.length, end);
  return kernel.peak(0, 2 * end);
}
