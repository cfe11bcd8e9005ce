/** What the agent does when the caller speaks over it: stop for an interruption, and not for a sound that asks for nothing. */

import { bargeInStop, falselyYielded, yielded } from '../../core/log/timing.ts';
import type { Family } from './family.ts';

export const bargeIn = {
  barge_in_stop: {
    row: 'whole',
    ofTurn: ({ turn: { bargeIn: spokenOver } }) => (spokenOver === null ? null : bargeInStop(spokenOver)),
    owed: {
      text: 'interruptions did not stop the agent',
      // Over by itself before it had to stop: nobody can tell whether it would have.
      ofTurn: ({ turn: { bargeIn: spokenOver, marks } }) =>
        spokenOver !== null &&
        bargeInStop(spokenOver) === null &&
        yielded(spokenOver, marks.lastHeard) !== null,
    },
  },
  yield_rate: {
    ofTurn: ({ turn: { bargeIn: spokenOver, marks } }) =>
      spokenOver === null ? null : yielded(spokenOver, marks.lastHeard),
    isBad: (rate) => rate < 0.95,
  },
  false_yield_rate: {
    ofTurn: ({ turn: { backchannels, stopsUntold } }) =>
      backchannels.length === 0 || stopsUntold === true
        ? null
        : backchannels.filter(({ inSilence }) => inSilence !== true).map(falselyYielded),
    isBad: (rate) => rate > 0.1,
  },
} as const satisfies Family;
