/**
 * Tells one answer of an agent from the next by ear, where the protocol does not: an answer is a stretch in which it is audible, on the
 * clock on which it is played, with gaps shorter than a given one. Audio that comes ahead of its time is queued, silence with it; what
 * is silent and of no answer is not told to anybody, but the time that it takes is. Arithmetic only; instants in ms; O(1) a piece.
 */

/** What becomes of a piece of audio. */
export interface Heard {
  /** Null: it is silence between answers. */
  answer: string | null;
  /** Silence that is still to be played before it, and was not told of yet. */
  leadMs: number;
  /** How far into the piece the answer begins to be audible; null: nothing in it is. */
  onsetMs: number | null;
}

/** An answer that is over. */
export interface Ended {
  readonly answer: string;
  /** So much at the end of what was told of it is silence. */
  readonly inaudibleMs: number;
}

/** What a speaker pauses at least between one thing and the next. */
const BREATH_MS = 200;

export class AnswerEar {
  private readonly bufferMs: number;
  private readonly gapMs: number;
  private count = 0;
  /** The answer that goes on; null: none does. */
  current: string | null = null;
  /** When all that has come will have been played. */
  private headMs = -Infinity;
  /** The same, of what was told. */
  private toldMs = -Infinity;
  /** When the last that was audible of the answer that goes on will have been played. */
  private audibleMs = -Infinity;
  /** The next pause ends the answer that goes on: another one is due. */
  private anotherIsDue = false;
  private readonly heard: Heard = { answer: null, leadMs: 0, onsetMs: null };

  /** `bufferMs`: of the listener's jitter buffer. */
  constructor(bufferMs: number, gapMs: number) {
    this.bufferMs = bufferMs;
    this.gapMs = gapMs;
  }

  /** When there is something to look at, if nothing comes. */
  get wakeMs(): number {
    return this.current === null ? Infinity : this.audibleMs + this.pauseMs;
  }

  /** So long a silence ends the answer that goes on. */
  private get pauseMs(): number {
    return this.anotherIsDue ? Math.min(BREATH_MS, this.gapMs) : this.gapMs;
  }

  /** Of the answer that goes on, the rest is told from the next one by a breath. */
  expectAnother(): void {
    this.anotherIsDue = this.current !== null;
  }

  /** When all that has come by now will have been played; not before now. */
  playedMs(atMs: number): number {
    return Math.max(atMs, this.headMs);
  }

  /** The answer that goes on is over, if by now, or before this piece is audible, so long a silence has passed. */
  over(silentUntilMs: number): Ended | null {
    if (this.current === null || silentUntilMs < this.audibleMs + this.pauseMs) return null;
    return this.end();
  }

  /** When a piece that comes now would be played. */
  playsMs(atMs: number): number {
    return atMs <= this.headMs ? this.headMs : atMs + this.bufferMs;
  }

  /** A piece of so many ms, audible from `fromMs` to `toMs` in it (−1: nowhere). What is given back is used again for the next. */
  take(ms: number, fromMs: number, toMs: number, atMs: number): Heard {
    const { heard } = this;
    const startMs = this.playsMs(atMs);
    heard.onsetMs = null;
    heard.leadMs = 0;
    if (this.current === null && toMs !== -1) {
      this.current = `heard_${this.count++}`;
      const nextMs = atMs <= this.toldMs ? this.toldMs : atMs + this.bufferMs;
      heard.leadMs = Math.max(0, startMs - nextMs);
      heard.onsetMs = fromMs;
    }
    heard.answer = this.current;
    this.headMs = startMs + ms;
    if (this.current === null) return heard;
    this.toldMs = this.headMs;
    if (toMs !== -1) this.audibleMs = startMs + toMs;
    return heard;
  }

  /** What is queued is thrown away. Gives the answer that is cut off by it. */
  cut(atMs: number): string | null {
    const { current } = this;
    this.headMs = Math.min(this.headMs, atMs);
    this.toldMs = Math.min(this.toldMs, atMs);
    this.current = null;
    this.anotherIsDue = false;
    return current;
  }

  /** The connection is gone, or the call over: nothing more comes of the answer that goes on. */
  end(): Ended | null {
    const { current: answer } = this;
    if (answer === null) return null;
    this.current = null;
    this.anotherIsDue = false;
    return { answer, inaudibleMs: Math.max(0, this.toldMs - this.audibleMs) };
  }

  /** A name for an answer of which nothing is heard. */
  unheard(): string {
    return `heard_${this.count++}`;
  }
}
