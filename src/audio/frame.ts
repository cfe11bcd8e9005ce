/**
 * Cuts samples into the frames that a client sends, one message each. Pure. Nothing is lost and nothing is moved:
 * the frames one after another are the samples, then zeros to the end of the last frame.
 */

export const MIN_FRAME_MS = 20;
export const MAX_FRAME_MS = 200;

/** Samples in one frame. RangeError unless `frameMs` is a whole number of ms, 20–200, and fits the rate. */
export function frameLength(sampleRate: number, frameMs: number): number {
  if (!Number.isInteger(frameMs) || frameMs < MIN_FRAME_MS || frameMs > MAX_FRAME_MS) {
    throw new RangeError(`a frame is ${MIN_FRAME_MS}–${MAX_FRAME_MS} whole ms, not ${frameMs}`);
  }
  const length = (sampleRate * frameMs) / 1000;
  if (!Number.isInteger(length)) {
    throw new RangeError(`${frameMs} ms at ${sampleRate} Hz is not a whole number of samples`);
  }
  return length;
}

/** The samples, then zeros to the end of the last frame, in memory of their own. */
export function wholeFrames(samples: Int16Array, sampleRate: number, frameMs: number): Int16Array {
  const length = frameLength(sampleRate, frameMs);
  const whole = new Int16Array(Math.ceil(samples.length / length) * length);
  whole.set(samples);
  return whole;
}

/** Each frame in memory of its own. No samples, no frames. */
export function cutFrames(samples: Int16Array, sampleRate: number, frameMs: number): Int16Array[] {
  const length = frameLength(sampleRate, frameMs);
  const frames: Int16Array[] = [];
  for (let from = 0; from < samples.length; from += length) {
    const frame = new Int16Array(length);
    frame.set(samples.subarray(from, from + length));
    frames.push(frame);
  }
  return frames;
}
