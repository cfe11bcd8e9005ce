/**
 * The sum and the sum of squares of every 2.5 ms of 8 kHz audio, which is all that its quality is measured from. Pure; the
 * inner loop is WebAssembly (`blocks.wat`).
 */

import type { Kernel } from '../../../audio/kernel.ts';
import { instantiate } from '../../../audio/kernel.ts';
import { BLOCKS_WASM } from './blocks_wasm.ts';

/** 8 kHz samples in a block. */
export const BLOCK = 20;
export const BLOCK_MS = 2.5;
/** At once: half a second. */
export const MOST_BLOCKS = 200;

interface BlocksKernel extends Kernel {
  blocks(samples: number, end: number, sums: number, squares: number): void;
}

const SUMS_AT = 2 * BLOCK * MOST_BLOCKS;
const SQUARES_AT = SUMS_AT + 4 * MOST_BLOCKS;

const kernel = instantiate(BLOCKS_WASM) as BlocksKernel;
const samples = new Int16Array(kernel.memory.buffer, 0, BLOCK * MOST_BLOCKS);
/** Of each block, until the next call. */
export const blockSums = new Int32Array(kernel.memory.buffer, SUMS_AT, MOST_BLOCKS);
export const blockSquares = new Float64Array(kernel.memory.buffer, SQUARES_AT, MOST_BLOCKS);

/** `pcm8k`: whole blocks, MOST_BLOCKS at most. Returns how many. */
export function measureBlocks(pcm8k: Int16Array): number {
  samples.set(pcm8k);
  kernel.blocks(0, 2 * pcm8k.length, SUMS_AT, SQUARES_AT);
  return pcm8k.length / BLOCK;
}
