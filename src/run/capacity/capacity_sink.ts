/** Lets a search for capacity watch a run and steer it. */

import type { FooterRecord, HeaderRecord } from '../../core/log/record.ts';
import type { Judgement } from '../../core/plan/plan.ts';
import type {
  CapacityResult,
  CapacitySettings,
  CapacityUnit,
} from '../../forecast/capacity/capacity_result.ts';
import { LiveTally } from '../../report/live.ts';
import type { Sink } from '../sink.ts';
import { CapacityRun, type CapacityOrders } from './capacity_run.ts';
import { resultOf } from './result_of.ts';

export interface CapacitySink extends Sink {
  /** Null before the run has ended. */
  result(): CapacityResult | null;
}

export interface CapacitySinkOptions {
  readonly settings: CapacitySettings;
  readonly unit: CapacityUnit;
  readonly pricing: Judgement['pricing'];
  readonly progress?: CapacityOrders['progress'];
}

export function capacitySink({ settings, unit, pricing, progress }: CapacitySinkOptions): CapacitySink {
  const tally = new LiveTally(pricing);
  let header: HeaderRecord | null = null;
  let run: CapacityRun | null = null;
  let footer: FooterRecord | null = null;
  return {
    name: 'capacity',
    begin: (given, control) => {
      header = given;
      run = new CapacityRun(given, settings, unit, {
        steer: (order) => control.steer?.(order),
        ...(progress === undefined ? {} : { progress }),
      });
    },
    record: (record) => {
      tally.add(record);
      run?.record(record);
    },
    gauge: (gauge) => run?.gauge(gauge),
    end: (given) => {
      footer = given;
      run?.close(given);
    },
    result: () => {
      if (header === null || run === null || footer === null) return null;
      const { spentUsd, unreported } = tally.figures(footer.endedMs);
      return resultOf(run, { header, footer, settings, unit, spentUsd: unreported > 0 ? null : spentUsd });
    },
  };
}
