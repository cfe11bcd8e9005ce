/**
 * What each turn and each call feeds to k6's own metrics: the families of the report, by the report's own measure, so that a figure
 * means the same in both. Left out is what is worked out of a whole run (the generator's timings, prices, medians of answers). Pure.
 */

import { factsOf, type MetricFacts, type MetricName } from '../../core/log/metric.ts';
import type { Threshold } from '../../core/plan/plan.ts';
import { agentError } from '../../report/metric/agent_error.ts';
import { bargeIn } from '../../report/metric/barge_in.ts';
import { countedError } from '../../report/metric/counted_error.ts';
import { cutShort } from '../../report/metric/cut_short.ts';
import { deadAir } from '../../report/metric/dead_air.ts';
import { errorRate } from '../../report/metric/error_rate.ts';
import { expected } from '../../report/metric/expected.ts';
import { fallingBack } from '../../report/metric/falling_back.ts';
import type { RateMeasure, ValueMeasure } from '../../report/metric/family.ts';
import { firstAudio } from '../../report/metric/first_audio.ts';
import { greeting } from '../../report/metric/greeting.ts';
import { handingOver } from '../../report/metric/handing_over.ts';
import { latencyPart } from '../../report/metric/latency_part.ts';
import { phantom } from '../../report/metric/phantom.ts';
import { playbackUnderrun } from '../../report/metric/playback_underrun.ts';
import { reconnecting } from '../../report/metric/reconnecting.ts';
import { reprompt } from '../../report/metric/reprompt.ts';
import { responseLatency } from '../../report/metric/response_latency.ts';
import { responseRate } from '../../report/metric/response_rate.ts';
import { setup } from '../../report/metric/setup.ts';
import { talkingOver } from '../../report/metric/talking_over.ts';
import { toolUse } from '../../report/metric/tool_use.ts';
import { transcriptionDelay } from '../../report/metric/transcription_delay.ts';
import { unmadeCall } from '../../report/metric/unmade_call.ts';

export interface FedMetric {
  readonly name: MetricName;
  /** As k6 calls it: no dots. */
  readonly k6: string;
  readonly facts: MetricFacts;
  readonly measure: ValueMeasure | RateMeasure;
}

const families = {
  ...responseLatency,
  ...latencyPart,
  ...toolUse,
  ...firstAudio,
  ...greeting,
  ...responseRate,
  ...expected,
  ...fallingBack,
  ...handingOver,
  ...errorRate,
  ...unmadeCall,
  ...cutShort,
  ...talkingOver,
  ...bargeIn,
  ...phantom,
  ...transcriptionDelay,
  ...reprompt,
  ...setup,
  ...reconnecting,
  ...deadAir,
  ...playbackUnderrun,
  ...countedError,
  ...agentError,
};

const measured = (Object.entries(families) as [MetricName, ValueMeasure | RateMeasure][]).flatMap(
  ([name, measure]): FedMetric[] =>
    measure.ofTurn === undefined && measure.ofCall === undefined
      ? []
      : [{ name, k6: k6Name(name), facts: factsOf(name), measure }],
);

/** Rates by code and by reason are many: only those that a threshold asks for. */
export function fedMetricsFor(thresholds: readonly Pick<Threshold, 'metric'>[]): readonly FedMetric[] {
  const asked = new Set(thresholds.map(({ metric }) => metric));
  return measured.filter(({ name }) => !name.includes('.') || asked.has(name));
}

/** k6 allows letters, digits and underscores. */
export function k6Name(name: string): string {
  return name.replaceAll('.', '_');
}
