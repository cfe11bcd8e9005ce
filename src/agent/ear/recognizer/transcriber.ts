/**
 * Feeds the recogniser one turn after another: it always keeps a little of what was just heard, so that a turn is recognised
 * from before its first sound, and then hands on the turn itself, piece by piece as it comes. Pure. One a session; without a
 * recogniser it hears nothing and costs nothing.
 */

import { nothingHeard, type Recognition, type Recognizer } from './recognition.ts';

/** 8 kHz samples kept while nobody speaks: what a detector needs to notice a voice, and a moment of room before it. */
const KEPT = 4800;
const PER_MS = 8;
/** Longer digital silence than this, in 8 kHz samples, says nothing new: a pause is known by then, and no word is near. */
const SILENCE_HEARD = 2400;
/** Of what came before the first voiced frame, so much is recognised too. */
const LEAD_MS = 250;

export class Transcriber {
  private readonly recognizer: Recognizer | null;
  private readonly ring: Int16Array;
  /** Samples since the last turn ended, as far as the ring holds them. */
  private held = 0;
  private at = 0;
  /** Digital silence since, which is not in the ring yet: for most of a call there is nothing else. */
  private unwritten = 0;
  private recognizing = false;
  /** Digital silence at the end of what the turn has so far. */
  private silent = 0;

  constructor(recognizer: Recognizer | null) {
    this.recognizer = recognizer;
    this.ring = new Int16Array(recognizer === null ? 0 : KEPT);
  }

  /** Whether what is heard now belongs to a turn. */
  get busy(): boolean {
    return this.recognizing;
  }

  /** `silence`: it is nothing but zeros. */
  hear(pcm8k: Int16Array, silence = false): void {
    if (this.recognizer === null) return;
    if (silence) this.unwritten = Math.min(KEPT, this.unwritten + pcm8k.length);
    else this.keep(pcm8k);
    this.held = Math.min(KEPT, this.held + pcm8k.length);
    if (!this.recognizing) return;
    const news = silence ? Math.min(pcm8k.length, SILENCE_HEARD - this.silent) : pcm8k.length;
    this.silent = silence ? this.silent + news : 0;
    if (news > 0) this.recognizer.push(news === pcm8k.length ? pcm8k : pcm8k.subarray(0, news));
  }

  /** A turn's voice began so long ago, in audio: all that has come since is part of it, and a moment before. */
  begin(agoMs: number): void {
    const { recognizer } = this;
    if (recognizer === null) return;
    this.recognizing = true;
    this.silent = 0;
    recognizer.begin();
    this.writeSilence();
    const count = Math.min(this.held, Math.round((agoMs + LEAD_MS) * PER_MS));
    const from = (this.at - count + KEPT) % KEPT;
    if (from + count <= KEPT) recognizer.push(this.ring.subarray(from, from + count));
    else {
      recognizer.push(this.ring.subarray(from));
      recognizer.push(this.ring.subarray(0, from + count - KEPT));
    }
  }

  /** The turn as it stands. */
  read(): Recognition {
    return this.recognizer !== null && this.recognizing ? this.recognizer.read() : nothingHeard;
  }

  /**
   * The turn is over: what was said. Its voice ended so long ago: what has come since may already be the
   * faint beginning of the next.
   */
  end(agoMs = 0): Recognition {
    const recognition = this.read();
    this.recognizing = false;
    this.held = Math.min(this.held, Math.round(agoMs * PER_MS));
    return recognition;
  }

  private keep(pcm8k: Int16Array): void {
    this.writeSilence();
    const piece = pcm8k.length > KEPT ? pcm8k.subarray(pcm8k.length - KEPT) : pcm8k;
    const first = Math.min(piece.length, KEPT - this.at);
    if (first === piece.length) this.ring.set(piece, this.at);
    else {
      this.ring.set(piece.subarray(0, first), this.at);
      this.ring.set(piece.subarray(first), 0);
    }
    this.at = (this.at + piece.length) % KEPT;
  }

  private writeSilence(): void {
    const end = this.at + this.unwritten;
    this.ring.fill(0, this.at, end);
    if (end > KEPT) this.ring.fill(0, 0, end - KEPT);
    this.at = end % KEPT;
    this.unwritten = 0;
  }
}
