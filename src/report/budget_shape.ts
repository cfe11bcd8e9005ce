/** What a report relies on in a footer's word on the budget, and on what was expected. */

import { fields, isNumber, listOf, oneOf, orNothing, orNull } from './log_shape.ts';

const moment = fields({
  atMs: isNumber,
  spentUsd: isNumber,
  reservedUsd: isNumber,
  callsGoingOn: isNumber,
});

export const budgetShape = fields({
  maxUsd: orNull(isNumber),
  stop: oneOf('polite', 'now'),
  maxUsdPerCall: orNothing(isNumber),
  spentUsd: isNumber,
  drained: orNothing(moment),
  stopped: orNothing(moment),
  callsEnded: orNothing(listOf(isNumber)),
});

export const estimateShape = fields({
  by: oneOf('rehearsal', 'scripts'),
  sampledCalls: isNumber,
  calls: isNumber,
  durationMs: isNumber,
  costUsd: orNull(isNumber),
  costBetweenUsd: orNull(listOf(isNumber)),
});
