/**
 * A caller that keeps silent for a while, and may make one sound in it that asks for nothing: a cough into the silence, words to
 * somebody else in the room. When it is to make it, and until when it keeps silent. Pure; instants in ms.
 */

import type { Mouth } from './mouth.ts';
import type { PlanStep } from './script.ts';
import type { Utterance } from './utterance.ts';

export class Quiet {
  private readonly mouth: Mouth;
  private untilMs = Infinity;
  /** What it is still to make, so that it is first heard at this instant. */
  private sound: { readonly utterance: Utterance; readonly wantedMs: number } | null = null;

  constructor(mouth: Mouth) {
    this.mouth = mouth;
  }

  begin(step: Extract<PlanStep, { op: 'silence' }>, atMs: number): void {
    this.untilMs = atMs + step.durationMs;
    this.sound =
      'speech' in step
        ? { utterance: this.mouth.utterance(step.speech), wantedMs: atMs + step.afterMs }
        : null;
  }

  /** When there is something to do, or the silence is over. */
  get wakeMs(): number {
    if (this.sound === null) return this.untilMs;
    const { utterance, wantedMs } = this.sound;
    return this.mouth.slotToBeHeardAt(wantedMs, utterance) - this.mouth.noticeMs;
  }

  /** The sound whose time has come, and the slot for it; each is given once. */
  take(atMs: number): { readonly utterance: Utterance; readonly slotMs: number } | null {
    if (this.sound === null || atMs < this.wakeMs) return null;
    const { utterance, wantedMs } = this.sound;
    this.sound = null;
    const slotMs = Math.max(
      this.mouth.slotToBeHeardAt(wantedMs, utterance),
      this.mouth.slotNow(atMs, utterance),
    );
    return { utterance, slotMs };
  }
}
