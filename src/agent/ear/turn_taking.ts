/**
 * The agent's ear: where in the stream of the caller's audio a turn begins and ends. Pure. Positions are ms of audio
 * written in this session, never time of arrival; the same audio gives the same turns however it is cut.
 *
 * A turn begins when enough of the last 100 ms is voiced (a share that grows with the threshold) and ends when nothing
 * was voiced for the silence duration. A single voiced frame inside a silence does not break it.
 */

import { Decimator } from './decimate.ts';
import type { DetectorFactory, SpeechDetector } from './detector.ts';
import type { AudioFormat, TurnRules } from '../protocol/settings.ts';

export type TurnChange =
  /** `audioStartMs` includes the prefix padding; `speechStartMs` is where the voice itself was first heard. */
  | { readonly type: 'started'; readonly audioStartMs: number; readonly speechStartMs: number }
  /** `audioEndMs` includes the silence that ended the turn; `speechEndMs` is where the voice was last heard. */
  | { readonly type: 'stopped'; readonly audioEndMs: number; readonly speechEndMs: number };

const WINDOW_MS = 100;

export class TurnTaking {
  speaking = false;
  private readonly rules: TurnRules;
  private readonly detector: SpeechDetector;
  private readonly decimator = new Decimator();
  private readonly needed: number;
  private readonly windowMask: number;
  /** The latest frames' decisions, the newest in the lowest bit. */
  private window = 0;
  private frameEndMs: number;
  private lastVoicedMs: number;
  private earliestStartMs: number;

  /** Starts listening at a position of the session's audio. */
  constructor(rules: TurnRules, detector: DetectorFactory, positionMs: number) {
    this.rules = rules;
    this.detector = detector(rules);
    const frames = Math.max(1, Math.round(WINDOW_MS / this.detector.frameMs));
    this.windowMask = (1 << frames) - 1;
    // From a fifth of the window at 0 to all of it at 1; three fifths at the default of 0.5.
    this.needed = Math.max(1, Math.round(frames * (0.2 + 0.8 * rules.threshold)));
    this.frameEndMs = positionMs;
    this.lastVoicedMs = positionMs;
    this.earliestStartMs = positionMs;
  }

  /** Linear audio, at 24 kHz for `pcm16` and at 8 kHz for G.711. `silent`: known to be nothing but zeros. */
  push(pcm: Int16Array, format: AudioFormat, silent = false): readonly TurnChange[] {
    const zeros = silent || isDigitalSilence(pcm);
    const wide = format === 'pcm16';
    const narrow = wide ? this.decimator.push(pcm, zeros) : pcm;
    const decisions = this.detector.push(narrow, wide ? this.decimator.silent : zeros);
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
      const audioStartMs = Math.max(this.earliestStartMs, speechStartMs - this.rules.prefixPaddingMs);
      return { type: 'started', audioStartMs, speechStartMs };
    }
    if ((this.window & 3) === 3) this.lastVoicedMs = this.frameEndMs;
    if (this.frameEndMs - this.lastVoicedMs < this.rules.silenceDurationMs || voiced) return null;
    this.speaking = false;
    this.window = 0;
    this.earliestStartMs = this.frameEndMs;
    return { type: 'stopped', audioEndMs: this.frameEndMs, speechEndMs: this.lastVoicedMs };
  }
}

const none: readonly TurnChange[] = [];

/** Nothing but zeros. Speech is told at its first sample; silence is read to its end. */
function isDigitalSilence(pcm: Int16Array): boolean {
  for (let i = 0; i < pcm.length; i++) if (pcm[i] !== 0) return false;
  return true;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
