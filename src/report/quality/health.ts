/**
 * The health score, of a call or of all of them: 100, less what latency, errors and audio take from it. Pure. What is worse never
 * scores better; what was not measured takes nothing.
 */

import type { Judgement } from '../../core/plan/plan.ts';
import type { Alert, Quality } from '../summary.ts';

export type Limits = Judgement['monitor'];

/** What there is to judge by. Null: it was not measured. */
export interface Condition {
  /** p95 of the response latency. */
  readonly latencyMs: number | null;
  /** Share of calls that failed or of turns without an answer, whichever is worse. */
  readonly errors: number | null;
  /** Share of what callers said that nothing spoiled. */
  readonly audioRatio: number | null;
  /** Share of answers that played without a gap. */
  readonly playbackRatio: number | null;
}

/** Of answers; where nobody said, as of callers' audio: logs from before these were told apart have but one. */
export function playbackRatioLimit({ goodAudioRatio, goodPlaybackRatio }: Limits): number {
  return goodPlaybackRatio ?? goodAudioRatio;
}

/**
 * Each can take its weight in points: none up to its limit, all from twice the limit on (audio and playback: all at no good one).
 * Errors over twice their limit take of the rest too, and all of it where everything failed, however fast the answers were.
 */
export function healthScore(condition: Condition, limits: Limits): number | null {
  const { latencyMs, errors, audioRatio, playbackRatio } = condition;
  const { weights } = limits;
  // Where all failed there is nothing to measure, and nothing to be lenient about.
  const unmeasured = errors === 1 ? 0 : null;
  // One by one: a long run has tens of thousands of calls, and each has a score.
  const latency = latencyMs === null ? unmeasured : within(latencyMs, limits.latencyMs);
  const right = errors === null ? null : within(errors, limits.errorRate);
  const audio = audioRatio === null ? null : reached(audioRatio, limits.goodAudioRatio);
  const playback = playbackRatio === null ? unmeasured : reached(playbackRatio, playbackRatioLimit(limits));
  if (latency === null && right === null && audio === null && playback === null) return null;
  const lost =
    weights.latency * (1 - (latency ?? 1)) +
    weights.errors * (1 - (right ?? 1)) +
    weights.audio * (1 - (audio ?? 1)) +
    (weights.playback ?? weights.audio) * (1 - (playback ?? 1));
  const spared = errors === null || weights.errors === 0 ? 1 : sparedBy(errors, limits.errorRate);
  return Math.round(Math.max(0, 100 - lost) * spared);
}

/** 1 up to the limit, 0 from twice the limit on, straight between. */
function within(value: number, limit: number): number {
  if (value <= limit) return 1;
  return limit > 0 ? Math.max(0, 2 - value / limit) : 0;
}

/** 1 from the limit on, 0 at nothing, straight between. */
function reached(ratio: number, limit: number): number {
  return Math.min(1, ratio / Math.max(limit, Number.EPSILON));
}

/** What errors leave of the score beside their points: all up to twice the limit, nothing where all failed. */
function sparedBy(errors: number, limit: number): number {
  if (errors >= 1) return 0;
  const from = Math.min(1, 2 * limit);
  return errors <= from ? 1 : (1 - errors) / (1 - from);
}

/** What is no fault of the agent's: what it costs, and how callers sound. It alerts, and leaves healthy what is. */
const NOT_ITS_OWN: ReadonlySet<Alert['category']> = new Set(['cost', 'audio']);

export function statusOf(
  score: number | null,
  alerts: readonly Pick<Alert, 'category'>[],
): Quality['status'] {
  if (score === null) return 'no data';
  if (score < 40) return 'unhealthy';
  return score >= 70 && alerts.every(({ category }) => NOT_ITS_OWN.has(category)) ? 'healthy' : 'degraded';
}
