/** What a scenario is judged and billed by, in the plan's words. Of a file that has been checked, so it has no errors of its own. */

import type { Judgement } from '../core/plan/plan.ts';
import { durationMs, usd } from '../config/value.ts';
import { readOwnFallbacks } from '../judge/fallback/own_fallbacks.ts';
import { faultsOf } from './caller_fault.ts';
import { toxicsOf } from './caller_network.ts';
import { pricingOf, type OwnPrices } from './declared_pricing.ts';
import { defaults } from './defaults.ts';
import { expectationsOf, impliedThresholds } from './expected.ts';
import { given, nonEmpty } from './given.ts';
import type { ScenarioFile } from './schema/scenario_schema.ts';
import { thresholdsOf } from './threshold.ts';
import { timedFaults } from './timed_fault.ts';

function budgetOf({ budget }: ScenarioFile): Judgement['budget'] {
  const maxUsd = usd(budget?.max_usd);
  const maxUsdPerCall = usd(budget?.max_usd_per_call);
  if (maxUsd === undefined && maxUsdPerCall === undefined) return undefined;
  const stop = budget?.stop ?? 'polite';
  return { ...given('maxUsd', maxUsd), stop, ...given('maxUsdPerCall', maxUsdPerCall) };
}

export function judgementOf(file: ScenarioFile, own?: OwnPrices): Judgement {
  const { bands, monitor } = file;
  const expectations = expectationsOf(file);
  const thresholds = thresholdsOf(file.thresholds ?? {});
  const callers = file.callers.map(({ name }) => name);
  return {
    ...given('expectations', nonEmpty(expectations)),
    ...given(
      'fallbacks',
      file.fallbacks === undefined ? undefined : readOwnFallbacks(file.fallbacks).options,
    ),
    ...given('timed', nonEmpty(timedFaults(faultsOf(file), toxicsOf(file)))),
    thresholds: [...thresholds, ...impliedThresholds(thresholds, expectations, callers)],
    pricing: pricingOf(file, own),
    ...given('budget', budgetOf(file)),
    bands: {
      excellent: ms(bands?.excellent, defaults.bands.excellent),
      good: ms(bands?.good, defaults.bands.good),
      acceptable: ms(bands?.acceptable, defaults.bands.acceptable),
      poor: ms(bands?.poor, defaults.bands.poor),
    },
    monitor: {
      latencyMs: ms(monitor?.latency, defaults.monitor.latencyMs),
      errorRate: monitor?.error_rate ?? defaults.monitor.errorRate,
      costPerTurnUsd: usd(monitor?.cost_per_turn) ?? defaults.monitor.costPerTurnUsd,
      goodAudioRatio: monitor?.good_audio_ratio ?? defaults.monitor.goodAudioRatio,
      ...given('goodPlaybackRatio', monitor?.good_playback_ratio),
      ...given('windows', windowsOf(monitor?.windows)),
      weights: { ...defaults.monitor.weights, ...monitor?.weights },
    },
  };
}

function windowsOf(
  windows: NonNullable<ScenarioFile['monitor']>['windows'],
): Judgement['monitor']['windows'] {
  return windows === undefined ? undefined : { ...defaults.windows, ...windows };
}

function ms(value: number | string | undefined, otherwise: number): number {
  return durationMs(value) ?? otherwise;
}
