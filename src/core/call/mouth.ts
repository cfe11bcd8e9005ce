/**
 * The caller's mouth: what it says is laid on the grid of frames that its microphone sends, and it remembers when it was
 * audible, and when it kept silent of its own will. It does not know whether this is the time to speak. Pure; instants in
 * ms. What is in a frame was said while the frame filled, before it is due.
 */

import type { CallSpec } from './call_spec.ts';
import type { Plan } from '../plan/plan.ts';
import type { Interval } from './playback.ts';
import { keysOf, layOutKeys } from './keypad.ts';
import { resolveSpeech, type KeyPart, type SpeechPart } from './script.ts';
import { PushKey, pushesToTalk } from './push_key.ts';
import { layOut, type Utterance } from './utterance.ts';

export class Mouth {
  /** When the caller was audible. */
  readonly spoken: Interval[] = [];
  /** When it was silent because it chose to be: a pause before its words, a silence of its script. Ascending. */
  readonly pauses: Interval[] = [];
  /** Since when it has been silent so; null: it listens, or speaks. */
  private pausedMs: number | null = null;
  private readonly plan: Plan;
  private readonly spec: CallSpec;
  /** Where the caller pushes a key to talk; null: all its frames are sent. */
  private readonly key: PushKey | null;
  /** Due instant of the first frame since the microphone opened last; 0 while it is not open. */
  private openMs = 0;
  /** Frames that were due before it was opened again. */
  private framesBefore = 0;
  /** When its words so far end, or will have ended, as latencies count it; −Infinity before its first. */
  speechEndMs = -Infinity;

  constructor(plan: Plan, spec: CallSpec) {
    this.plan = plan;
    this.spec = spec;
    this.key = pushesToTalk(plan) ? new PushKey(plan.frameMs) : null;
  }

  /** Gives the due instant of the first frame, which has to be recorded before it can be sent. */
  open(atMs: number): number {
    this.openMs = atMs + this.plan.frameMs * (1 + this.spec.microphonePhase);
    return this.openMs;
  }

  /** The microphone is shut: what was to be said from this instant on is not. */
  shut(atMs: number): void {
    this.key?.release(atMs);
    this.framesBefore = this.framesDue(atMs);
    this.openMs = 0;
    this.speechEndMs = Math.min(this.speechEndMs, atMs);
    for (let last = this.spoken.at(-1); last !== undefined && last.endMs > atMs; last = this.spoken.at(-1)) {
      if (last.startMs < atMs) last.endMs = atMs;
      else this.spoken.pop();
    }
    const within = this.pauses.at(-1);
    if (within !== undefined && within.endMs > atMs) within.endMs = Math.max(within.startMs, atMs);
  }

  /** How many frames the microphone has had to send by an instant. */
  framesDue(atMs: number): number {
    if (this.key !== null) return this.key.framesDue(atMs);
    const sinceOpen =
      this.openMs === 0 ? 0 : Math.max(0, Math.floor((atMs - this.openMs) / this.plan.frameMs) + 1);
    return this.framesBefore + sinceOpen;
  }

  /** As this caller says it. Throws RangeError for what it has no recording of: the compiler checks this beforehand. */
  utterance(speech: readonly SpeechPart[]): Utterance {
    const { frameMs, clips } = this.plan;
    return layOut(resolveSpeech(speech, this.spec.persona, frameMs), clips, frameMs);
  }

  /** As this caller types it. */
  typed(keys: readonly KeyPart[]): Utterance {
    return layOutKeys(keysOf(keys, this.spec.persona), this.plan.frameMs);
  }

  /** The due instant of the first frame that has certainly not been sent yet. */
  private slotAfter(atMs: number): number {
    const { frameMs } = this.plan;
    const frame = Math.max(0, Math.floor((atMs + 1 - this.openMs) / frameMs) + 1);
    return this.openMs + frame * frameMs;
  }

  /** The first slot for an utterance that is decided on now: nothing of it is audible before that. */
  slotNow(atMs: number, utterance: Utterance): number {
    const leadMs = this.noticeMs - this.plan.frameMs;
    return Math.max(this.slotAfter(atMs) + leadMs, this.slotToBeHeardAt(atMs, utterance));
  }

  /** So long before a slot one has to have decided to speak: a frame, and what the key takes. */
  get noticeMs(): number {
    return this.plan.frameMs * (1 + (this.key?.leadFrames ?? 0));
  }

  /** The due instant at which an utterance begins whose first audible sample falls at, or within a frame after, the wanted one. */
  slotToBeHeardAt(wantedMs: number, utterance: Utterance): number {
    const { frameMs } = this.plan;
    const frame = Math.max(0, Math.ceil((wantedMs - utterance.speechStartMs - this.openMs) / frameMs));
    return this.openMs + frame * frameMs;
  }

  /** Index of the frame that is due at a slot, at which the caller has begun to speak, among all that the microphone sends. */
  frameAt(slotMs: number): number {
    if (this.key !== null) return this.key.firstFrame;
    return this.framesBefore + Math.round((slotMs - this.openMs) / this.plan.frameMs);
  }

  /** It keeps silent of its own will from this instant on. */
  pause(atMs: number): void {
    this.pausedMs ??= atMs;
  }

  /** It listens, or has spoken: a silence from now on is not its own. */
  resume(atMs: number): void {
    if (this.pausedMs !== null && this.pausedMs < atMs) {
      this.pauses.push({ startMs: this.pausedMs, endMs: atMs });
    }
    this.pausedMs = null;
  }

  /** The utterance begins at a slot. */
  says(utterance: Utterance, slotMs: number): void {
    this.speechEndMs = slotMs + utterance.speechEndMs;
    this.key?.speaks(slotMs, utterance.frames);
    this.resume(slotMs + utterance.speechStartMs);
    // Between its own words nobody else owes it any.
    this.pauses.push({ startMs: slotMs + utterance.speechStartMs, endMs: this.speechEndMs });
    for (const part of utterance.audible) {
      this.spoken.push({ startMs: slotMs + part.startMs, endMs: slotMs + part.endMs });
    }
  }
}
