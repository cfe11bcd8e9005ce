/** Faults of another side than the agent's, for the tests of the room: a client that delays its frames, or cuts the line. */

import { armFault, type ArmedFault } from '../../src/fault/arm_fault.ts';
import type { Ending } from '../../src/fault/endings.ts';
import { catalogueOf, faultsOf } from '../../src/fault/fault.ts';
import { readFaultText } from '../../src/fault/fault_wish.ts';

export interface FramePlan {
  readonly delayMs: number;
  readonly sent: 'whole' | 'half' | 'never';
}

export type LineHappening = 'opened' | 'spoke';

export interface ClientMoments {
  readonly frame: (plan: FramePlan) => FramePlan;
  readonly line: Ending<LineHappening>;
}

const clientFault = faultsOf<ClientMoments>();

export const clientFaults = catalogueOf([
  clientFault({
    name: 'stalled',
    means: 'a frame leaves late',
    of: 'frame',
    args: { by: { means: 'so much', otherwise: 500, kind: 'ms', min: 1 } },
    does:
      ({ by }) =>
      (plan) => ({ ...plan, delayMs: plan.delayMs + by }),
  }),
  clientFault({
    name: 'damaged',
    means: 'a frame does not arrive as it was',
    of: 'frame',
    args: { leaves: { means: 'what is left of it', otherwise: 'half', kind: ['half', 'never'] } },
    does:
      ({ leaves }) =>
      (plan) => ({ ...plan, sent: leaves }),
  }),
  clientFault({
    name: 'cut',
    means: 'the line is cut',
    of: 'line',
    args: { nth: { means: 'which time somebody speaks', otherwise: 1, kind: 'number', min: 1, whole: true } },
    does: ({ nth }) => ({ on: 'spoke', nth, afterMs: 100 }),
    neverStrikes: ({ nth }, { untilMs }) =>
      nth > 1 && untilMs < 1000 ? 'nobody speaks twice in a second' : null,
  }),
]);

/** Fails the test where one is mistaken. */
export function armed(...texts: readonly string[]): ArmedFault<ClientMoments>[] {
  return texts.map((text) => {
    const wish = readFaultText(text);
    if ('mistake' in wish) throw new Error(wish.mistake);
    const reading = armFault(clientFaults, wish.ok);
    if ('mistake' in reading) throw new Error(reading.mistake);
    return reading.ok;
  });
}
