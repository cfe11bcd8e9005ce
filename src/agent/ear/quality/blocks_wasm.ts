/**
 * `blocks.wat`, assembled: a WebAssembly module that touches nothing but its own memory. After a change to the source,
 * `UPDATE_GOLDEN=1 npx vitest run test/agent/kernel.test.ts` writes this file anew.
 */

export const BLOCKS_WASM = [
  'AGFzbQEAAAABCAFgBH9/f38AAwIBAAUDAQABBxMCBm1lbW9yeQIABmJsb2NrcwAACtsBAdgBAQV7AkADQCAAIAFPDQEgAP0A',
  'BAAhBCAA/QAEECEFIAD9XQMgIQYgBP1+IAX9fv2uASAG/X79rgEhByAHIAcgB/0NCAkKCwwNDg8ICQoLDA0OD/2uASEHIAIg',
  'B/0bACAH/RsBajYCACAEIAT9ugEhBCAFIAX9ugEhBSAGIAb9ugEhBiAE/ckBIAT9ygH9zgEgBf3JASAF/coB/c4B/c4BIQgg',
  'CCAG/ckB/c4BIQggAyAI/R0AIAj9HQF8ujkDACAAQShqIQAgAkEEaiECIANBCGohAwwACwsL',
].join('');
