/**
 * What some protocols have no words for, so that nobody can measure it however well everything goes: a threshold on it is neither held
 * nor broken, and says why. Where it was told all the same, beside the protocol, it is judged as ever.
 */

import { metrics, type MetricName } from './metric.ts';

interface Untold {
  /** To be read after the protocol's name. */
  readonly why: string;
  readonly is: (metric: MetricName) => boolean;
}

const of =
  (...names: readonly MetricName[]) =>
  (metric: MetricName): boolean =>
    names.includes(metric);

const USAGE: Untold = {
  why: 'tells no usage',
  is: (metric) =>
    metric.startsWith('tokens.') ||
    metric.startsWith('cost_per_') ||
    of('cache_hit_rate', 'replay_tokens', 'replay_cost')(metric),
};
const TURNS: Untold = {
  why: 'tells nothing of turns and how answers are made',
  is: of('vad_delay', 'transcription_delay', 'llm_delay', 'tts_delay', 'unattributed'),
};
const TOKENS: Untold = {
  why: 'tells no tokens',
  is: (metric) =>
    metric.startsWith('tokens.') || of('cache_hit_rate', 'replay_tokens', 'replay_cost')(metric),
};
const CAUSE: Untold = {
  why: 'does not tell an answer that gives way from one that ends',
  is: of('false_yield_rate', 'phantom_stop_rate'),
};
const SPEECH: Untold = {
  why: 'tells nothing of when it heard the caller',
  is: of('vad_delay', 'transcription_delay', 'llm_delay', 'unattributed'),
};
const CACHE: Untold = { why: 'tells nothing of a cache', is: of('cache_hit_rate') };
const WORDS: Untold = {
  why: 'tells neither words nor tools',
  is: (metric) =>
    metric.startsWith('fallback_rate') ||
    of(
      'goal_rate',
      'expectation_rate',
      'escalation_rate',
      'containment',
      'time_to_fallback',
      'tool_response_latency',
      'tool_answer_latency',
      'tool_error_rate',
    )(metric),
};

/** By dialect. */
const untold: Readonly<Record<string, readonly Untold[]>> = {
  'gemini-live': [SPEECH, CACHE],
  'gpt-live': [TOKENS, TURNS, CAUSE],
  'twilio-media-streams': [USAGE, TURNS, WORDS],
};

const known: ReadonlySet<string> = new Set(metrics.map(({ name }) => name));

/** Why a protocol tells nothing of a metric. Null: it does. */
export function whyUntold(dialect: string, metric: string): string | null {
  if (!known.has(metric)) return null;
  const first = (untold[dialect] ?? []).find(({ is }) => is(metric as MetricName));
  return first === undefined ? null : `${dialect} ${first.why}`;
}
