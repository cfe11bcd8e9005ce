/**
 * A caller that has something to say and waits for its turn: until nobody has spoken for a pause, drawn from its persona. An
 * agent that never stops does not hold it up for ever. Pure; instants in ms.
 */

import type { CallSpec } from './call_spec.ts';
import type { Plan } from '../plan/plan.ts';
import type { Playback } from './playback.ts';
import { Random } from '../word/random.ts';
import type { TurnKind } from '../log/record.ts';
import type { KeyPart, SpeechPart } from './script.ts';

export type Intention =
  | { readonly kind: Exclude<TurnKind, 'dtmf'>; readonly speech: readonly SpeechPart[] }
  | { readonly kind: 'dtmf'; readonly keys: readonly KeyPart[] };

export class Floor {
  private readonly playback: Playback;
  private readonly pauseRangeMs: readonly [number, number];
  private readonly patienceMs: number;
  private readonly pauses: Random;
  private intention: Intention | null = null;
  private pauseMs = 0;
  private deadlineMs = Infinity;
  private readonly byEar: boolean;

  constructor(plan: Plan, spec: CallSpec, playback: Playback) {
    this.playback = playback;
    this.byEar = plan.limits.gapMs !== undefined;
    this.pauseRangeMs = spec.persona.pauseMs;
    this.patienceMs = plan.limits.answerMs;
    this.pauses = new Random(plan.seed, 'pause', spec.index);
  }

  /**
   * Wants to speak. `pauseMs` undefined: the persona's; by ear it counts from `sinceMs`, when there was nothing to hear any more. Gives the
   * instant at which to ask for the floor.
   */
  want(intention: Intention, pauseMs: number | undefined, atMs: number, sinceMs = atMs): number {
    const [least, most] = this.pauseRangeMs;
    this.intention = intention;
    this.pauseMs = pauseMs ?? this.pauses.between(least, most);
    this.deadlineMs = atMs + this.patienceMs;
    if (this.byEar) return Math.max(atMs, sinceMs + this.pauseMs, this.freeMs());
    return Math.max(atMs, this.playback.endsMs()) + this.pauseMs;
  }

  /** From when on the caller speaks, as things stand: after too long a wait, over whoever has the floor. */
  freeMs(): number {
    return Math.min(this.agentUntilMs + this.pauseMs, this.deadlineMs);
  }

  /** By ear an answer is found to be over long after it was: that time is part of the pause. */
  private get agentUntilMs(): number {
    return this.byEar ? this.playback.audibleUntil(Infinity) : this.playback.endsMs();
  }

  /** What was to be said; the wish is spent. */
  take(): Intention | null {
    const { intention } = this;
    this.intention = null;
    return intention;
  }
}
