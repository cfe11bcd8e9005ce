/**
 * What to do about a run: one rule a line of advice, each with the metric and the figure that speak for it. Pure. A rule says
 * nothing where nothing was measured.
 */

import type { Judgement } from '../core/plan/plan.ts';
import type { MetricName } from '../core/log/metric.ts';
import { count, ms, percent, plural, seconds, usd } from './figure.ts';
import type { CostPart, CostSummary } from './cost_summary.ts';
import type { Distribution, Metrics, Rate } from './metric_figures.ts';
import type { GeneratorSummary } from './generator_summary.ts';
import { playbackRatioLimit } from './quality/health.ts';
import type { Watched } from './quality/watched.ts';
import type { Recommendation } from './summary.ts';

/** How many calls, of those that ended last, tell how it went at the end. */
export const LAST_CALLS = 10;

export interface Monitored {
  readonly metrics: Metrics;
  readonly cost: CostSummary;
  readonly generator: GeneratorSummary;
  /** Of all turns with agent audio, those that played without a gap, and how long an answer is on average. */
  readonly cleanAudio: { readonly clean: number; readonly of: number };
  readonly meanAnswerMs: number | null;
  readonly longestAnswerMs: number;
  /** Of turns in which a caller said something: how long callers spoke, and how much audio the agent made of it. */
  readonly spoken: { readonly callersMs: number; readonly agentMs: number };
  /** Turns with a tool call whose result was sent, and those of them in which nothing was heard before it was. */
  readonly toolWaits: { readonly silent: number; readonly of: number };
  /** Of the last calls to end, at most LAST_CALLS: how many failed, by the target's doing. */
  readonly lastCalls: { readonly failed: number; readonly of: number };
  /** How often a script told its caller to say nothing. */
  readonly silences: number;
  /** Turn by turn and call by call. Absent: nobody watched. */
  readonly watched?: Watched;
  /** The agent may not be to blame for talking over callers (doubted_speech.ts). */
  readonly speechDoubted?: boolean;
}

/** Seconds that the agent speaks for a second that it hears. */
const MOST_SPOKEN_PER_HEARD = 3;
const LONGEST_ANSWER_MS = 60_000;
/** Ten seconds, and the time that an answer takes. */
const LONGEST_UNNOTICED_MS = 12_000;
/** How often the same audio may be billed as input. */
const MOST_BILLED = 5;
/** Audio tokens a second, of what callers say and of what the agent does (OpenAI: one per 100 ms, one per 50 ms). */
const TOKENS_A_SECOND = { callers: 10, agent: 20 };

interface Rule {
  readonly metric: MetricName;
  /** The figure that speaks for it, or null where nothing does. */
  readonly because: (monitored: Monitored, limits: Judgement['monitor']) => string | null;
  readonly text: string;
}

