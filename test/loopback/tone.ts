/** What an agent in a test says: a tone of 440 Hz, well over what is audible, as base64 of PCM16 at 24 kHz. */

const RATE = 24_000;

export function tone(ms: number): string {
  const samples = Int16Array.from({ length: (RATE * ms) / 1000 }, (_, i) =>
    Math.round(6000 * Math.sin((2 * Math.PI * 440 * i) / RATE)),
  );
  return Buffer.from(samples.buffer).toString('base64');
}
