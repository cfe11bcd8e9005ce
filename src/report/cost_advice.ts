/** The rules of advice on what is paid for: input that is billed again, and speech that is long or never heard. Pure. */

import { INPUT, ofCost, ofWaste, shareOfCost, unknownCost } from './advice_effect.ts';
import type { Rule } from './advice_rule.ts';
import { count, ms, percent, seconds, usd } from './figure.ts';
import { distributionOf } from './monitored.ts';

/** Seconds that the agent speaks for a second that it hears. */
const MOST_SPOKEN_PER_HEARD = 3;
const LONGEST_ANSWER_MS = 60_000;
/** How often the same audio may be billed as input. */
const MOST_BILLED = 5;
/** Audio tokens a second, of what callers say and of what the agent does (OpenAI: one per 100 ms, one per 50 ms). */
const TOKENS_A_SECOND = { callers: 10, agent: 20 };

export const costRules: readonly Rule[] = [
  {
    metric: 'cache_hit_rate',
    setting: 'the order of the agent’s instructions and history',
    effect: ofCost(INPUT),
    because: ({ cost }) =>
      cost.cacheHitRate !== null && cost.cacheHitRate < 0.5 && shareOfCost(cost, INPUT) > 0.3
        ? `${percent(cost.cacheHitRate)} of input tokens came from the cache, and input is ${percent(shareOfCost(cost, INPUT))} of the cost`
        : null,
    text: 'Keep the conversation’s beginning unchanged: instructions first, no rewriting of history, truncate rarely.',
  },
  {
    metric: 'tokens.audio_out',
    setting: 'max_output_tokens, the agent’s instructions',
    effect: ofCost(['audio out']),
    because: ({ meanAnswerMs }) =>
      meanAnswerMs !== null && meanAnswerMs > 10_000
        ? `an answer lasts ${ms(meanAnswerMs)} on average`
        : null,
    text: 'Ask for shorter answers in the instructions, or cap max_output_tokens: speech is the dearest output.',
  },
  {
    metric: 'wasted_audio',
    setting: 'max_output_tokens, the agent’s instructions',
    effect: ofWaste,
    because: ({ cost }) =>
      cost.wasted.usd !== null && cost.totalUsd !== null && cost.wasted.usd > cost.totalUsd * 0.1
        ? `${seconds(cost.wasted.audioS)} of audio (${usd(cost.wasted.usd)}) were paid for and never heard`
        : null,
    text: 'Ask for shorter answers in the instructions, or lower max_output_tokens: less is wasted when callers interrupt or hang up.',
  },
  {
    metric: 'tokens.audio_out',
    setting: 'the agent’s instructions',
    effect: ofCost(['audio out']),
    because: ({ spoken: { callersMs, agentMs } }) =>
      // Where callers said nothing, nobody was answered: a greeting or an apology is no verbose answer.
      callersMs > 0 && agentMs > callersMs * MOST_SPOKEN_PER_HEARD
        ? `the agent spoke for ${ms(agentMs)} in answer to ${ms(callersMs)} of callers’ speech`
        : null,
    text: 'Ask for less verbose answers in the instructions: the agent says much more than it listens to.',
  },
  {
    metric: 'tokens.audio_out',
    setting: 'max_output_tokens',
    effect: unknownCost,
    because: ({ longestAnswerMs }) =>
      longestAnswerMs > LONGEST_ANSWER_MS ? `the longest answer lasts ${ms(longestAnswerMs)}` : null,
    text: 'Set max_output_tokens, so that no answer runs on.',
  },
  {
    metric: 'tokens.audio_in',
    setting: 'truncation.retention_ratio',
    effect: ofCost(['audio in', 'audio cached']),
    because: ({ metrics, spoken: { callersMs, agentMs } }) => {
      const billed = distributionOf(metrics, 'tokens.audio_in')?.total ?? 0;
      const once = (callersMs * TOKENS_A_SECOND.callers + agentMs * TOKENS_A_SECOND.agent) / 1000;
      return once > 0 && billed > once * MOST_BILLED
        ? `${count(billed)} tokens of audio were billed as input, for ${count(Math.round(once))} that were spoken`
        : null;
    },
    text: 'Keep less of the past in the session (truncation with a retention_ratio, or old items deleted or summed up as text): each answer is billed for all of it again.',
  },
];