const rules: readonly Rule[] = [
  {
    metric: 'send_lateness',
    because: ({ generator }) => generator.reasons[0] ?? null,
    text: 'Relieve this machine before reading anything else here: fewer calls, or less beside them.',
  },
  {
    metric: 'packetization',
    because: slowPart('packetization', 'p50', 40),
    text: 'Send smaller audio frames, e.g. 20 ms: speech waits for its frame to be full.',
  },
  {
    metric: 'vad_delay',
    because: slowPart('vad_delay', 'p50', 200),
    text: 'Lower silence_duration_ms of the voice activity detection, or let semantic VAD end turns sooner.',
  },
  {
    metric: 'llm_delay',
    because: slowPart('llm_delay', 'p50', 300),
    text: 'Shorten the instructions and tool list, or try a smaller model for the first answer.',
  },
  {
    metric: 'tts_delay',
    because: slowPart('tts_delay', 'p50', 150),
    text: 'Stream audio as it is made, from the first sentence on, or use native audio output.',
  },
  {
    metric: 'network_up',
    because: slowPart('network_up', 'p50', 100),
    text: 'Serve from a region nearer to the callers; smaller audio frames help a little.',
  },
  {
    metric: 'playback_delay',
    because: slowPart('playback_delay', 'p50', 150),
    text: 'Send the first audio in smaller pieces: playback waits for the jitter buffer to fill.',
  },
  {
    metric: 'lead_in',
    because: slowPart('lead_in', 'p50', 100),
    text: 'Have answers begin with sound: what stands before it is silence that the caller waits through.',
  },
  {
    metric: 'unattributed',
    because: slowPart('unattributed', 'p50', 100),
    text: 'Look between the end of speech and response.created: something waits there before answering.',
  },
  {
    metric: 'tool_response_latency',
    because: ({ metrics, toolWaits: { silent, of } }, { latencyMs }) => {
      const p95 = distributionOf(metrics, 'tool_response_latency')?.p95 ?? null;
      // Where most hear “let me look”, what is slow is not the tool.
      return p95 !== null && p95 > latencyMs && silent * 2 > of
        ? `tool_response_latency p95 is ${ms(p95)}, and in ${count(silent)} of ${plural(of, 'turn')} with a tool call nothing was heard before its result`
        : null;
    },
    text: 'Have the agent say that it is looking before it calls a tool (in the instructions), or make the tool faster.',
  },
  {
    metric: 'unknown_tool_calls',
    because: ({ metrics }) => {
      const total = distributionOf(metrics, 'unknown_tool_calls')?.total ?? 0;
      return total > 0 ? `tools that the scenario does not have were called ${plural(total, 'time')}` : null;
    },
    text: 'Declare these tools in the scenario, or find out where the agent has their names from.',
  },
  {
    metric: 'response_rate',
    because: ({ metrics }) =>
      share(metrics, 'response_rate', (rate) => rate < 0.99, 'of turns were answered'),
    text: 'Find out why turns stay unanswered: see the failures by code and the turns in the call log.',
  },
  {
    metric: 'agent_interruption_rate',
    because: ({ metrics, speechDoubted }) =>
      speechDoubted === true
        ? null
        : share(metrics, 'agent_interruption_rate', (rate) => rate > 0.05, 'of utterances were talked over'),
    text: 'Raise silence_duration_ms or use semantic VAD: the agent takes pauses for the end of a turn.',
  },
  {
    metric: 'yield_rate',
    because: ({ metrics }) =>
      share(metrics, 'yield_rate', (rate) => rate < 0.95, 'of interruptions stopped the agent within 2 s'),
    text: 'Turn interrupt_response on, clear the audio that is already queued, and cancel the answer being made.',
  },
  {
    metric: 'false_yield_rate',
    because: ({ metrics }) =>
      share(
        metrics,
        'false_yield_rate',
        (rate) => rate > 0.1,
        'of backchannels and noises stopped the agent',
      ),
    text: 'Raise the VAD threshold, or reduce noise: a cough or “mm-hm” should not end an answer.',
  },
  {
    metric: 'playback_underruns',
    because: ({ cleanAudio: { clean, of } }, limits) =>
      of > 0 && clean / of < playbackRatioLimit(limits)
        ? `${percent(clean / of)} of answers played without a gap`
        : null,
    text: 'Keep audio ahead of playback: send faster than real time, or deepen the buffer.',
  },
  {
    metric: 'dead_air',
    because: ({ metrics, silences }) => {
      const p95 = distributionOf(metrics, 'dead_air')?.p95 ?? null;
      // A caller who was told to say nothing makes dead air that is not the agent's.
      return silences === 0 && p95 !== null && p95 > 5000
        ? `the longest silence of a call is ${ms(p95)} at p95`
        : null;
    },
    text: 'Fill long waits with a short spoken sign that the agent is still there.',
  },
  {
    metric: 'reprompt_time',
    because: ({ metrics }) => {
      const p95 = distributionOf(metrics, 'reprompt_time')?.p95 ?? null;
      return p95 !== null && p95 > LONGEST_UNNOTICED_MS
        ? `a caller’s silence is noticed after ${ms(p95)} at p95`
        : null;
    },
    text: 'Have the agent ask whether anyone is there after 10 s of silence (idle_timeout_ms, or a timer of its own).',
  },
  {
    metric: 'rate_limited',
    because: ({ metrics }) => {
      const total = distributionOf(metrics, 'rate_limited')?.total ?? 0;
      return total > 0 ? `the rate limit was hit ${plural(total, 'time')}` : null;
    },
    text: 'Ask for a higher rate limit, or lower load.max_concurrency or the arrival rates: this load is over what the service grants.',
  },
  {
    metric: 'cache_hit_rate',
    because: ({ cost }) =>
      cost.cacheHitRate !== null && cost.cacheHitRate < 0.5 && inputShare(cost) > 0.3
        ? `${percent(cost.cacheHitRate)} of input tokens came from the cache, and input is ${percent(inputShare(cost))} of the cost`
        : null,
    text: 'Keep the conversation’s beginning unchanged: instructions first, no rewriting of history, truncate rarely.',
  },
  {
    metric: 'tokens.audio_out',
    because: ({ meanAnswerMs }) =>
      meanAnswerMs !== null && meanAnswerMs > 10_000
        ? `an answer lasts ${ms(meanAnswerMs)} on average`
        : null,
    text: 'Ask for shorter answers in the instructions, or cap max_output_tokens: speech is the dearest output.',
  },
  {
    metric: 'wasted_audio',
    because: ({ cost }) =>
      cost.wasted.usd !== null && cost.totalUsd !== null && cost.wasted.usd > cost.totalUsd * 0.1
        ? `${seconds(cost.wasted.audioS)} of audio (${usd(cost.wasted.usd)}) were paid for and never heard`
        : null,
    text: 'Ask for shorter answers in the instructions, or lower max_output_tokens: less is wasted when callers interrupt or hang up.',
  },
  {
    metric: 'tokens.audio_out',
    because: ({ spoken: { callersMs, agentMs } }) =>
      // Where callers said nothing, nobody was answered: a greeting or an apology is no verbose answer.
      callersMs > 0 && agentMs > callersMs * MOST_SPOKEN_PER_HEARD
        ? `the agent spoke for ${ms(agentMs)} in answer to ${ms(callersMs)} of callers’ speech`
        : null,
    text: 'Ask for less verbose answers in the instructions: the agent says much more than it listens to.',
  },
  {
    metric: 'tokens.audio_out',
    because: ({ longestAnswerMs }) =>
      longestAnswerMs > LONGEST_ANSWER_MS ? `the longest answer lasts ${ms(longestAnswerMs)}` : null,
    text: 'Set max_output_tokens, so that no answer runs on.',
  },
  {
    metric: 'tokens.audio_in',
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

/** What there is to say, all of it. */
export const advices: readonly string[] = rules.map(({ text }) => text);

export function recommend(monitored: Monitored, limits: Judgement['monitor']): Recommendation[] {
  const found: Recommendation[] = [];
  for (const { metric, because, text } of rules) {
    const reason = because(monitored, limits);
    if (reason !== null) found.push({ metric, text, because: reason });
  }
  return found;
}

/** A part of the latency is only worth a word where the whole is over its limit. */
function slowPart(metric: MetricName, stat: 'p50', overMs: number): Rule['because'] {
  return ({ metrics }, limits) => {
    const wholeMs = distributionOf(metrics, 'response_latency')?.p95 ?? 0;
    const partMs = distributionOf(metrics, metric)?.[stat] ?? 0;
    if (wholeMs <= limits.latencyMs || partMs <= overMs) return null;
    return `${metric} ${stat} is ${ms(partMs)}`;
  };
}

function share(
  metrics: Metrics,
  metric: MetricName,
  wrong: (rate: number) => boolean,
  what: string,
): string | null {
  const rate = rateOf(metrics, metric);
  return rate !== null && wrong(rate) ? `${percent(rate)} ${what}` : null;
}

function inputShare(cost: CostSummary): number {
  // What is transcribed is billed apart, and never out of a cache.
  const input = costOfParts(cost, ['text in', 'text cached', 'audio in', 'audio cached']);
  return cost.totalUsd === null || cost.totalUsd === 0 ? 0 : input / cost.totalUsd;
}

function costOfParts(cost: CostSummary, names: readonly CostPart['part'][]): number {
  return cost.parts
    .filter(({ part }) => names.includes(part))
    .reduce((total, { usd: part }) => total + (part ?? 0), 0);
}

export function distributionOf(metrics: Metrics, name: MetricName): Distribution | null {
  const metric = metrics[name];
  return metric?.kind === 'distribution' ? metric : null;
}

export function rateOf(metrics: Metrics, name: MetricName): number | null {
  const metric: Rate | Distribution | undefined = metrics[name];
  return metric?.kind === 'rate' ? metric.rate : null;
}
