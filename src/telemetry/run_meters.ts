/**
 * Turns what a run tells into figures as it goes on: what is counted at once, O(1) a record, and what is only worked out when
 * somebody looks (`collect`). It measures as the final report does, by the same families; the report never reads from here.
 */

import { failures } from '../core/log/failure.ts';
import type {
  CallRecord,
  FooterRecord,
  GeneratorRecord,
  HeaderRecord,
  StrikeRecord,
  TurnRecord,
  Usage,
} from '../core/log/record.ts';
import { accountOf } from '../report/account.ts';
import { thresholdText } from '../report/judge.ts';
import { LiveTally } from '../report/live.ts';
import { measureCall, measureTurn, type Receiver } from '../report/metric/measure.ts';
import { ThresholdWatch } from '../report/threshold_watch.ts';
import type { ThresholdResult } from '../report/summary.ts';
import { labelNames } from '../judge/fallback/fallback_label.ts';
import type { EventRecord } from '../run/sink.ts';
import { BoundedLabels, labelText, NONE, oneOf } from './bounded_labels.ts';
import { GeneratorMeters } from './generator_meters.ts';
import type { HistogramName } from './meter_catalogue.ts';
import type { Meters } from './meters.ts';
import { addTokens, TokenCount } from './token_meters.ts';

const fallbackNames: ReadonlySet<string> = new Set(labelNames);
const failureNames: ReadonlySet<string> = new Set(Object.keys(failures));

/** Of the metrics of a report, those that are told with their distribution. */
const told: ReadonlyMap<string, HistogramName> = new Map(
  (
    [
      'response_latency',
      'time_to_first_audio',
      'greeting_latency',
      'vad_delay',
      'llm_delay',
      'tts_delay',
      'barge_in_stop',
      'setup_time',
      'call_duration',
      'reconnect_time',
    ] as const
  ).map((name) => [name, `${name}_seconds`]),
);

export class RunMeters {
  private readonly meters: Meters;
  private readonly callers = new BoundedLabels();
  private readonly faults = new BoundedLabels();
  private readonly tally: LiveTally;
  private readonly watch: ThresholdWatch;
  private readonly generator: GeneratorMeters;
  /** Turns of calls that go on: some of what is measured of a call needs them. */
  private readonly open = new Map<number, { readonly turns: TurnRecord[]; readonly tokens: TokenCount }>();
  private readonly active = new Map<number, string>();
  private readonly activeBy = new Map<string, number>();
  private caller = NONE;
  private readonly nowMs: () => number;

  constructor(meters: Meters, header: HeaderRecord, nowMs: () => number) {
    const { judgement } = header;
    this.meters = meters;
    this.nowMs = nowMs;
    this.tally = new LiveTally(judgement.pricing);
    const { pricing } = judgement;
    const thresholds = judgement.thresholds.map((one) => ({ ...one, abort: one.abort ?? { delayMs: 0 } }));
    this.watch = new ThresholdWatch({ pricing, thresholds }, header.dialect);
    this.generator = new GeneratorMeters(meters);
    this.begin(header);
  }

  record(record: EventRecord): void {
    this.tally.add(record);
    this.watch.add(record);
    switch (record.type) {
      case 'started':
        this.started(record.call, this.callers.of(record.caller));
        return;
      case 'strike':
        this.strike(record);
        return;
      case 'turn':
        this.turn(record);
        return;
      case 'call':
        this.call(record);
        return;
      case 'generator':
        this.generator.add(record);
        return;
      case 'calibration':
      case 'calibration_trouble':
        return;
    }
  }

  gauge(gauge: GeneratorRecord): void {
    this.tally.add(gauge);
    this.watch.add(gauge);
    this.generator.add(gauge);
  }

  end(footer: FooterRecord): void {
    this.meters.set('run_active', 0, {});
    this.meters.set('run_end', 1, { reason: footer.reason });
  }

  /** Before somebody looks: what is not counted record by record. */
  collect(): void {
    const { spentUsd } = this.tally.figures(this.nowMs());
    if (spentUsd !== null) this.meters.set('cost_usd', spentUsd, {});
    this.generator.collect();
    for (const result of this.watch.results()) this.threshold(result);
  }

  private begin({
    run,
    scenario,
    target,
    dialect,
    engine,
    versions,
    plan,
    seed,
    ...rest
  }: HeaderRecord): void {
    this.meters.set('run_info', 1, {
      run,
      scenario: labelText(scenario.name),
      target: hostOf(target.url),
      model: labelText(target.model),
      dialect,
      engine,
      version: versions['callstorm'] ?? NONE,
      plan: plan.slice(0, 12),
      seed: String(seed),
    });
    this.meters.set('run_start_timestamp_seconds', rest.startedAtMs / 1000, {});
    this.meters.set('run_active', 1, {});
    const { plannedCalls } = rest.load;
    if (plannedCalls !== null) this.meters.set('calls_planned', plannedCalls, {});
  }

