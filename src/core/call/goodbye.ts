/**
 * The end of a call that is the agent's to make: whether it has made it, and how long a caller that waits for it does so. Pure;
 * instants in ms.
 */

import type { Mouth } from './mouth.ts';
import type { Plan } from '../plan/plan.ts';
import type { Playback } from './playback.ts';

export class Goodbye {
  /** The agent has ended the call, as the script lets it. */
  said = false;
  patienceMs = 0;
  private sinceMs = 0;
  private readonly plan: Plan;
  private readonly playback: Playback;
  private readonly mouth: Mouth;

  constructor(plan: Plan, playback: Playback, mouth: Mouth) {
    this.plan = plan;
    this.playback = playback;
    this.mouth = mouth;
  }

  /** The caller waits for it from now on. */
  expect(patienceMs: number, atMs: number): void {
    this.patienceMs = patienceMs;
    this.sinceMs = atMs;
  }

  /** The time counts from the last that was said or heard; an answer that never ends is not waited for. */
  get deadlineMs(): number {
    const heardMs = Math.min(this.playback.endsMs(), this.sinceMs + this.plan.limits.answerMs);
    return Math.max(this.sinceMs, this.mouth.speechEndMs, heardMs) + this.patienceMs;
  }

  get missed(): string {
    return `the agent had not hung up ${Math.round(this.patienceMs)} ms after the last words`;
  }
}
