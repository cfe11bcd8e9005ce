/**
 * How long a pause has to be for a turn to be over, by whether the words so far are whole. Pure. The longest waits are the
 * service's (8, 4 and 2 seconds by eagerness); what it makes of a sentence that is whole is ours.
 */

import type { Eagerness } from '../../protocol/settings.ts';
import type { Recognition } from '../recognizer/recognition.ts';

const pauses: Readonly<Record<Eagerness, { readonly wholeMs: number; readonly brokenMs: number }>> = {
  low: { wholeMs: 900, brokenMs: 8000 },
  medium: { wholeMs: 600, brokenMs: 4000 },
  auto: { wholeMs: 600, brokenMs: 4000 },
  high: { wholeMs: 300, brokenMs: 2000 },
};

/** Words that were not understood may be whole or not: the geometric mean of both waits. */
export function semanticPauseMs(eagerness: Eagerness, { complete, confidence }: Recognition): number {
  const { wholeMs, brokenMs } = pauses[eagerness];
  if (confidence < 0.5) return Math.sqrt(wholeMs * brokenMs);
  return complete ? wholeMs : brokenMs;
}