  private started(call: number, caller: string): void {
    this.meters.add('calls_started', 1, { caller });
    this.active.set(call, caller);
    this.count(caller, 1);
  }

  private count(caller: string, by: number): void {
    const active = (this.activeBy.get(caller) ?? 0) + by;
    this.activeBy.set(caller, active);
    this.meters.set('calls_active', active, { caller });
  }

  private strike({ fault }: StrikeRecord): void {
    this.meters.add('strikes', 1, { fault: this.faults.of(fault) });
  }

  private turn(turn: TurnRecord): void {
    const caller = this.callers.of(turn.caller);
    this.caller = caller;
    this.meters.add('turns', 1, { outcome: turn.outcome, caller });
    measureTurn(turn, this.receiver);
    if (turn.bargeIn !== null) this.meters.add('interruptions', 1, { by: 'caller', caller });
    if (turn.underruns.count > 0) this.meters.add('playback_underruns', turn.underruns.count, { caller });
    for (const { fallback, label } of turn.fallbacks ?? []) {
      if (fallback === true) this.meters.add('fallbacks', 1, { label: oneOf(label, fallbackNames), caller });
    }
    for (const { outcome } of turn.tools ?? []) this.meters.add('tool_calls', 1, { outcome, caller });
    const open = this.open.get(turn.call) ?? { turns: [], tokens: new TokenCount() };
    this.open.set(turn.call, open);
    open.turns.push(turn);
    if (turn.usage !== null) this.tokens(turn.usage, open.tokens);
  }

  private tokens(usage: Usage, counted: TokenCount): void {
    addTokens(this.meters, counted.add(usage));
  }

  private call(record: CallRecord): void {
    const { meters } = this;
    const began = this.active.get(record.call);
    if (began !== undefined) {
      this.active.delete(record.call);
      this.count(began, -1);
    }
    const caller = this.callers.of(record.caller);
    this.caller = caller;
    const failure = record.failure === null ? NONE : oneOf(record.failure, failureNames);
    meters.add('calls', 1, { outcome: record.outcome, failure, caller });
    const open = this.open.get(record.call);
    this.open.delete(record.call);
    measureCall(accountOf(record, open?.turns ?? [], 0), this.receiver);
    addTokens(meters, (open?.tokens ?? new TokenCount()).rest(record.usage));
    for (const { readyMs } of record.reconnects ?? []) {
      meters.add('reconnects', 1, { outcome: readyMs === null ? 'lost' : 'ready', caller });
    }
    for (const { fallback, label } of record.fallbacks ?? []) {
      if (fallback === true) meters.add('fallbacks', 1, { label: oneOf(label, fallbackNames), caller });
    }
    for (const { met, unknown } of record.expectations ?? []) {
      meters.add('expectations', 1, {
        outcome: met ? 'met' : unknown === true ? 'unknown' : 'missed',
        caller,
      });
    }
    const errors = (record.agentErrors ?? []).reduce((total, { count }) => total + count, 0);
    if (errors > 0) meters.add('agent_errors', errors, { caller });
    if (record.rateLimited > 0) meters.add('rate_limit_errors', record.rateLimited, { caller });
    if (record.protocolViolations > 0)
      meters.add('protocol_violations', record.protocolViolations, { caller });
    if (record.audioSentMs > 0) meters.add('audio_sent_seconds', record.audioSentMs / 1000, { caller });
    if (record.audioReceivedMs > 0) {
      meters.add('audio_received_seconds', record.audioReceivedMs / 1000, { caller });
    }
  }

  /** Of whatever is being measured: `caller` says whose it is. */
  private readonly receiver: Receiver = {
    value: (metric, value) => {
      const name = told.get(metric);
      if (name !== undefined) this.meters.observe(name, value / 1000, { caller: this.caller });
    },
    cases: (metric, count) => {
      if (count === 0) return;
      if (metric === 'agent_interruption_rate') {
        this.meters.add('interruptions', count, { by: 'agent', caller: this.caller });
      } else if (metric === 'yield_rate') this.meters.add('yields', count, { caller: this.caller });
    },
    miss: () => {},
  };

  private threshold(result: ThresholdResult): void {
    if (result.count === 0) return;
    const threshold = labelText(thresholdText(result));
    const base = result.unit === 'ms' ? 1000 : 1;
    this.meters.set('threshold_limit', result.value / base, { threshold });
    this.meters.set('threshold_holds', result.pass ? 1 : 0, { threshold });
    if (result.observed !== null) {
      this.meters.set('threshold_observed', result.observed / base, { threshold });
    }
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? labelText(new URL(url).host) : NONE;
}
