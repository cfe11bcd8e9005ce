/** The dialects there are, by the name a plan gives. Of one that the user has written, the plan has what is to be known of it. */

import type { Plan } from '../core/plan/plan.ts';
import type { Dialect } from './dialect.ts';
import { gptLive } from './gpt_live/gpt_live.ts';
import { geminiLive } from './gemini/gemini_live.ts';
import { openaiRealtime } from './openai/openai_realtime.ts';
import { telling } from './openai/openai_telling.ts';
import { ownDialect, type SpokenDialect } from './own/own_dialect.ts';
import { twilioMediaStreams } from './twilio/twilio_media_streams.ts';

/** `spoken`: the user's code, where calls are made with it. */
export function dialectOf(
  plan: Pick<Plan, 'dialect' | 'ownDialect' | 'target'>,
  spoken?: SpokenDialect,
): Dialect {
  const { target } = plan;
  switch (plan.dialect) {
    case 'openai-realtime':
      return telling(openaiRealtime(target.session, target.quirks), target.quirks?.ready);
    case 'own':
      if (plan.ownDialect === undefined)
        throw new RangeError('the plan names a dialect of its own, and has none');
      return ownDialect(plan.ownDialect, spoken);
    case 'twilio-media-streams':
      return twilioMediaStreams(target);
    case 'gpt-live':
      return gptLive(target.session);
    case 'gemini-live':
      return geminiLive(target.session);
  }
}
