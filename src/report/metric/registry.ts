/**
 * Every family, in the order in which people are told of them. The type demands a measure for each name of
 * core/log/metric that is not reserved: a name without one does not compile.
 */

import { metricNamed, type MetricName, type RateName, type ValueName } from '../../core/log/metric.ts';
import { agentError } from './agent_error.ts';
import { bargeIn } from './barge_in.ts';
import { callCost } from './call_cost.ts';
import { countedError } from './counted_error.ts';
import { cutShort } from './cut_short.ts';
import { deadAir } from './dead_air.ts';
import { errorRate } from './error_rate.ts';
import type { RateMeasure, ValueMeasure } from './family.ts';
import { expected } from './expected.ts';
import { fallingBack } from './falling_back.ts';
import { handingOver } from './handing_over.ts';
import { recovering } from './recovering.ts';
import { firstAudio } from './first_audio.ts';
import { generatorTiming } from './generator_timing.ts';
import { greeting } from './greeting.ts';
import { latencyPart } from './latency_part.ts';
import { phantom } from './phantom.ts';
import { playbackUnderrun } from './playback_underrun.ts';
import { reconnecting } from './reconnecting.ts';
import { reprompt } from './reprompt.ts';
import { responseLatency } from './response_latency.ts';
import { responseRate } from './response_rate.ts';
import { setup } from './setup.ts';
import { talkingOver } from './talking_over.ts';
import { tokenCount } from './token_count.ts';
import { toolUse } from './tool_use.ts';
import { transcriptionDelay } from './transcription_delay.ts';
import { unmadeCall } from './unmade_call.ts';
import { wastedAudio } from './wasted_audio.ts';

export const registry: { readonly [Name in ValueName]: ValueMeasure } & {
  readonly [Name in RateName]: RateMeasure;
} = {
  ...responseLatency,
  ...latencyPart,
  ...toolUse,
  ...firstAudio,
  ...greeting,
  ...responseRate,
  ...expected,
  ...fallingBack,
  ...handingOver,
  ...recovering,
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
  ...tokenCount,
  ...callCost,
  ...wastedAudio,
  ...generatorTiming,
};

/** In the registry's order. */
export const measuredNames = Object.keys(registry) as readonly MetricName[];

export const measuresOfRates: readonly (readonly [RateName, RateMeasure])[] = measuredNames
  .filter(isRate)
  .map((name) => [name, registry[name]]);

export const measuresOfValues: readonly (readonly [ValueName, ValueMeasure])[] = measuredNames
  .filter((name) => !isRate(name))
  .map((name) => [name, registry[name]]);

function isRate(name: MetricName): name is RateName {
  return metricNamed(name)?.kind === 'rate';
}
