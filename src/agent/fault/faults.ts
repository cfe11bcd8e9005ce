/** The faults there are, by name. To add one: write it where its moment's faults are, and name it here. */

import {
  burstyDeltas,
  missingDone,
  noAnswer,
  rateLimited,
  serverError,
  slowFirstToken,
  slowing,
} from './answer_faults.ts';
import { authFailed, dropped, internalError, sessionExpired } from './ending_faults.ts';
import { extraFields, nullOptionals, unknownEvents } from './event_faults.ts';
import type { Fault } from './fault.ts';
import {
  handshakeRefused,
  noSpeechStopped,
  transcriptionFailed,
  transcriptionLate,
  transcriptionNever,
} from './hearing_faults.ts';

export const faults: ReadonlyMap<string, Fault> = new Map(
  [
    slowFirstToken,
    slowing,
    burstyDeltas,
    noAnswer,
    rateLimited,
    serverError,
    missingDone,
    noSpeechStopped,
    transcriptionLate,
    transcriptionFailed,
    transcriptionNever,
    handshakeRefused,
    authFailed,
    sessionExpired,
    dropped,
    internalError,
    unknownEvents,
    extraFields,
    nullOptionals,
  ].map((fault) => [fault.name, fault]),
);
