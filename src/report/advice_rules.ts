/** The rules of advice: each names a metric, the figure that speaks for it, what to change and how much that could change. Pure. */

import type { MetricName } from '../core/log/metric.ts';
import { everything, hitBy, missedBy, ofGaps, ofLatency, ofToolTurns, unknown } from './advice_effect.ts';
import type { Rule } from './advice_rule.ts';
import { costRules } from './cost_advice.ts';
import { count, ms, percent, plural } from './figure.ts';
import type { Metrics } from './metric_figures.ts';
import { distributionOf, rateOf } from './monitored.ts';
import { playbackRatioLimit } from './quality/health.ts';

/** Ten seconds, and the time that an answer takes. */
const LONGEST_UNNOTICED_MS = 12_000;
export const rules: readonly Rule[] = [
  {
    metric: 'send_lateness',
    setting: '--concurrency, load.max_concurrency',
    effect: everything,
    because: ({ generator }) => generator.reasons[0] ?? null,
    text: 'Relieve this machine before reading anything else here: fewer calls, or less beside them.',
  },
  {
    metric: 'packetization',
    setting: 'frame',
    effect: ofLatency('packetization'),
    stat: 'p50',
    because: slowPart('packetization', 40),
    text: 'Send smaller audio frames, e.g. 20 ms: speech waits for its frame to be full.',
  },
  {
    metric: 'vad_delay',
    setting: 'target.session.turn_detection.silence_duration_ms',
    effect: ofLatency('vad_delay'),
    stat: 'p50',
    because: slowPart('vad_delay', 200),
    text: 'Lower silence_duration_ms of the voice activity detection, or let semantic VAD end turns sooner.',
  },
  {
    metric: 'llm_delay',
    setting: 'the agent’s instructions, tools and model',
    effect: ofLatency('llm_delay'),
    stat: 'p50',
    because: slowPart('llm_delay', 300),
    text: 'Shorten the instructions and tool list, or try a smaller model for the first answer.',
  },
  {
    metric: 'tts_delay',
    setting: 'the agent’s speech output',
    effect: ofLatency('tts_delay'),
    stat: 'p50',
    because: slowPart('tts_delay', 150),
    text: 'Stream audio as it is made, from the first sentence on, or use native audio output.',
  },
  {
    metric: 'network_up',
    setting: 'the agent’s region',
    effect: ofLatency('network_up'),
    stat: 'p50',
    because: slowPart('network_up', 100),
    text: 'Serve from a region nearer to the callers; smaller audio frames help a little.',
  },
  {
    metric: 'playback_delay',
    setting: 'the size of the agent’s first audio',
    effect: ofLatency('playback_delay'),
    stat: 'p50',
    because: slowPart('playback_delay', 150),
    text: 'Send the first audio in smaller pieces: playback waits for the jitter buffer to fill.',
  },
  {
    metric: 'lead_in',
    setting: 'the beginning of the agent’s answers',
    effect: ofLatency('lead_in'),
    stat: 'p50',
    because: slowPart('lead_in', 100),
    text: 'Have answers begin with sound: what stands before it is silence that the caller waits through.',
  },
  {
    metric: 'unattributed',
    setting: 'what the agent does before response.created',
    effect: ofLatency('unattributed'),
    stat: 'p50',
    because: slowPart('unattributed', 100),
    text: 'Look between the end of speech and response.created: something waits there before answering.',
  },
  {
    metric: 'tool_response_latency',
    setting: 'the agent’s instructions on tools',
    effect: ofToolTurns,
    stat: 'p95',
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
    setting: 'tools',
    effect: unknown,
    because: ({ metrics }) => {
      const total = distributionOf(metrics, 'unknown_tool_calls')?.total ?? 0;
      return total > 0 ? `tools that the scenario does not have were called ${plural(total, 'time')}` : null;
    },
    text: 'Declare these tools in the scenario, or find out where the agent has their names from.',
  },
  {
    metric: 'response_rate',
    setting: 'what the failures by code name',
    effect: missedBy('response_rate'),
    because: ({ metrics }) =>
      share(metrics, 'response_rate', (rate) => rate < 0.99, 'of turns were answered'),
    text: 'Find out why turns stay unanswered: see the failures by code and the turns in the call log.',
  },
  {
    metric: 'agent_interruption_rate',
    setting: 'target.session.turn_detection.silence_duration_ms',
    effect: hitBy('agent_interruption_rate'),
    because: ({ metrics, speechDoubted }) =>
      speechDoubted === true
        ? null
        : share(metrics, 'agent_interruption_rate', (rate) => rate > 0.05, 'of utterances were talked over'),
    text: 'Raise silence_duration_ms or use semantic VAD: the agent takes pauses for the end of a turn.',
  },
  {
    metric: 'yield_rate',
    setting: 'target.session.turn_detection.interrupt_response',
    effect: missedBy('yield_rate'),
    because: ({ metrics }) =>
      share(metrics, 'yield_rate', (rate) => rate < 0.95, 'of interruptions stopped the agent within 2 s'),
    text: 'Turn interrupt_response on, clear the audio that is already queued, and cancel the answer being made.',
  },
  {
    metric: 'false_yield_rate',
    setting: 'target.session.turn_detection.threshold',
    effect: hitBy('false_yield_rate'),
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
    setting: 'the pace at which the agent sends audio',
    effect: ofGaps,
    because: ({ cleanAudio: { clean, of } }, limits) =>
      of > 0 && clean / of < playbackRatioLimit(limits)
        ? `${percent(clean / of)} of answers played without a gap`
        : null,
    text: 'Keep audio ahead of playback: send faster than real time, or deepen the buffer.',
  },
  {
    metric: 'dead_air',
    setting: 'the agent’s instructions on long waits',
    effect: unknown,
    stat: 'p95',
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
    setting: 'target.session.turn_detection.idle_timeout_ms',
    effect: unknown,
    stat: 'p95',
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
    setting: 'load.max_concurrency, load.arrivals',
    effect: unknown,
    because: ({ metrics }) => {
      const total = distributionOf(metrics, 'rate_limited')?.total ?? 0;
      return total > 0 ? `the rate limit was hit ${plural(total, 'time')}` : null;
    },
    text: 'Ask for a higher rate limit, or lower load.max_concurrency or the arrival rates: this load is over what the service grants.',
  },
  ...costRules,
];

/** A part of the latency is only worth a word where the whole is over what the scenario asks, or over its limit where it asks nothing. */
function slowPart(metric: MetricName, overMs: number): Rule['because'] {
  return ({ metrics, latencyAskedMs }, limits) => {
    const wholeMs = distributionOf(metrics, 'response_latency')?.p95 ?? 0;
    const partMs = distributionOf(metrics, metric)?.p50 ?? 0;
    if (wholeMs <= (latencyAskedMs ?? limits.latencyMs) || partMs <= overMs) return null;
    return `${metric} p50 is ${ms(partMs)}`;
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
