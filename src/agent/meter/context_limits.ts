/**
 * How much each model reads: the longest input of a response, in tokens. Plain data, dated; a `--context-limit` or a profile's
 * goes before it. Pure.
 *
 * A context is shared with the answer, so what is left for the input is the context less the longest output. For contexts of
 * 32k the service has published that figure (28,224: 32,320 less 4,096); for those of 128k it has published the two it comes of,
 * and the difference is ours.
 */

/** When the figures were read. */
export const CONTEXT_LIMITS_READ_ON = '2026-11-27';

const LONG = 128_000 - 32_000;
const SHORT = 28_224;

interface ContextLimit {
  readonly model: string;
  readonly inputTokens: number;
  readonly source: string;
}

const page = (model: string): string => `https://developers.openai.com/api/docs/models/${model}`;
const COSTS = 'https://developers.openai.com/api/docs/guides/realtime-costs';

/** Snapshots of a model (`gpt-realtime-2025-08-28`) have its row. */
export const contextLimits: readonly ContextLimit[] = [
  { model: 'gpt-realtime-2.1', inputTokens: LONG, source: page('gpt-realtime-2.1') },
  { model: 'gpt-realtime-2.1-mini', inputTokens: LONG, source: page('gpt-realtime-2.1-mini') },
  { model: 'gpt-realtime-2', inputTokens: LONG, source: page('gpt-realtime-2') },
  { model: 'gpt-realtime-1.5', inputTokens: SHORT, source: COSTS },
  { model: 'gpt-realtime', inputTokens: SHORT, source: COSTS },
  { model: 'gpt-realtime-mini', inputTokens: SHORT, source: COSTS },
];

/** Of a model that is not in the table (a deployment's name, say) nobody knows: it is taken to be what today's have. */
export function contextTokensOf(model: string): number {
  const row = contextLimits.find((one) => one.model === model.replace(SNAPSHOT, ''));
  return row?.inputTokens ?? LONG;
}

const SNAPSHOT = /-\d{4}-\d{2}-\d{2}$/;
