/**
 * Feeds k6's own metrics, so that its outputs, dashboards and thresholds work: once a turn and once a call, under the report's names,
 * with the kind of caller as the only tag. k6 keeps every sample of a trend: percentiles that count are those of the call log.
 */

import { Counter, Rate, Trend } from 'k6/metrics';
import type { Threshold } from '../../core/plan/plan.ts';
import type { CallLine, CallRecord, TurnRecord } from '../../core/log/record.ts';
import { measuredTurn, type Cases, type Values } from '../../report/metric/family.ts';
import { accountOf } from '../../report/account.ts';
import { fedMetricsFor, type FedMetric } from './fed_metric.ts';

interface Fed {
  readonly metric: FedMetric;
  readonly k6: Trend | Rate | Counter;
}

type Given = Values | Cases | undefined;

export class Meter {
  /** Made in k6's init context: nowhere else may they be. */
  private readonly fed: readonly Fed[];
  /** Of calls that go on. */
  private readonly turns = new Map<number, TurnRecord[]>();

  constructor(thresholds: readonly Pick<Threshold, 'metric'>[]) {
    this.fed = fedMetricsFor(thresholds).map((metric) => ({ metric, k6: madeFor(metric) }));
  }

  feed(record: CallLine): void {
    if (record.type === 'turn') this.turn(record);
    else if (record.type === 'call') this.call(record);
  }

  private turn(record: TurnRecord): void {
    const others = this.turns.get(record.call);
    if (others === undefined) this.turns.set(record.call, [record]);
    else others.push(record);
    const measured = measuredTurn(record);
    const tags = { caller: record.caller };
    for (const { metric, k6 } of this.fed) add(k6, metric.measure.ofTurn?.(measured), tags);
  }

  private call(record: CallRecord): void {
    const turns = this.turns.get(record.call) ?? [];
    this.turns.delete(record.call);
    const call = accountOf(record, turns, 0);
    const tags = { caller: record.caller ?? 'none' };
    for (const { metric, k6 } of this.fed) add(k6, metric.measure.ofCall?.(call), tags);
  }
}

function madeFor({ k6, facts: { kind, unit } }: FedMetric): Trend | Rate | Counter {
  switch (kind) {
    case 'sample':
      return new Trend(k6, unit === 'ms');
    case 'rate':
      return new Rate(k6);
    case 'total':
      return new Counter(k6);
  }
}

function add(k6: Trend | Rate | Counter, given: Given, tags: Readonly<Record<string, string>>): void {
  if (given === null || given === undefined) return;
  if (typeof given === 'number' || typeof given === 'boolean') k6.add(Number(given), tags);
  else if ('of' in given) {
    for (let i = 0; i < given.of; i++) k6.add(i < given.count ? 1 : 0, tags);
  } else for (const each of given) k6.add(Number(each), tags);
}
