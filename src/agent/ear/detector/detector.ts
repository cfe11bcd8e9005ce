/**
 * What the agent's ear needs of a voice detector: 8 kHz samples in, one decision for each frame that is complete. The
 * WebAssembly one is handed in from outside, so that everything that listens stays pure and can be tested with another.
 */

export interface DetectorSettings {
  /** The client's 0–1: higher needs louder, clearer speech. */
  readonly threshold: number;
}

export interface SpeechDetector {
  readonly frameMs: number;
  /** One byte a frame, 1 = voiced. Valid until the next call. `silent`: known to be nothing but zeros. */
  push(pcm8k: Int16Array, silent?: boolean): Uint8Array;
  /** Gives back what the detector holds outside this object; it is not used again. */
  release(): void;
}

export type DetectorFactory = (settings: DetectorSettings) => SpeechDetector;
