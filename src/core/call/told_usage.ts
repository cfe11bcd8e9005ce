/** What an event of the agent's tells of usage, in the words of the log. Pure. */

import type { AgentEvent } from './event.ts';
import type { Usage } from '../log/record.ts';
import { addUsage, inputTokens, noUsage, outputTokens, unreportedUsage } from '../log/usage.ts';

/**
 * Of an answer that was refused before it said anything nothing is owed; of any other that ended, its usage is. That something
 * was spoken and nothing used for it is no usage.
 */
export function usageOf(event: Extract<AgentEvent, { type: 'answer_done' }>, voiced: boolean): Usage | null {
  const { usage, status } = event;
  if (event.usageFollows === true) return usage;
  if (usage === null) return status === 'failed' && !voiced ? null : unreportedUsage;
  const nothing = inputTokens(usage) + outputTokens(usage) === 0 && usage.unreported === undefined;
  return voiced && nothing ? addUsage(usage, unreportedUsage) : usage;
}

export function transcriptionUsageOf({
  seconds,
  tokens,
  usageTrouble,
}: Extract<AgentEvent, { type: 'transcribed' }>): Usage | null {
  if (seconds === 0 && tokens === 0 && usageTrouble === undefined) return null;
  return {
    ...noUsage,
    transcriptionSeconds: seconds,
    transcriptionTokens: tokens,
    ...(usageTrouble === undefined ? {} : { unreportedTranscriptions: 1 }),
    ...(usageTrouble === 'impossible' ? { impossible: 1 } : {}),
  };
}
