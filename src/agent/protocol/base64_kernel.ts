/**
 * Base64 to bytes for all that callers say: strict, and without a string or a buffer of its own for every frame. Pure; the
 * inner loop is WebAssembly (`base64.wat`). `audio/base64.ts` is the measure of what it must do.
 */

import { headOf } from '../../audio/head.ts';
import type { Kernel } from '../../audio/kernel.ts';
import { instantiate } from '../../audio/kernel.ts';
import { BASE64_WASM } from './base64_wasm.ts';

/** 192 KiB of audio, 4 s of PCM. */
export const MOST_CHARACTERS = 256 * 1024;

const BLOCK = 16;
const A = 65;
const OUT_AT = MOST_CHARACTERS + BLOCK;

interface Base64Kernel extends Kernel {
  decode(text: number, end: number, out: number): number;
}

const kernel = instantiate(BASE64_WASM, OUT_AT + (MOST_CHARACTERS / 4) * 3 + BLOCK) as Base64Kernel;
const decoded = headOf(new Uint8Array(kernel.memory.buffer, OUT_AT, (MOST_CHARACTERS / 4) * 3));
const text = new Uint8Array(kernel.memory.buffer, 0, MOST_CHARACTERS + BLOCK);

/**
 * The characters are given as bytes, at most MOST_CHARACTERS of them. Null where they are not whole groups of four of the
 * alphabet; padding is none of it. The result, whose offset is even, is valid until the next call.
 */
export function decodeUnpadded(characters: Uint8Array): Uint8Array | null {
  const { length } = characters;
  if (length % 4 !== 0 || length > MOST_CHARACTERS) return null;
  text.set(characters);
  const end = Math.ceil(length / BLOCK) * BLOCK;
  text.fill(A, length, end);
  if (kernel.decode(0, end, OUT_AT) === 0) return null;
  return decoded((length / 4) * 3);
}
