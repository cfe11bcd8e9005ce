/**
 * `peak.wat`, assembled: a WebAssembly module that touches nothing but its own memory. After a change to the source,
 * `UPDATE_GOLDEN=1 npx vitest run test/agent/kernel.test.ts` writes this file anew.
 */

export const PEAK_WASM = [
  'AGFzbQEAAAABBwFgAn9/AX8DAgEABQMBAAEHEQIGbWVtb3J5AgAEcGVhawAACogBAYUBAQJ7A0AgAP0ABAAhAiADIAL9gAH9',
  'mQEhAyAAQRBqIQAgACABSQ0ACyADIAMgA/0NCAkKCwwNDg8ICQoLDA0OD/2ZASEDIAMgAyAD/Q0EBQYHBAUGBwQFBgcEBQYH',
  '/ZkBIQMgAyADIAP9DQIDAgMCAwIDAgMCAwIDAgP9mQEhAyAD/RkACw==',
].join('');
