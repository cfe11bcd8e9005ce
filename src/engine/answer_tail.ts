/**
 * The last pieces of the answer that is being received, kept as they came until its end is told: only then are they decoded, to
 * find how much at the end is inaudible. What is silent for longer than the pieces kept is told as that long.
 */

import { inaudibleTailMs } from '../core/call/onset.ts';
import type { WireAudio } from '../dialect/dialect.ts';
import { decodeAudio } from './decode_audio.ts';

/** Gives a payload's base64 when it is asked for. */
export type Kept = () => string;

export class AnswerTail {
  private readonly audio: WireAudio;
  private readonly audibleDbfs: number;
  private responseId = '';
  private last: Kept | null = null;
  private beforeLast: Kept | null = null;

  constructor(audio: WireAudio, audibleDbfs: number) {
    this.audio = audio;
    this.audibleDbfs = audibleDbfs;
  }

  keep(responseId: string, payload: Kept): void {
    this.beforeLast = responseId === this.responseId ? this.last : null;
    this.last = payload;
    this.responseId = responseId;
  }

  /** How much at the end of this answer is inaudible, as far as it was kept; what was kept is let go. */
  inaudibleMs(responseId: string): number {
    const { last, beforeLast } = this;
    if (responseId !== this.responseId || last === null) return 0;
    this.last = null;
    this.beforeLast = null;
    const tail = this.silenceOf(last);
    if (!tail.all || beforeLast === null) return tail.ms;
    return tail.ms + this.silenceOf(beforeLast).ms;
  }

  private silenceOf(payload: Kept): { readonly ms: number; readonly all: boolean } {
    const pcm = decodeAudio(payload(), this.audio.format);
    if (pcm === 'broken') return { ms: 0, all: false };
    const samplesPerMs = this.audio.sampleRate / 1000;
    const ms = inaudibleTailMs(pcm, samplesPerMs, this.audibleDbfs);
    return { ms, all: ms >= pcm.length / samplesPerMs };
  }
}
