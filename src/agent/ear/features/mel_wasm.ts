/**
 * `mel.wat`, assembled: a WebAssembly module that touches nothing but its own memory. After a change to the source,
 * `UPDATE_GOLDEN=1 npx vitest run test/agent/kernel.test.ts` writes this file anew.
 */

export const MEL_WASM = [
  'AGFzbQEAAAABBwFgA39/fwADAgEABQMBAAEHEgIGbWVtb3J5AgAFYmFuZHMAAAqhAQGeAQICfwF7A0AgACgCACEDIAMgACgC',
  'BGohBCAAQRBqIQD9DAAAAAAAAAAAAAAAAAAAAAAhBQNAIAUgA/0ABAAgAP0ABAD95gH95AEhBSAAQRBqIQAgA0EQaiEDIAMg',
  'BEkNAAsgBSAFIAX9DQgJCgsMDQ4PCAkKCwwNDg/95AEhBSACIAX9HwAgBf0fAZI4AgAgAkEEaiECIAAgAUkNAAsL',
].join('');
