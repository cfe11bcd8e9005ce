/**
 * From calls to raw samples: one list of values per distribution and one pair of counts per rate, under the names of
 * core/metric. Pure. What did not happen gives no value here: it is counted in a rate, and as missing where it was owed.
 */

import { failures, type FailureCode } from '../core/log/failure.ts';
import type { MetricName } from '../core/log/metric.ts';
import type { TurnRecord } from '../core/log/record.ts';
import {
  bargeInStop,
  calledTool,
  falselyYielded,
  greetingLatency,
  latencies,
  repromptTime,
  toolAnswers,
  yielded,
  type TurnLatencies,
} from '../core/log/timing.ts';
import type { Account, AccountedCall } from './account.ts';
import { cachedTokens, type Bill } from './bill.ts';
import { cutOffByHarness, missingOfCall, missingOfTurn } from './missing.ts';
import type { TurnCounts } from './summary.ts';

export interface RateCount {
  readonly count: number;
  readonly of: number;
}

export interface Samples {
  readonly values: ReadonlyMap<MetricName, readonly number[]>;
  readonly rates: ReadonlyMap<MetricName, RateCount>;
  /** How many cases of a metric should have given a value and gave none. */
  readonly missing: ReadonlyMap<MetricName, number>;
  readonly turns: TurnCounts;
}

const perTurn: readonly (readonly [MetricName, keyof TurnLatencies])[] = [
  ['time_to_first_audio', 'timeToFirstAudio'],
  ['vad_delay', 'vadDelay'],
  ['llm_delay', 'llmDelay'],
  ['tts_delay', 'ttsDelay'],
  ['playback_delay', 'playbackDelay'],
  ['unattributed', 'unattributed'],
];

export function measure(account: Account, bill: Bill): Samples {
  const samples = new Collector();
  for (const call of account.calls) {
    measureCall(samples, call);
    for (const turn of call.turns) measureTurn(samples, turn, call.record?.readyMs ?? null);
  }
  measureBill(samples, bill);
  const { counts } = account;
  samples.rate('error_rate', counts.failed, counts.started);
  for (const code of Object.keys(failures) as FailureCode[]) {
    samples.rate(`error_rate.${code}`, account.failures[code]?.count ?? 0, counts.started);
  }
  const turns = countTurns(account.calls.flatMap((call) => call.turns));
  samples.rate('turn_error_rate', turns.failed + turns.unanswered, turns.total);
  const { values, rates, missing } = samples;
  return { values, rates, missing, turns };
}

/**
 * The response latency that counts for a turn: only where an answer was due, so that none is seen for its speed, and no
 * tool was called, since that is another wait.
 */
export function countedLatency(turn: TurnRecord): number | null {
  return turn.expectsAnswer && !calledTool(turn) ? latencies(turn).responseLatency : null;
}

function measureTurn(samples: Collector, turn: TurnRecord, readyMs: number | null): void {
  const times = latencies(turn);
  const speaks = turn.kind === 'say' || turn.kind === 'interrupt';
  samples.value('greeting_latency', greetingLatency(turn, readyMs));
  samples.value('reprompt_time', repromptTime(turn));
  samples.value('network_up', times.networkUp);
  samples.value('network_down', times.networkDown);
  samples.value('transcription_delay', times.transcriptionDelay);
  for (const metric of missingOfTurn(turn, times)) samples.miss(metric);
  // Said just before hanging up, only the fastest answers would be heard: such turns are not sampled.
  if (turn.expectsAnswer && speaks) {
    if (calledTool(turn)) samples.value('tool_response_latency', times.responseLatency);
    else {
      samples.value('response_latency', times.responseLatency);
      for (const [metric, part] of perTurn) samples.value(metric, times[part] as number | null);
    }
  }
  for (const { latencyMs } of toolAnswers(turn)) samples.value('tool_answer_latency', latencyMs);
  for (const tool of turn.tools ?? []) samples.case('tool_error_rate', tool.outcome !== 'result');
  if (turn.expectsAnswer && !cutOffByHarness(turn)) samples.case('response_rate', wasAnswered(turn));
  if (speaks) samples.case('agent_interruption_rate', times.agentInterrupted);
  if (turn.bargeIn !== null) {
    samples.value('barge_in_stop', bargeInStop(turn.bargeIn));
    const gaveWay = yielded(turn.bargeIn, turn.marks.lastHeard);
    if (gaveWay !== null) samples.case('yield_rate', gaveWay);
  }
  for (const backchannel of turn.backchannels) samples.case('false_yield_rate', falselyYielded(backchannel));
  if (turn.answerAudioMs > 0) {
    samples.value('playback_underruns', turn.underruns.count);
    samples.value('playback_underrun_time', turn.underruns.ms);
  }
}

