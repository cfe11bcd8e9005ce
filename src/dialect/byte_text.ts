/** Bytes as a string, a character for each: how what is binary stands where messages are strings. */

/** Arguments at once to String.fromCharCode: engines limit it. */
const CHUNK = 8192;

export function byteText(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) {
    // `apply` takes the array as it is; spreading it costs five times as much.
    text += String.fromCharCode.apply(null, bytes.subarray(i, i + CHUNK) as unknown as number[]);
  }
  return text;
}
