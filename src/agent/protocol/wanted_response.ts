/** What a client asks of a response, checked against the session that it is asked of. Pure. The event's shape is right already. */

import type { RealtimeResponseCreateParams } from 'openai/resources/realtime/realtime';
import type { Speaker } from '../voice/speaker.ts';
import { MAX_OUT_OF_BAND } from '../voice/speaker.ts';
import type { Entry } from './conversation_items.ts';
import type { ItemRequests } from './item_requests.ts';
import type { Settings } from './settings.ts';
import { lockedVoice } from './settings.ts';
import type { Problem } from './event_shape.ts';

/** What it reads in place of the conversation: null where it reads that. */
export function contextOf(
  wanted: RealtimeResponseCreateParams,
  settings: Settings,
  speaker: Pick<Speaker, 'hasSpoken' | 'crowded'>,
  items: ItemRequests,
): readonly Entry[] | null | Problem {
  const outOfBand = wanted.conversation === 'none';
  if (outOfBand && speaker.crowded) {
    return {
      code: 'too_many_responses',
      message: `There are ${MAX_OUT_OF_BAND} responses out of band in progress already. Wait until one is finished.`,
      param: 'response.conversation',
    };
  }
  const locked =
    outOfBand || !speaker.hasSpoken ? null : lockedVoice(settings, wanted.audio?.output?.voice, 'response');
  if (locked !== null) return locked;
  return wanted.input === undefined ? null : items.context(wanted.input, settings.audio);
}
