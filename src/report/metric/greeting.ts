/** How soon an agent speaks that speaks first. The session's instant is the call's, so the value is a call's. */

import { greetingLatency } from '../../core/log/timing.ts';
import { cutOffByHarness } from '../cut_off.ts';
import type { Family } from './family.ts';

export const greeting = {
  greeting_latency: {
    row: 'whole',
    ofCall: ({ turns, record }) =>
      turns
        .filter(({ kind }) => kind === 'greeting')
        .flatMap((turn) => greetingLatency(turn, record?.readyMs ?? null) ?? []),
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
