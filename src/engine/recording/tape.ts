/**
 * What a recording of one call is made from, kept while the call goes on: which ready-made message the microphone took for each
 * frame, and of the agent's audio what was played, as it came off the wire. Nothing is decoded here: taking a frame is a number
 * stored, taking a delta is a copy. Where there is no memory left for it, it is given up, and lets go of what it has.
 */

import type { PlaybackObserver } from '../../core/call/playback.ts';

/** What all tapes of a thread may hold together. */
export class TapeMemory {
  private leftBytes: number;

  constructor(bytes: number) {
    this.leftBytes = bytes;
  }

  /** False: there is not so much left, and nothing is taken. */
  take(bytes: number): boolean {
    if (bytes > this.leftBytes) return false;
    this.leftBytes -= bytes;
    return true;
  }

  give(bytes: number): void {
    this.leftBytes += bytes;
  }
}

/** A received message, or part of one, that can be copied byte by byte. */
export interface Copyable {
  /** ASCII from `from` up to `to` into `into`, from its index `at` on. */
  copy(from: number, to: number, into: Uint8Array, at: number): void;
}

/** A tape as it is handed on. */
export interface TapeContent {
  /** Each time the microphone opened: the due instant of its first frame from then on, and which of `frames` that is. */
  readonly openings: readonly { readonly dueMs: number; readonly firstFrame: number }[];
  /** Index of the ready-made message of each frame; from OWN on, of its own. */
  readonly frames: Uint32Array;
  /** The audio of frames that were made for this call alone. */
  readonly own: readonly Uint8Array[];
  /** What became of the agent's audio, in that order: see PIECE_NUMBERS. */
  readonly pieces: Float64Array;
  /** The base64 of all pieces, one after another. */
  readonly base64: readonly Uint8Array[];
  /** What it takes of the memory of tapes. */
  readonly bytes: number;
}

/**
 * Two numbers a piece: the instant from which it is played, and how long its base64 is. A length of FLUSH: what was to be
 * played from that instant on was not.
 */
export const PIECE_NUMBERS = 2;
export const FLUSH = -1;
/** Instant of a piece that is played with the next one. */
export const WAITS = Infinity;

/** Added to the number of a frame that was made for the call alone. */
export const OWN = 2 ** 31;

const CHUNK_BYTES = 65_536;
const FIRST_FRAMES = 256;
const FIRST_PIECES = 64;

export class Tape implements PlaybackObserver {
  private readonly memory: TapeMemory;
  private heldBytes = 0;
  private given = false;
  private openings: { dueMs: number; firstFrame: number }[] = [];
  private frames = new Uint32Array(0);
  private frameCount = 0;
  private ownFrames: Uint8Array[] = [];
  private pieces = new Float64Array(0);
  private pieceCount = 0;
  private chunks: Uint8Array[] = [];
  /** How much of the last chunk is written. */
  private chunkLength = 0;
  /** The audio that came last; whether it is played is told next. */
  private source: Copyable | null = null;
  private from = 0;
  private to = 0;

  constructor(memory: TapeMemory) {
    this.memory = memory;
  }

  /** There was no memory left for it: it holds nothing, and takes nothing any more. */
  get givenUp(): boolean {
    return this.given;
  }

  /** The microphone has opened (again): its next frame is due then, and each further one a frame later. */
  opened(dueMs: number): void {
    this.openings.push({ dueMs, firstFrame: this.frameCount });
  }

  /** The next frame was taken, sent or not: the microphone has captured this message. */
  frame(message: number): void {
    if (this.given) return;
    if (this.frameCount === this.frames.length) {
      const grown = Math.max(FIRST_FRAMES, this.frames.length * 2);
      if (!this.reserve((grown - this.frames.length) * 4)) return;
      const frames = new Uint32Array(grown);
      frames.set(this.frames);
      this.frames = frames;
    }
    this.frames[this.frameCount++] = message;
  }

  /** The next frame was taken, and this audio is sent in its place: the tape's to keep. */
  ownFrame(audio: Uint8Array): void {
    if (this.given || !this.reserve(audio.length)) return;
    this.ownFrames.push(audio);
    this.frame(OWN + this.ownFrames.length - 1);
  }

  /** What is played next is silence that nobody sent as a piece of its own. */
  arrivesNothing(): void {
    this.source = null;
  }

  /** Audio has come: its base64 is there until the next comes. */
  arrives(source: Copyable, from: number, to: number): void {
    this.source = source;
    this.from = from;
    this.to = to;
  }

  played(_ms: number, heardAtMs: number): void {
    const { source, from, to } = this;
    this.source = null;
    if (source === null || !this.piece(heardAtMs, to - from)) return;
    for (let at = from; at < to;) {
      if (this.chunks.length === 0 || this.chunkLength === CHUNK_BYTES) {
        if (!this.reserve(CHUNK_BYTES)) return;
        this.chunks.push(new Uint8Array(CHUNK_BYTES));
        this.chunkLength = 0;
      }
      const part = Math.min(to - at, CHUNK_BYTES - this.chunkLength);
      source.copy(at, at + part, this.chunks.at(-1) as Uint8Array, this.chunkLength);
      this.chunkLength += part;
      at += part;
    }
  }

  /** What came last is part of a sample: it is played with what comes next. */
  waits(): void {
    this.played(0, WAITS);
  }

  flushed(atMs: number): void {
    this.piece(atMs, FLUSH);
  }

  /** Part of a sample was left of what came before, and what comes now does not go on from it. */
  breaks(): void {
    this.flushed(Infinity);
  }

  /** What is on it; null where it was given up, or the microphone never opened. It takes nothing any more. */
  eject(): TapeContent | null {
    if (this.given || this.openings.length === 0) {
      this.giveUp();
      return null;
    }
    this.given = true;
    const { openings, frames, frameCount, ownFrames: own, pieces, pieceCount, chunks, chunkLength } = this;
    const last = chunks.at(-1);
    if (last !== undefined) chunks[chunks.length - 1] = last.subarray(0, chunkLength);
    return {
      openings,
      frames: frames.subarray(0, frameCount),
      own,
      pieces: pieces.subarray(0, pieceCount * PIECE_NUMBERS),
      base64: chunks,
      bytes: this.heldBytes,
    };
  }

  /** Lets go of all it has. */
  giveUp(): void {
    this.given = true;
    this.memory.give(this.heldBytes);
    this.heldBytes = 0;
    this.frames = new Uint32Array(0);
    this.ownFrames = [];
    this.pieces = new Float64Array(0);
    this.chunks = [];
    this.source = null;
  }

  private piece(atMs: number, length: number): boolean {
    if (this.given) return false;
    const index = this.pieceCount * PIECE_NUMBERS;
    if (index === this.pieces.length) {
      const grown = Math.max(FIRST_PIECES, this.pieces.length * 2);
      if (!this.reserve((grown - this.pieces.length) * 8)) return false;
      const pieces = new Float64Array(grown);
      pieces.set(this.pieces);
      this.pieces = pieces;
    }
    this.pieces[index] = atMs;
    this.pieces[index + 1] = length;
    this.pieceCount++;
    return true;
  }

  private reserve(bytes: number): boolean {
    if (this.memory.take(bytes)) {
      this.heldBytes += bytes;
      return true;
    }
    this.giveUp();
    return false;
  }
}

/** The buffers that a tape lies in, to be handed over instead of copied. */
export function buffersOf({ frames, own, pieces, base64 }: TapeContent): ArrayBuffer[] {
  return [frames, pieces, ...own, ...base64].map(({ buffer }) => buffer as ArrayBuffer);
}
