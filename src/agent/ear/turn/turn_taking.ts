/**
 * The agent's ear: where in the stream of the caller's audio a turn begins and ends. Pure. Positions are ms of audio
 * written in this session, never time of arrival; the same audio gives the same turns however it is cut.
 *
 * A turn begins when enough of the last 100 ms is voiced (a share that grows with the threshold) and ends when nothing
 * was voiced for the silence duration, or for as long as whoever listens to the words wants to wait. A single voiced frame
 * inside a silence does not break it.
 */

import type { DetectorFactory, SpeechDetector } from '../detector/detector.ts';
import type { TurnRules } from '../../protocol/settings.ts';

export type TurnChange =
  /** `audioStartMs` includes the prefix padding; `speechStartMs` is where the voice itself was first heard. */
  | { readonly type: 'started'; readonly audioStartMs: number; readonly speechStartMs: number }
  /** `audioEndMs` includes the silence that ended the turn; `speechEndMs` is where the voice was last heard. */
  | { readonly type: 'stopped'; readonly audioEndMs: number; readonly speechEndMs: number };

export type TurnStarted = Extract<TurnChange, { type: 'started' }>;

const WINDOW_MS = 100;
/** A pause of less than this is not worth asking about. */
const SHORTEST_PAUSE_MS = 200;

export class TurnTaking {
  speaking = false;
  private readonly rules: TurnRules;
  private readonly detector: SpeechDetector;
  /** How long a silence has to be now to end the turn, in ms; asked during a pause. */
  private readonly patience: (() => number) | null;
  private readonly needed: number;
  private readonly windowMask: number;
  /** The latest frames' decisions, the newest in the lowest bit. */
  private window = 0;
  private frameEndMs: number;
  private lastVoicedMs: number;
  private speechStartMs = 0;
  private earliestStartMs: number;

  /** Starts listening at a position of the session's audio. Without `patience` the rules say how long a silence is. */
  constructor(
    rules: TurnRules,
    detector: DetectorFactory,
    positionMs: number,
    patience: (() => number) | null = null,
  ) {
    this.rules = rules;
    this.patience = patience;
    this.detector = detector(rules);
    const frames = Math.max(1, Math.round(WINDOW_MS / this.detector.frameMs));
    this.windowMask = (1 << frames) - 1;
    // From a fifth of the window at 0 to all of it at 1; three fifths at the default of 0.5.
    this.needed = Math.max(1, Math.round(frames * (0.2 + 0.8 * rules.threshold)));
    this.frameEndMs = positionMs;
    this.lastVoicedMs = positionMs;
    this.earliestStartMs = positionMs;
  }

  /** How long the voice of this turn has gone on, from its first to its last voiced frame, and for how long it has paused. */
  get spokenMs(): number {
    return this.lastVoicedMs - this.speechStartMs;
  }

  get pausedMs(): number {
    return this.frameEndMs - this.lastVoicedMs;
  }

  /** Audio at 8 kHz. `silent`: known to be nothing but zeros. */
  push(pcm8k: Int16Array, silent = false): readonly TurnChange[] {
    const decisions = this.detector.push(pcm8k, silent);
    let changes: TurnChange[] | undefined;
    for (let i = 0; i < decisions.length; i++) {
      const change = this.frame(decisions[i] === 1);
      if (change !== null) (changes ??= []).push(change);
    }
    return changes ?? none;
  }

  /** The turn at hand was taken by other means (a commit, a clear): what comes next is a new one. */
  reset(positionMs: number): void {
    this.speaking = false;
    this.window = 0;
    this.earliestStartMs = positionMs;
  }

  release(): void {
    this.detector.release();
  }

  private silenceNeededMs(): number {
    if (this.patience === null) return this.rules.silenceDurationMs;
    return this.pausedMs < SHORTEST_PAUSE_MS ? Infinity : this.patience();
  }

  private frame(voiced: boolean): TurnChange | null {
    const { frameMs } = this.detector;
    this.frameEndMs += frameMs;
    this.window = ((this.window << 1) | (voiced ? 1 : 0)) & this.windowMask;
    if (!this.speaking) {
      if (!voiced || countBits(this.window) < this.needed) return null;
      this.speaking = true;
      this.lastVoicedMs = this.frameEndMs;
      const frames = 32 - Math.clz32(this.window);
      const speechStartMs = Math.max(this.earliestStartMs, this.frameEndMs - frames * frameMs);
      this.speechStartMs = speechStartMs;
      const audioStartMs = Math.max(this.earliestStartMs, speechStartMs - this.rules.prefixPaddingMs);
      return { type: 'started', audioStartMs, speechStartMs };
    }
    if ((this.window & 3) === 3) this.lastVoicedMs = this.frameEndMs;
    if (voiced || this.pausedMs < this.silenceNeededMs()) return null;
    this.speaking = false;
    this.window = 0;
    this.earliestStartMs = this.frameEndMs;
    return { type: 'stopped', audioEndMs: this.frameEndMs, speechEndMs: this.lastVoicedMs };
  }
}

const none: readonly TurnChange[] = [];

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
