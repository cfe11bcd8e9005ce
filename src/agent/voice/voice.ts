/**
 * The agent's recorded voice, ready for the wire: each utterance is cut and encoded once for each audio format, when it is
 * first needed, and shared by all sessions. Pure; how samples become base64 is handed in.
 */

import type { AudioFormat } from '../protocol/settings.ts';

export interface Recording {
  readonly id: string;
  readonly transcript: string;
  /** 24 kHz mono. */
  readonly pcm: Int16Array;
}

export interface VoiceChunk {
  readonly base64: string;
  readonly ms: number;
}

export interface Utterance {
  readonly id: string;
  readonly transcript: string;
  readonly durationMs: number;
}

/** Audio of the format asked for, as bytes: little-endian PCM at 24 kHz or G.711 at 8 kHz. */
export type Encode = (pcm: Int16Array, format: AudioFormat) => Uint8Array;

/** What a speaker needs of one. */
export type Voice = Pick<VoiceLibrary, 'utterance' | 'chunks' | 'silence'>;

/** The same words at the same pace, with nothing to hear. */
export function silenced(voice: Voice): Voice {
  return {
    utterance: (id) => voice.utterance(id),
    chunks: (id, format) => voice.chunks(id, format).map(({ ms }) => voice.silence(ms, format)),
    silence: (ms, format) => voice.silence(ms, format),
  };
}

/** The pieces of recordings by their samples, and by format and length. */
export type EncodedChunks = WeakMap<Int16Array, Map<string, readonly VoiceChunk[]>>;

export class VoiceLibrary {
  private readonly recordings = new Map<string, Recording>();
  private readonly encoded: EncodedChunks;
  private readonly chunkMs: number;
  private readonly encode: Encode;
  private readonly toBase64: (bytes: Uint8Array) => string;

  constructor(
    recordings: Iterable<Recording>,
    options: {
      readonly chunkMs: number;
      readonly encode: Encode;
      readonly toBase64: (bytes: Uint8Array) => string;
      /** Kept for voices that encode alike: whoever has the same recordings has the same pieces. */
      readonly encoded?: EncodedChunks;
    },
  ) {
    for (const recording of recordings) this.recordings.set(recording.id, recording);
    this.chunkMs = options.chunkMs;
    this.encode = options.encode;
    this.toBase64 = options.toBase64;
    this.encoded = options.encoded ?? new WeakMap();
  }

  has(id: string): boolean {
    return this.recordings.has(id);
  }

  ids(): readonly string[] {
    return [...this.recordings.keys()];
  }

  /** RangeError when there is no such utterance: profiles are checked against the library beforehand. */
  utterance(id: string): Utterance {
    const { transcript, pcm } = this.recording(id);
    return { id, transcript, durationMs: pcm.length / 24 };
  }

  /** The pieces of an utterance in their order; all are `chunkMs` long but the last. */
  chunks(id: string, format: AudioFormat): readonly VoiceChunk[] {
    const { pcm } = this.recording(id);
    let own = this.encoded.get(pcm);
    if (own === undefined) this.encoded.set(pcm, (own = new Map()));
    const key = `${format} ${this.chunkMs}`;
    let chunks = own.get(key);
    if (chunks === undefined) {
      chunks = this.cut(this.encode(pcm, format), format === 'pcm16' ? 48 : 8);
      own.set(key, chunks);
    }
    return chunks;
  }

  /** So much digital silence. */
  silence(ms: number, format: AudioFormat): VoiceChunk {
    return { base64: this.toBase64(this.encode(new Int16Array(Math.round(ms * 24)), format)), ms };
  }

  private recording(id: string): Recording {
    const recording = this.recordings.get(id);
    if (recording === undefined) throw new RangeError(`the voice has no utterance "${id}"`);
    return recording;
  }

  private cut(bytes: Uint8Array, bytesPerMs: number): VoiceChunk[] {
    const length = this.chunkMs * bytesPerMs;
    const chunks: VoiceChunk[] = [];
    for (let from = 0; from < bytes.length; from += length) {
      const piece = bytes.subarray(from, from + length);
      chunks.push({ base64: this.toBase64(piece), ms: piece.length / bytesPerMs });
    }
    return chunks;
  }
}
