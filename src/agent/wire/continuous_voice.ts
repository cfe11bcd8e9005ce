/**
 * The agent's voice as a stream without end: in pieces on one grid from its beginning on, silence wherever nothing is said. What is to be
 * said may come as fast as it likes, and is played out in real time. Pure; instants in ms; a piece costs O(1), and those of silence
 * are made once. Where the session's own base64 can be cut as it stands, it is; else its bytes are.
 */

import { decodeBase64, encodeBase64 } from '../../audio/base64.ts';
import { G711_SILENCE } from '../../audio/g711.ts';
import type { WireFormat } from './wire_format.ts';

/** What one piece says. */
export interface VoicePiece {
  readonly base64: string;
  /** Null: silence. */
  readonly responseId: string | null;
  /** Words that begin with it. */
  readonly words: SpokenWords | null;
}

export interface SpokenWords {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

interface QueuedAudio {
  readonly type: 'audio';
  readonly responseId: string;
  readonly itemId: string;
  readonly data: string | Uint8Array;
  /** So much of it has been said. */
  at: number;
}

type Queued = QueuedAudio | { readonly type: 'words'; readonly responseId: string; readonly text: string };

/** About a second of speech to one piece of transcript. */
const WORDS_MS = 1000;
/** Between one answer and the next, where they would follow on each other at once. */
const PAUSE_MS = 300;

export class ContinuousVoice {
  private readonly format: WireFormat;
  private readonly silence: string;
  private readonly pieceBytes: number;
  private readonly beganMs: number;
  private pieces = 0;
  private queue: Queued[] = [];
  /** Of the piece that is being made. */
  private words = '';
  /** The item that is being said, and how much of it has been. */
  private item: string | null = null;
  private itemMs = 0;
  /** Whose audio and words came last. */
  private lastWritten: string | null = null;
  private lastSaid: string | null = null;
  /** Pieces of silence since it was said. */
  private quietPieces = 0;

  constructor(format: WireFormat, beganMs: number) {
    this.format = format;
    this.beganMs = beganMs;
    this.pieceBytes = format.pieceMs * format.bytesPerMs;
    this.silence = silenceOf(format);
  }

  /** When the next piece is due. */
  get nextMs(): number {
    return this.beganMs + this.pieces * this.format.pieceMs;
  }

  /** Something is still to be said. */
  get speaking(): boolean {
    return this.queue.length > 0;
  }

  /** In base64, as the session behind has it. */
  say(responseId: string, itemId: string, base64: string): void {
    const { fromOwn } = this.format;
    const data = fromOwn === null ? base64 : fromOwn(decodeBase64(base64));
    this.queue.push({ type: 'audio', responseId, itemId, data, at: 0 });
  }

  /** Words that go with the audio that comes next. They are put together as they come, one answer's after another's. */
  write(responseId: string, text: string): void {
    const isFirst = this.lastWritten !== responseId;
    this.lastWritten = responseId;
    this.queue.push({ type: 'words', responseId, text: isFirst ? ` ${text}` : text });
  }

  /** What was queued is not said any more. Gives the item that breaks off by it, and how much of it was played by then. */
  yields(): { readonly itemId: string; readonly playedMs: number } | null {
    const { item, itemMs } = this;
    const breaksOff = this.queue.some(({ type }) => type === 'audio');
    this.queue = [];
    this.item = null;
    this.itemMs = 0;
    return item === null || !breaksOff ? null : { itemId: item, playedMs: itemMs };
  }

  /** The piece that is due. */
  next(): VoicePiece {
    if (!this.goesOn()) {
      this.pieces++;
      this.quietPieces++;
      return { base64: this.silence, responseId: null, words: null };
    }
    const startMs = this.pieces * this.format.pieceMs;
    this.takeWords();
    this.pieces++;
    const [first] = this.queue;
    if (first?.type !== 'audio')
      return { base64: this.silence, responseId: null, words: this.wordsFrom(startMs) };
    if (this.item !== first.itemId) {
      this.item = first.itemId;
      this.itemMs = 0;
    }
    const { responseId } = first;
    this.lastSaid = responseId;
    this.quietPieces = 0;
    const base64 = this.format.fromOwn === null ? this.cutText(responseId) : this.cutBytes(responseId);
    return { base64, responseId, words: this.wordsFrom(startMs) };
  }

  /** There is something to say, and nothing to wait for. */
  private goesOn(): boolean {
    const [first] = this.queue;
    if (first === undefined) return false;
    const quietMs = this.quietPieces * this.format.pieceMs;
    if (this.lastSaid !== null && first.responseId !== this.lastSaid && quietMs < PAUSE_MS) return false;
    // Words come before their audio, which may be a while; the last of them have none.
    return quietMs >= WORDS_MS || this.queue.some(({ type }) => type === 'audio');
  }

  /** The next of a response's queued audio; null: there is none, or what comes next is of another. Words of its own between are no gap. */
  private nextOf(responseId: string): QueuedAudio | null {
    if (this.queue[0]?.type === 'words' && this.queue[0].responseId === responseId) this.takeWords();
    const [first] = this.queue;
    return first?.type === 'audio' && first.responseId === responseId ? first : null;
  }

  /** A last piece that is shorter is silent to its end. */
  private cutText(responseId: string): string {
    const wanted = this.silence.length;
    let text = '';
    while (text.length < wanted) {
      const one = this.nextOf(responseId);
      if (one === null) break;
      const data = one.data as string;
      const to = Math.min(data.length, one.at + wanted - text.length);
      text += one.at === 0 && to === data.length ? data : data.slice(one.at, to);
      this.said(one, to, ((to - one.at) * 3) / 4, data.length);
      // What is padded cannot be gone on from: it is the end of a recording.
      if (text.endsWith('=')) text = text.slice(0, -4) + this.silence.slice(text.length - 4);
    }
    return text.length < wanted ? text + this.silence.slice(text.length) : text;
  }

  private cutBytes(responseId: string): string {
    const { format, pieceBytes } = this;
    const piece = silentBytes(format);
    let filled = 0;
    while (filled < pieceBytes) {
      const one = this.nextOf(responseId);
      if (one === null) break;
      const data = one.data as Uint8Array;
      const to = Math.min(data.length, one.at + pieceBytes - filled);
      piece.set(data.subarray(one.at, to), filled);
      filled += to - one.at;
      this.said(one, to, to - one.at, data.length);
    }
    return encodeBase64(piece);
  }

  private said(one: QueuedAudio, to: number, bytes: number, length: number): void {
    one.at = to;
    this.itemMs += bytes / this.format.bytesPerMs;
    if (to === length) this.queue.shift();
  }

  private takeWords(): void {
    for (let first = this.queue[0]; first?.type === 'words'; first = this.queue[0]) {
      this.words += first.text;
      this.queue.shift();
    }
  }

  private wordsFrom(startMs: number): SpokenWords | null {
    const { words: text } = this;
    this.words = '';
    return text === '' ? null : { text, startMs, endMs: startMs + WORDS_MS };
  }
}

const silences = new Map<string, string>();

function silenceOf(format: WireFormat): string {
  const key = `${format.name} ${format.sampleRate}`;
  let silence = silences.get(key);
  if (silence === undefined) {
    silence = encodeBase64(silentBytes(format));
    silences.set(key, silence);
  }
  return silence;
}

function silentBytes({ name, bytesPerMs, pieceMs }: WireFormat): Uint8Array {
  const bytes = new Uint8Array(bytesPerMs * pieceMs);
  return name === 'pcm16' ? bytes : bytes.fill(G711_SILENCE[name]);
}
