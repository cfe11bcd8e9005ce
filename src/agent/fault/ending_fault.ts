/** What the faults that end a session have in common: each ends it so long after the n-th time that something happens. Pure. */

import type { AgentMoments, EndingPlan, Happening } from './moments.ts';
import { agentFault, happenings } from './moments.ts';
import type { Fault } from '../../fault/fault.ts';

export interface EndingFault extends Pick<EndingPlan, 'error' | 'close'> {
  readonly name: string;
  readonly means: string;
  /** What it is counted from and how long it waits, where nobody says otherwise. */
  readonly on: Happening;
  readonly afterMs: number;
}

export function endingFault({ name, means, on, afterMs, error, close }: EndingFault): Fault<AgentMoments> {
  return agentFault({
    name,
    means,
    of: 'ending',
    args: {
      on: { means: 'what it is counted from', otherwise: on, kind: happenings },
      nth: { means: 'which time that happens', otherwise: 1, kind: 'number', min: 1, whole: true },
      after: { means: 'from then on', otherwise: afterMs, kind: 'ms' },
    },
    does: (args) => ({ on: args.on, nth: args.nth, afterMs: args.after, error, close }),
    neverStrikes: ({ on, nth }, { fromMs }) => {
      if (on !== 'opened') return null;
      if (nth !== 1) return `on=opened: expected nth=1, found ${nth}: a session opens once`;
      return fromMs > 0 ? 'on=opened: expected no from: a session opens at its beginning' : null;
    },
  });
}
