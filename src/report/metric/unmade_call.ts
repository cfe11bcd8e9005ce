/** Calls that nobody made: kept out by the cap on concurrency when they fell due, or planned and never started. */

import type { Family } from './family.ts';

export const unmadeCall = {
  blocked_rate: {
    always: true,
    byEnding: true,
    // What was never started never fell due, as far as anybody knows.
    ofCall: ({ outcome }) => (outcome === 'not_started' ? null : outcome === 'blocked'),
  },
  not_started: { ofCall: ({ outcome }) => (outcome === 'not_started' ? 1 : 0) },
} as const satisfies Family;