function measureCall(samples: Collector, call: AccountedCall): void {
  const { record } = call;
  const logged = call.turns.flatMap(({ tools }) => (tools === undefined ? [] : [tools]));
  // A log from before tools says nothing of them, which is not that there were none.
  if (logged.length > 0) {
    samples.value('tool_calls', logged.flat().length);
    samples.value('unknown_tool_calls', logged.flat().filter(({ outcome }) => outcome === 'unknown').length);
  }
  if (record === null || (record.outcome !== 'completed' && record.outcome !== 'failed')) return;
  for (const metric of missingOfCall(record)) samples.miss(metric);
  samples.value('call_duration', between(record.readyMs, record.endedMs));
  samples.value('connect_time', between(record.dialedMs, record.connectedMs));
  samples.value('setup_time', between(record.scheduledMs, record.readyMs));
  samples.value('rate_limited', record.rateLimited);
  samples.value('protocol_violations', record.protocolViolations);
  if (record.readyMs === null) return;
  samples.value('overlap', record.overlapMs);
  samples.value('dead_air', record.deadAirMs.longest);
  samples.value('dead_air_total', record.deadAirMs.total);
}

function measureBill(samples: Collector, bill: Bill): void {
  for (const { call, usd, sessionS, wastedS, wastedUsd } of bill.calls) {
    const { usage } = call;
    samples.value('cost_per_call', usd);
    samples.value('cost_per_minute', usd === null || sessionS === 0 ? null : usd / (sessionS / 60));
    samples.value('wasted_audio', wastedS);
    samples.value('wasted_audio_cost', wastedUsd);
    samples.value('tokens.text_in', usage.textIn);
    samples.value('tokens.audio_in', usage.audioIn);
    samples.value('tokens.image_in', usage.imageIn);
    samples.value('tokens.text_cached', usage.textCached);
    samples.value('tokens.audio_cached', usage.audioCached);
    samples.value('tokens.image_cached', usage.imageCached);
    samples.value('tokens.text_out', usage.textOut);
    samples.value('tokens.audio_out', usage.audioOut);
  }
  for (const usd of bill.turnsUsd) samples.value('cost_per_turn', usd);
  const { usage } = bill;
  samples.rate('cache_hit_rate', cachedTokens(usage), usage.textIn + usage.audioIn + usage.imageIn);
}

function countTurns(turns: readonly TurnRecord[]): TurnCounts {
  const count = (test: (turn: TurnRecord) => boolean): number => turns.filter(test).length;
  const byCode: Partial<Record<FailureCode, number>> = {};
  for (const { failure } of turns) if (failure !== null) byCode[failure] = (byCode[failure] ?? 0) + 1;
  return {
    total: turns.length,
    expected: count((turn) => turn.expectsAnswer),
    answered: count((turn) => turn.outcome === 'answered'),
    interrupted: count((turn) => turn.outcome === 'interrupted'),
    notExpected: count((turn) => turn.outcome === 'not_expected'),
    unanswered: count((turn) => turn.outcome === 'unanswered'),
    failed: count((turn) => turn.outcome === 'failed'),
    agentInterrupted: count((turn) => latencies(turn).agentInterrupted),
    bargeIns: count((turn) => turn.bargeIn !== null),
    backchannels: turns.reduce((total, turn) => total + turn.backchannels.length, 0),
    failures: byCode,
  };
}

/** It asked for an answer, and had the time to get one. */
export function wentUnanswered(turn: TurnRecord): boolean {
  const without = turn.outcome === 'unanswered' || turn.outcome === 'failed';
  return without && turn.expectsAnswer && !cutOffByHarness(turn);
}

function wasAnswered(turn: TurnRecord): boolean {
  return turn.outcome === 'answered' || turn.outcome === 'interrupted';
}

function between(fromMs: number | null, toMs: number | null): number | null {
  return fromMs === null || toMs === null ? null : Math.max(0, toMs - fromMs);
}

class Collector {
  readonly values = new Map<MetricName, number[]>();
  readonly rates = new Map<MetricName, { count: number; of: number }>();
  readonly missing = new Map<MetricName, number>();

  value(metric: MetricName, value: number | null): void {
    if (value === null) return;
    const values = this.values.get(metric);
    if (values === undefined) this.values.set(metric, [value]);
    else values.push(value);
  }

  miss(metric: MetricName): void {
    this.missing.set(metric, (this.missing.get(metric) ?? 0) + 1);
  }

  case(metric: MetricName, holds: boolean): void {
    const { count, of } = this.rates.get(metric) ?? { count: 0, of: 0 };
    this.rate(metric, count + (holds ? 1 : 0), of + 1);
  }

  rate(metric: MetricName, count: number, of: number): void {
    this.rates.set(metric, { count, of });
  }
}
