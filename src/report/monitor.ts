/**
 * The quality monitor: a health score, alerts and what to do about it, from the measured metrics. Pure. Limits and
 * weights come from the scenario; the advice is advice.ts's.
 */

import type { Judgement } from '../core/plan/plan.ts';
import { distributionOf, LAST_CALLS, rateOf, recommend, type Monitored } from './advice.ts';
import { count, ms, percent, usd } from './figure.ts';
import type { Alert, Quality } from './summary.ts';

/**
 * Latency is judged by its p95 (a mean hides the callers who waited), errors by failed ÷ started calls or by turns
 * without an answer, whichever is worse (and, for an alert, by the last ten calls to end), audio by the share of answers that played without a gap. The score starts at
 * 100, and each can take its weight in points from it: none up to its limit, all from twice the limit on (audio: all at
 * no good answer). Errors over twice their limit take of the rest too, and all of it where everything failed, however fast
 * the answers were. What was not measured takes nothing. Nothing that alerts is healthy. Cost alerts, but is no matter of
 * health.
 */
export function monitor(monitored: Monitored, limits: Judgement['monitor']): Quality {
  const { metrics, cost, cleanAudio, lastCalls } = monitored;
  const alerts: Alert[] = [];
  const p95 = distributionOf(metrics, 'response_latency')?.p95 ?? null;
  if (p95 !== null && p95 > limits.latencyMs) {
    const text = `response_latency p95 is ${ms(p95)}, over ${ms(limits.latencyMs)}`;
    alerts.push({ category: 'latency', observed: p95, limit: limits.latencyMs, text });
  }
  const failedCalls = rateOf(metrics, 'error_rate');
  const answeredTurns = rateOf(metrics, 'response_rate');
  const silentTurns = answeredTurns === null ? 0 : 1 - answeredTurns;
  const errors = failedCalls === null ? null : Math.max(failedCalls, silentTurns);
  if (errors !== null && errors > limits.errorRate) {
    const what = errors > silentTurns ? 'of calls failed' : 'of turns got no answer';
    const text = `${percent(errors)} ${what}, over ${percent(limits.errorRate)}`;
    alerts.push({ category: 'errors', observed: errors, limit: limits.errorRate, text });
  } else if (lastCalls.of === LAST_CALLS && lastCalls.failed / lastCalls.of > limits.errorRate) {
    const observed = lastCalls.failed / lastCalls.of;
    const text = `${count(lastCalls.failed)} of the last ${LAST_CALLS} calls failed, over ${percent(limits.errorRate)}: it grew worse`;
    alerts.push({ category: 'errors', observed, limit: limits.errorRate, text });
  }
  const goodAudioRatio = cleanAudio.of === 0 ? null : cleanAudio.clean / cleanAudio.of;
  if (goodAudioRatio !== null && goodAudioRatio < limits.goodAudioRatio) {
    const text = `${percent(goodAudioRatio)} of answers played without a gap, under ${percent(limits.goodAudioRatio)}`;
    alerts.push({ category: 'audio', observed: goodAudioRatio, limit: limits.goodAudioRatio, text });
  }
  if (cost.perTurnUsd !== null && cost.perTurnUsd > limits.costPerTurnUsd) {
    const text = `a turn costs ${usd(cost.perTurnUsd)}, over ${usd(limits.costPerTurnUsd)}`;
    alerts.push({ category: 'cost', observed: cost.perTurnUsd, limit: limits.costPerTurnUsd, text });
  }
  // Where all failed there is nothing to measure, and nothing to be lenient about.
  const unmeasured = errors === 1 ? 0 : null;
  const points = scoreOf([
    [limits.weights.latency, p95 === null ? unmeasured : within(p95, limits.latencyMs)],
    [limits.weights.errors, errors === null ? null : within(errors, limits.errorRate)],
    [
      limits.weights.audio,
      goodAudioRatio === null
        ? unmeasured
        : Math.min(1, goodAudioRatio / Math.max(limits.goodAudioRatio, Number.EPSILON)),
    ],
  ]);
  const spared = errors === null || limits.weights.errors === 0 ? 1 : sparedBy(errors, limits.errorRate);
  const healthScore = points === null ? null : Math.round(points * spared);
  return {
    healthScore,
    status: statusOf(healthScore, alerts),
    goodAudioRatio,
    alerts,
    recommendations: recommend(monitored, limits),
  };
}

/** 1 up to the limit, 0 from twice the limit on, straight between. */
function within(value: number, limit: number): number {
  if (value <= limit) return 1;
  return limit > 0 ? Math.max(0, 2 - value / limit) : 0;
}

/** What errors leave of the score beside their points: all up to twice the limit, nothing where all failed. */
function sparedBy(errors: number, limit: number): number {
  if (errors >= 1) return 0;
  const from = Math.min(1, 2 * limit);
  return errors <= from ? 1 : (1 - errors) / (1 - from);
}

function scoreOf(parts: readonly (readonly [weight: number, part: number | null])[]): number | null {
  const measured = parts.filter((part): part is readonly [number, number] => part[1] !== null);
  if (measured.length === 0) return null;
  const lost = measured.reduce((sum, [points, part]) => sum + points * (1 - part), 0);
  return Math.max(0, 100 - lost);
}

function statusOf(score: number | null, alerts: readonly Alert[]): Quality['status'] {
  if (score === null) return 'no data';
  if (score < 40) return 'unhealthy';
  return score >= 70 && alerts.every(({ category }) => category === 'cost') ? 'healthy' : 'degraded';
}
