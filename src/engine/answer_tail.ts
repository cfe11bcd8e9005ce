/**
 * The end of the answer that is being received, as it came: a quarter of a second of it, decoded only once the answer's end
 * is told, to find how much of it is inaudible. Messages that last are kept as they are till then; of others a copy is made. What is silent for longer than is kept is
 * told as that long.
 */

import { decodeBase64Into } from '../audio/base64.ts';
import { Onset } from '../core/call/onset.ts';
import type { WireAudio, WireText } from '../dialect/dialect.ts';
import { Scratch, SLICE_MS } from './payload_reader.ts';
import { charactersOf, decoded } from './wire_payload.ts';

const KEPT_SLICES = 5;
const PAD = 61;

/** Audio in a message that lasts. */
interface Piece {
  readonly wire: WireText;
  readonly from: number;
  readonly to: number;
}

export class AnswerTail {
  private readonly audio: WireAudio;
  private readonly audibleDbfs: number;
  private readonly sliceCharacters: number;
  private responseId = '';
  /** Made for the first audio. */
  private characters: Uint8Array | null = null;
  private scratch: Scratch | null = null;
  private length = 0;
  /** Of what is copied. */
  private decodeCopied = decodeBase64Into;
  /** What is not copied yet: the newest, which together have no more than is wanted but for the first. */
  private pieces: Piece[] = [];
  private pending = 0;
  private padded = false;

  constructor(audio: WireAudio, audibleDbfs: number) {
    this.audio = audio;
    this.audibleDbfs = audibleDbfs;
    this.sliceCharacters = charactersOf(SLICE_MS * audio.bytesPerMs, audio);
  }

  /** The next piece of an answer. */
  keep(responseId: string, wire: WireText, from: number, to: number): void {
    // What comes behind a padded piece cannot be joined to it.
    if (responseId !== this.responseId || this.padded) this.forget();
    this.responseId = responseId;
    this.padded = !this.raw && to > from && wire.codeAt(to - 1) === PAD;
    const lasting = wire.lasting?.();
    if (lasting === undefined) this.copy(wire, from, to);
    else this.hold({ wire: lasting, from, to });
  }

  private hold(piece: Piece): void {
    this.pieces.push(piece);
    this.pending += piece.to - piece.from;
    for (let first = this.pieces[0]; first !== undefined; first = this.pieces[0]) {
      const rest = this.pending - (first.to - first.from);
      if (rest < this.room) break;
      this.pieces.shift();
      this.pending = rest;
    }
  }

  private copy(wire: WireText, from: number, to: number): void {
    const { room, pieces } = this;
    this.pieces = [];
    this.pending = 0;
    for (const piece of pieces) this.copy(piece.wire, piece.from, piece.to);
    const characters = (this.characters ??= new Uint8Array(room));
    this.decodeCopied = wire.decodeCopied ?? decodeBase64Into;
    const length = to - from;
    if (length >= room) {
      wire.copy(to - room, to, characters, 0);
      this.length = room;
    } else {
      const kept = Math.min(this.length, room - length);
      characters.copyWithin(0, this.length - kept, this.length);
      wire.copy(from, to, characters, kept);
      this.length = kept + length;
    }
  }

  private get raw(): boolean {
    return this.audio.encoding === 'raw';
  }

  private get room(): number {
    return this.sliceCharacters * KEPT_SLICES;
  }

  private forget(): void {
    this.length = 0;
    this.pieces = [];
    this.pending = 0;
  }

  /** How much at the end of this answer is inaudible, in ms; what was kept is let go. */
  inaudibleMs(responseId: string): number {
    if (responseId !== this.responseId) return 0;
    const silentMs = this.silentMs();
    this.forget();
    return silentMs;
  }

  private silentMs(): number {
    const length = this.length + this.pending;
    const kept = Math.min(length, this.room);
    if (!this.raw && kept % 4 !== 0) return 0;
    const samplesPerMs = this.audio.sampleRate / 1000;
    // The same ear, the other way round.
    const ear = new Onset(this.audibleDbfs);
    let silentMs = 0;
    for (let end = length; end > length - kept; end -= this.sliceCharacters) {
      const samples = this.samplesBackwards(Math.max(length - kept, end - this.sliceCharacters), end);
      if (samples === null) break;
      const foundMs = ear.push(samples, samplesPerMs);
      if (foundMs !== null) return silentMs + foundMs;
      silentMs += samples.length / samplesPerMs;
    }
    return silentMs;
  }

  /** Counted from the first character that is kept. Null: it is no base64. */
  private samplesBackwards(from: number, to: number): Int16Array | null {
    const { format, bytesPerMs } = this.audio;
    const scratch = (this.scratch ??= new Scratch(SLICE_MS * bytesPerMs));
    const length = this.decode(from, to, scratch.bytes);
    if (length === -1) return null;
    // Samples are whole at the end of an answer, and so counted from there.
    return scratch.samples(format === 'pcm16' ? length % 2 : 0, length, format).reverse();
  }

  private decode(from: number, to: number, into: Uint8Array): number {
    return this.inPieces(from, to, into) ?? this.inOne(this.joined(from, to), into);
  }

  private inOne(joined: Uint8Array, into: Uint8Array): number {
    if (!this.raw) return this.decodeCopied(joined, 0, joined.length, into);
    into.set(joined);
    return joined.length;
  }

  /** Piece by piece, as each lasts. Null: they have to be joined first. */
  private inPieces(from: number, to: number, into: Uint8Array): number | null {
    let start = this.length;
    if (from < start) return null;
    let bytes = 0;
    for (const { wire, ...piece } of this.pieces) {
      const at = piece.from - start;
      const first = Math.max(piece.from, at + from);
      const end = Math.min(piece.to, at + to);
      start += piece.to - piece.from;
      if (first >= end) continue;
      // Base64 that goes on is cut into whole fours, or its bytes are not whole.
      if (!this.raw && at + to > piece.to && (end - first) % 4 !== 0) return null;
      const more = decoded(this.audio, wire, first, end, into.subarray(bytes));
      if (more === -1) return -1;
      bytes += more;
    }
    return bytes;
  }

  private joined(from: number, to: number): Uint8Array {
    const { characters, length } = this;
    if (characters !== null && to <= length) return characters.subarray(from, to);
    const joined = new Uint8Array(to - from);
    if (characters !== null && from < length) joined.set(characters.subarray(from, length));
    let start = length;
    for (const piece of this.pieces) {
      const end = start + piece.to - piece.from;
      const first = Math.max(from, start);
      const at = piece.from - start;
      if (first < Math.min(to, end))
        piece.wire.copy(at + first, at + Math.min(to, end), joined, first - from);
      start = end;
    }
    return joined;
  }
}
