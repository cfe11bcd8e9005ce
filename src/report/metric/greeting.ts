/** How soon an agent speaks that speaks first. The session's instant is the call's, so the value is a call's. */

import { greetingLatency } from '../../core/log/timing.ts';
import { cutOffByHarness } from '../cut_off.ts';
import type { Family } from './family.ts';

export const greeting = {
  greeting_latency: {
    row: 'whole',
    ofCall: ({ turns, record }) => {
      const found: number[] = [];
      for (const turn of turns) {
        const latencyMs = greetingLatency(turn, record?.readyMs ?? null);
        if (latencyMs !== null) found.push(latencyMs);
      }
      return found;
    },
    owed: {
      text: 'calls got no greeting',
      ofCall: ({ turns }) =>
        turns.some(
          (turn) =>
            turn.kind === 'greeting' &&
            turn.expectsAnswer &&
            turn.marks.firstHeard === null &&
            !cutOffByHarness(turn),
        ),
    },
  },
} as const satisfies Family;
