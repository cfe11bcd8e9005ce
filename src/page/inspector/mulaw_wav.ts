/** Two lanes of 8-bit µ-law as a stereo WAV, as browsers play it: caller left, agent right. Pure. */

const HEADER_BYTES = 58;
const MULAW = 7;

/** The caller's samples, then as many of the agent's. */
export function mulawWav(lanes: Uint8Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  const frames = lanes.length >> 1;
  const bytes = new Uint8Array(HEADER_BYTES + frames * 2);
  const view = new DataView(bytes.buffer);
  const word = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  };
  word(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  word(8, 'WAVE');
  word(12, 'fmt ');
  view.setUint32(16, 18, true);
  view.setUint16(20, MULAW, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 8, true);
  // What is not plain PCM tells how many samples it has.
  word(38, 'fact');
  view.setUint32(42, 4, true);
  view.setUint32(46, frames, true);
  word(50, 'data');
  view.setUint32(54, frames * 2, true);
  for (let frame = 0; frame < frames; frame++) {
    bytes[HEADER_BYTES + frame * 2] = lanes[frame] as number;
    bytes[HEADER_BYTES + frame * 2 + 1] = lanes[frames + frame] as number;
  }
  return bytes;
}
