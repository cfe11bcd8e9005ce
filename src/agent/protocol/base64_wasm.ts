/**
 * `base64.wat`, assembled: a WebAssembly module that touches nothing but its own memory. After a change to the source,
 * `UPDATE_GOLDEN=1 npx vitest run test/agent/kernel.test.ts` writes this file anew.
 */

export const BASE64_WASM = [
  'AGFzbQEAAAABCAFgA39/fwF/AwIBAAUDAQABBxMCBm1lbW9yeQIABmRlY29kZQAACpACAY0CAQN7AkADQCAAIAFPDQEgAP0A',
  'BAAhAyADQQT9bSEEIAX9DBURERERERERERETGhsbGxogA/0MDw8PDw8PDw8PDw8PDw8PD/1O/Q79DBAQAQIECAQIEBAQEBAQ',
  'EBAgBP0O/U79UCEFIAP9DAAQEwS/v7m5AAAAAAAAAAAgBCAD/QwvLy8vLy8vLy8vLy8vLy8v/SP9bv0O/W4hAyAD/Qz/AP8A',
  '/wD/AP8A/wD/AP8A/U5BBv2LASADQQj9jQH9UCEDIAP9DAAQAQAAEAEAABABAAAQAQD9ugEhAyACIAMgA/0NAgEABgUECgkI',
  'Dg0MAwMDA/0LBAAgAEEQaiEAIAJBDGohAgwACwsgBf1TRQs=',
].join('');
