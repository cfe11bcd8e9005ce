/**
 * What a caller's voice is spoiled by, told as it is about to be heard: what is done to everything with the first of it, what is done
 * to the words of one step with those; each once. What comes of the agent's own voice is the echo's to tell.
 */

import type { CallSpec } from '../core/call/call_spec.ts';
import type { StrikeRecord } from '../core/log/record.ts';
import type { PlanImpairment } from '../core/plan/plan.ts';

/** As it is written down. */
export function voiceStrike(
  { impair: fault, text: detail, step }: PlanImpairment,
  place: Pick<StrikeRecord, 'call' | 'connection' | 'atMs'>,
): StrikeRecord {
  return { type: 'strike', ...place, fault, of: 'voice', ...(step === undefined ? {} : { step }), detail };
}

export class SpoiledVoice {
  private untold: readonly PlanImpairment[];
  /** Something of it is heard between the words. */
  private readonly hasBed: boolean;
  private readonly tell: (impairment: PlanImpairment, atMs: number) => void;

  constructor({ impairments = [], caller }: CallSpec, tell: SpoiledVoice['tell']) {
    this.untold = impairments.filter(({ echo }) => echo === undefined);
    this.hasBed = caller.bed !== undefined;
    this.tell = tell;
  }

  /** The microphone opens. */
  opens(atMs: number): void {
    if (this.hasBed) this.heard(null, atMs);
  }

  /** The words of a step begin. */
  speaks(step: number, atMs: number): void {
    this.heard(step, atMs);
  }

  private heard(speaking: number | null, atMs: number): void {
    if (this.untold.length === 0) return;
    const later: PlanImpairment[] = [];
    for (const impairment of this.untold) {
      const { step } = impairment;
      if (step === undefined || step === speaking) this.tell(impairment, atMs);
      else later.push(impairment);
    }
    this.untold = later;
  }
}
