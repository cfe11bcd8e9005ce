/** A plan of one caller who says nothing on a noisy street, and audio whose message k carries the byte k. */

import type { Bed, Plan, PlanAudio } from '../../../src/core/plan/plan.ts';
import { smallPlan } from './small_plan.ts';

/** After the frames of the small plan's clips. */
export const BED: Bed = { firstFrame: 23, frames: 3 };

export function streetPlan(): Plan {
  const plan = smallPlan([{ op: 'silence', durationMs: 600 }]);
  return { ...plan, callers: plan.callers.map((caller) => ({ ...caller, bed: BED })) };
}

export function numbered(): PlanAudio {
  const messages = Array.from({ length: BED.firstFrame + BED.frames }, (_, k) =>
    JSON.stringify({ type: 'input_audio_buffer.append', audio: btoa(String.fromCharCode(k)) }),
  );
  const offsets = Uint32Array.of(0, ...messages.map((_, k) => messages.slice(0, k + 1).join('').length));
  return { bytes: new TextEncoder().encode(messages.join('')), offsets };
}
