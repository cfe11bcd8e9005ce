/** The dialects there are, by the name a plan gives. */

import type { Plan } from '../core/plan/plan.ts';
import type { Dialect } from './dialect.ts';
import { gptLive } from './gpt_live/gpt_live.ts';
import { geminiLive } from './gemini/gemini_live.ts';
import { openaiRealtime } from './openai/openai_realtime.ts';
import { telling } from './openai/openai_telling.ts';
import { twilioMediaStreams } from './twilio/twilio_media_streams.ts';

export function dialectOf(plan: Pick<Plan, 'dialect' | 'target'>): Dialect {
  const { target } = plan;
  switch (plan.dialect) {
    case 'openai-realtime':
      return telling(openaiRealtime(target.session, target.quirks), target.quirks?.ready);
    case 'twilio-media-streams':
      return twilioMediaStreams(target);
    case 'gpt-live':
      return gptLive(target.session);
    case 'gemini-live':
      return geminiLive(target.session);
  }
}
