/**
 * The quality monitor: a health score, alerts and what to do about it, from the measured metrics. Pure. Limits and
 * weights come from the scenario; the advice is advice.ts's, the score quality/health.ts's.
 */

import type { Judgement } from '../core/plan/plan.ts';
import { recommend } from './advice.ts';
import { count, ms, percent, usd } from './figure.ts';
import { distributionOf, LAST_CALLS, rateOf, type Monitored } from './monitored.ts';
import { levelOf } from './quality/alert.ts';
import { noCallsHealth } from './quality/call_health.ts';
import { healthScore, playbackRatioLimit, statusOf } from './quality/health.ts';
import { noMoments } from './quality/moments.ts';
import { restOf } from './statistics.ts';
import type { Alert, Quality } from './summary.ts';

type Told = Pick<Alert, 'category' | 'observed' | 'limit' | 'text'>;

/**
 * Latency is judged by its p95 (a mean hides the callers who waited), errors by failed ÷ started calls or by turns
 * without an answer, whichever is worse (and, for an alert, by the last ten calls to end), playback by the share of answers that
 * played without a gap, audio by the share of what callers said that nothing spoiled. Nothing that alerts is healthy, but for
 * cost and callers' audio: they are not the agent's. Nor is a run healthy with a stretch of turns of which too many went wrong.
 */
export function monitor(monitored: Monitored, limits: Judgement['monitor']): Quality {
  const { metrics, cost, cleanAudio, lastCalls, watched } = monitored;
  const told: Told[] = [];
  const p95 = distributionOf(metrics, 'response_latency')?.p95 ?? null;
  // What was not measured is over no limit.
  const observedMs = p95 ?? 0;
  if (observedMs > limits.latencyMs) {
    const text = `response_latency p95 is ${ms(observedMs)}, over ${ms(limits.latencyMs)}`;
    told.push({ category: 'latency', observed: observedMs, limit: limits.latencyMs, text });
  }
  const failedCalls = rateOf(metrics, 'error_rate');
  const answeredTurns = rateOf(metrics, 'response_rate');
  const silentTurns = answeredTurns === null ? 0 : restOf(answeredTurns);
  const errors = failedCalls === null ? null : Math.max(failedCalls, silentTurns);
  const wrong = errors ?? 0;
  if (wrong > limits.errorRate) {
    const what = wrong > silentTurns ? 'of calls failed' : 'of turns got no answer';
    const text = `${percent(wrong)} ${what}, over ${percent(limits.errorRate)}`;
    told.push({ category: 'errors', observed: wrong, limit: limits.errorRate, text });
  } else if (lastCalls.of === LAST_CALLS && lastCalls.failed / lastCalls.of > limits.errorRate) {
    const observed = lastCalls.failed / lastCalls.of;
    const text = `${count(lastCalls.failed)} of the last ${LAST_CALLS} calls failed, over ${percent(limits.errorRate)}: it grew worse`;
    told.push({ category: 'errors', observed, limit: limits.errorRate, text });
  }
  const goodPlaybackRatio = cleanAudio.of === 0 ? null : cleanAudio.clean / cleanAudio.of;
  const leastPlayback = playbackRatioLimit(limits);
  if (goodPlaybackRatio !== null && goodPlaybackRatio < leastPlayback) {
    const text = `${percent(goodPlaybackRatio)} of answers played without a gap, under ${percent(leastPlayback)}`;
    told.push({ category: 'playback', observed: goodPlaybackRatio, limit: leastPlayback, text });
  }
  const { good = 0, of: said = 0 } = watched?.callersAudio ?? {};
  const goodAudioRatio = said === 0 ? null : good / said;
  if (goodAudioRatio !== null && goodAudioRatio < limits.goodAudioRatio) {
    const text = `callers sounded good in ${percent(goodAudioRatio)} of what they said, under ${percent(limits.goodAudioRatio)}: the scenario spoils the rest`;
    told.push({ category: 'audio', observed: goodAudioRatio, limit: limits.goodAudioRatio, text });
  }
  const perTurnUsd = cost.perTurnUsd ?? 0;
  if (perTurnUsd > limits.costPerTurnUsd) {
    const text = `a turn costs ${usd(perTurnUsd)}, over ${usd(limits.costPerTurnUsd)}`;
    told.push({ category: 'cost', observed: perTurnUsd, limit: limits.costPerTurnUsd, text });
  }
  const condition = { latencyMs: p95, errors, audioRatio: goodAudioRatio, playbackRatio: goodPlaybackRatio };
  const score = healthScore(condition, limits);
  const moments = watched?.moments ?? noMoments;
  const { fromMs = null, untilMs = null, turns = 0 } = watched ?? {};
  const alerts = told.map((one): Alert => {
    const level = levelOf(one.category, one.observed, one.limit);
    return { ...one, level, over: 'run', fromMs, untilMs, turns };
  });
  const badStretches = moments.alerts.filter(
    ({ category, over }) => category === 'errors' && over === 'window',
  );
  return {
    healthScore: score,
    status: statusOf(score, [...alerts, ...badStretches]),
    goodAudioRatio,
    goodPlaybackRatio,
    alerts,
    moments,
    calls: watched?.calls ?? noCallsHealth,
    recommendations: recommend(monitored, limits),
  };
}
