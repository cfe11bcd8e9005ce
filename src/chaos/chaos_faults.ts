/** Everything that the caller's side can do wrong on purpose, by name, in the order in which it is shown. */

import { catalogueOf } from '../fault/fault.ts';
import { close } from './close.ts';
import { disconnect } from './disconnect.ts';
import { halfOpen } from './half_open.ts';
import { hangUp } from './hang_up.ts';
import { lateAudio } from './late_audio.ts';
import * as misspeaks from './misspeaks.ts';
import type { ChaosMoments } from './moments.ts';
import { neverConfigures } from './never_configures.ts';
import { slowReader } from './slow_reader.ts';
import { stall } from './stall.ts';
import { storm } from './storm.ts';
import { throttle } from './throttle.ts';
import { twoSessions } from './two_sessions.ts';

export const chaosFaults = catalogueOf<ChaosMoments>([
  disconnect,
  storm,
  close,
  halfOpen,
  hangUp,
  stall,
  throttle,
  slowReader,
  lateAudio,
  neverConfigures,
  misspeaks.malformedBase64,
  misspeaks.oddBytes,
  misspeaks.oversizeAppend,
  misspeaks.unknownEvent,
  misspeaks.emptyCommit,
  misspeaks.secondResponse,
  misspeaks.cancelNothing,
  misspeaks.truncateBeyond,
  misspeaks.truncateToZero,
  misspeaks.settingsMidAnswer,
  misspeaks.notJson,
  misspeaks.binaryFrame,
  twoSessions,
]);
