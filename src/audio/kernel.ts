/** WebAssembly kernels: inner loops that touch nothing but their own memory. Pure. */

import { decodeBase64 } from './base64.ts';

export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
}

export const PAGE_BYTES = 65_536;

/** The little of the platform's WebAssembly that is needed; the pure rooms know no platform. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** A new instance of a module in base64, with memory of its own of at least so many bytes. */
export function instantiate(base64: string, bytes = PAGE_BYTES): Kernel {
  const module = new WebAssembly.Module(decodeBase64(base64));
  const kernel = new WebAssembly.Instance(module).exports as Kernel;
  kernel.memory.grow(Math.max(0, Math.ceil(bytes / PAGE_BYTES) - 1));
  return kernel;
}
