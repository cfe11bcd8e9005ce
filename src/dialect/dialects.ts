/** The dialects there are, by the name a plan gives. */

import type { Plan } from '../core/plan/plan.ts';
import type { Dialect } from './dialect.ts';
import { gptLive } from './gpt_live/gpt_live.ts';
import { geminiLive } from './gemini/gemini_live.ts';
import { openaiRealtime } from './openai/openai_realtime.ts';
import { twilioMediaStreams } from './twilio/twilio_media_streams.ts';

export function dialectOf(plan: Pick<Plan, 'dialect' | 'target'>): Dialect {
  switch (plan.dialect) {
    case 'openai-realtime':
      return openaiRealtime(plan.target.session);
    case 'twilio-media-streams':
      return twilioMediaStreams(plan.target);
    case 'gpt-live':
      return gptLive(plan.target.session);
    case 'gemini-live':
      return geminiLive(plan.target.session);
  }
}
