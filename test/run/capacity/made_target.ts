/**
 * A target and a generator that are no more than arithmetic, behind the real dispatcher and the real search: calls of a few turns whose
 * latency depends on how many go on. A search through it takes milliseconds.
 */

import { Dispatcher } from '../../../src/core/load/dispatch.ts';
import type { PlanLoad } from '../../../src/core/load/arrivals.ts';
import type { FooterRecord } from '../../../src/core/log/record.ts';
import { Histogram } from '../../../src/core/log/histogram.ts';
import { Random } from '../../../src/core/word/random.ts';
import { VirtualClock } from '../../../src/engine/virtual/virtual_clock.ts';
import type {
  CapacityResult,
  CapacitySettings,
  CapacityUnit,
} from '../../../src/forecast/capacity/capacity_result.ts';
import { capacitySink } from '../../../src/run/capacity/capacity_sink.ts';
import type { CapacityOrders } from '../../../src/run/capacity/capacity_run.ts';
import type { EventRecord } from '../../../src/run/sink.ts';
import { readSlo } from '../../../src/cli/slo_option.ts';
import { call, generator, header, judgement, lostBefore, started, turn } from '../../report/log_builder.ts';

export interface MadeTarget {
  readonly seed?: number;
  /** Median, with so many calls going on. */
  readonly latencyMs: (atOnce: number) => number;
  /** Of the latency’s logarithm. */
  readonly sigma?: number;
  /** Beyond, calls are refused. */
  readonly takes?: number;
  /** The generator is late with more than these. */
  readonly generatorTakes?: number;
  /** It breaks the run off at this instant, by this reason. */
  readonly stopped?: { readonly atMs: number; readonly reason: FooterRecord['reason'] };
}

const TURNS = 5;
const TURN_MS = 4000;

export function settingsFor(slo: string, more: Partial<CapacitySettings> = {}): CapacitySettings {
  return {
    slo: readSlo(slo, ['buyer']),
    from: 2,
    max: 1000,
    factor: 1.6,
    within: 0.05,
    leastMs: 30_000,
    mostMs: 900_000,
    totalMs: 8 * 3_600_000,
    budgetUsd: null,
    alpha: 0.05,
    ...more,
  };
}

export interface Searched {
  readonly result: CapacityResult;
  readonly records: readonly EventRecord[];
}

export function searched(
  target: MadeTarget,
  settings: CapacitySettings,
  unit: CapacityUnit = 'calls_at_once',
  progress?: CapacityOrders['progress'],
): Searched {
  const { seed = 1, sigma = 0.1, takes = Infinity, generatorTakes = Infinity } = target;
  const load: PlanLoad =
    unit === 'calls_at_once'
      ? {
          mode: 'closed',
          concurrency: settings.max,
          rampMs: 1000,
          holdMs: 1e12,
          steered: { atOnce: settings.from },
        }
      : {
          mode: 'open',
          startsMs: [],
          maxConcurrency: 100_000,
          steered: { perSecond: settings.from, seed, lastsMs: 1e12 },
        };
  const clock = new VirtualClock();
  const dispatcher = new Dispatcher(load);
  const records: EventRecord[] = [];
  const lateness = new Histogram();
  const going = new Set<number>();
  const sink = capacitySink({
    settings,
    unit,
    pricing: judgement.pricing,
    ...(progress === undefined ? {} : { progress }),
  });
  const tell = (record: EventRecord): void => {
    records.push(record);
    sink.record?.(record);
  };
  sink.begin?.(header({ load: { mode: 'closed', plannedCalls: null, maxConcurrency: settings.max } }), {
    nowMs: () => clock.nowMs,
    stop: () => {},
    drain: () => {},
    endCall: () => {},
    steer: (order) =>
      clock.at(clock.nowMs, () => {
        dispatcher.steer(order, clock.nowMs);
        const amount = order.of === 'concurrency' ? order.atOnce : order.perSecond;
        tell({ type: 'level', atMs: clock.nowMs, of: order.of, amount });
        pump();
      }),
  });

  const begin = (index: number): void => {
    const fromMs = clock.nowMs;
    tell(started(index, fromMs));
    if (going.size >= takes) {
      clock.at(fromMs + 20, () => {
        const endedMs = clock.nowMs;
        tell(
          lostBefore({ call: index, outcome: 'failed', failure: 'overloaded', endedMs, scheduledMs: fromMs }),
        );
        dispatcher.ended(endedMs, false, index);
        pump();
      });
      return;
    }
    going.add(index);
    const random = new Random('made-target', seed, index);
    const say = (number: number): void => {
      const speechEnd = clock.nowMs;
      const firstHeard = speechEnd + random.lognormal(target.latencyMs(going.size), sigma);
      clock.at(firstHeard + TURN_MS / 2, () => {
        const marks = { speechStart: speechEnd - 1000, speechEnd, firstHeard, lastHeard: clock.nowMs };
        tell(turn({ call: index, turn: number, marks, heardMs: 1000 }));
        if (number + 1 < TURNS) clock.at(clock.nowMs + TURN_MS / 2, () => say(number + 1));
        else {
          going.delete(index);
          tell(call({ call: index, readyMs: fromMs, endedMs: clock.nowMs, turns: TURNS }));
          dispatcher.ended(clock.nowMs, true, index);
          pump();
        }
      });
    };
    clock.at(fromMs + TURN_MS * random.between(0.2, 1), () => say(0));
  };
  let over = false;
  let pumpMs = -1;
  const pump = (): void => {
    if (over) return;
    for (let due = dispatcher.take(clock.nowMs); due !== null; due = dispatcher.take(clock.nowMs))
      begin(due.call);
    const nextMs = dispatcher.nextMs();
    if (nextMs === null || nextMs === pumpMs) return;
    pumpMs = nextMs;
    clock.at(nextMs, pump);
  };
  const look = (): void => {
    for (let i = 0; i < 20; i++) lateness.add(going.size > generatorTakes ? 80 : 1);
    sink.gauge?.(
      generator({ atMs: clock.nowMs, sendLateness: lateness.encode(), framesSent: lateness.count }),
    );
    if (!over) clock.at(clock.nowMs + 1000, look);
  };
  clock.at(1000, look);
  pump();
  const { stopped } = target;
  clock.run(() => {
    over = dispatcher.done || (stopped !== undefined && clock.nowMs >= stopped.atMs);
    return over;
  });
  const calls = { planned: 0, completed: 0, failed: 0, blocked: 0, notStarted: 0 };
  const reason = stopped !== undefined && clock.nowMs >= stopped.atMs ? stopped.reason : 'done';
  void sink.end?.({ type: 'footer', endedMs: clock.nowMs, reason, detail: null, calls });
  const result = sink.result();
  if (result === null) throw new Error('the search came to no result');
  return { result, records };
}
