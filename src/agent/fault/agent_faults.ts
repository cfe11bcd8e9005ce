/** The faults of the agent's side, in the order in which they are shown. To add one: write it in a file of its own, and name it here. */

import { catalogueOf, type Catalogue } from '../../fault/fault.ts';
import type { AgentMoments } from './moments.ts';
import { authFailed } from './auth_failed.ts';
import { burstyDeltas } from './bursty_deltas.ts';
import { dropped } from './dropped.ts';
import { extraFields } from './extra_fields.ts';
import { handshakeRefused } from './handshake_refused.ts';
import { inaudible } from './inaudible.ts';
import { internalError } from './internal_error.ts';
import { missingDone } from './missing_done.ts';
import { noAnswer } from './no_answer.ts';
import { noSpeechStopped } from './no_speech_stopped.ts';
import { noClear } from './no_clear.ts';
import { noMarks } from './no_marks.ts';
import { nullOptionals } from './null_optionals.ts';
import { oddPieces } from './odd_pieces.ts';
import { rateLimited } from './rate_limited.ts';
import { serverError } from './server_error.ts';
import { sessionExpired } from './session_expired.ts';
import { slowFirstToken } from './slow_first_token.ts';
import { streamsSilence } from './streams_silence.ts';
import { slowing } from './slowing.ts';
import { transcriptionFailed } from './transcription_failed.ts';
import { transcriptionLate } from './transcription_late.ts';
import { transcriptionNever } from './transcription_never.ts';
import { unknownEvents } from './unknown_events.ts';

export const agentFaults: Catalogue<AgentMoments> = catalogueOf([
  slowFirstToken,
  slowing,
  burstyDeltas,
  noAnswer,
  rateLimited,
  serverError,
  missingDone,
  inaudible,
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
  oddPieces,
  streamsSilence,
  noMarks,
  noClear,
]);
