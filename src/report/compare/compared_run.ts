/**
 * A run as a comparison takes it: what it is, and what each of its calls told of the metrics that are compared. A call log and a
 * saved baseline come to the same. Pure. Values are rounded (0.1 ms, 10⁻⁷ USD), so that both are the same to the digit; an answer
 * that never came is infinite, and ranks last as in the report.
 */

import { factsOf, type MetricName, type RateName, type ValueName } from '../../core/log/metric.ts';
import type { HeaderRecord } from '../../core/log/record.ts';
import { accountOf } from '../account.ts';
import { billOf, knownPrices } from '../bill.ts';
import { callNumbers } from '../call_numbers.ts';
import type { RunLog } from '../log.ts';
import { GatheredFigures, type CallFigures } from '../metric/call_figures.ts';
import { measureBill, measureCall, measureTurn } from '../metric/measure.ts';
import type { Summary } from '../summary.ts';
import { comparedMetrics } from './compared_metric.ts';

export interface RunIdentity {
  /** As it was given: a folder, or a baseline by its name. */
  readonly given: string;
  readonly runs: readonly string[];
  /** Wall clock, ISO 8601. */
  readonly startedAt: string;
  readonly scenario: string;
  readonly plan: string;
  readonly seed: number;
  readonly engine: HeaderRecord['engine'];
  readonly dialect: string;
  readonly frameMs: number;
  /** A simulated agent that the run started has a port of its own each time: its URL is `simulator`. */
  readonly target: { readonly url: string; readonly model: string };
  readonly load: HeaderRecord['load'];
  readonly callstorm: string;
  readonly ended: Summary['run']['ended'];
  readonly verdict: Summary['verdict']['result'];
  /** Why it is not a pass. */
  readonly reasons: readonly string[];
}

export interface ComparedCall extends CallFigures {
  readonly number: number;
  /** Its kind of caller. */
  readonly caller: string;
}

export interface ComparedRun {
  readonly identity: RunIdentity;
  /** In the order of their numbers. */
  readonly calls: readonly ComparedCall[];
  /** How many there were. More than `calls` holds where a baseline kept a sample of them. */
  readonly ofCalls: number;
}

/** Nobody is known by this name. */
export const UNKNOWN_CALLER = '(unknown)';

/** Logs of several runs of a plan in one file: each has a call 0 of its own. */
const RUN_STRIDE = 1e9;

export function comparedRun(given: string, summary: Summary, log: RunLog): ComparedRun {
  const calls = callsOf(log);
  return { identity: identityOf(given, summary, log), calls, ofCalls: calls.length };
}

function identityOf(given: string, summary: Summary, { header }: RunLog): RunIdentity {
  const { target } = header;
  return {
    given,
    runs: summary.run.ids,
    startedAt: summary.run.startedAt,
    scenario: header.scenario.name,
    plan: header.plan,
    seed: header.seed,
    engine: header.engine,
    dialect: header.dialect,
    frameMs: header.frameMs,
    target: { url: target.simulated ? 'simulator' : target.url, model: target.model },
    load: header.load,
    callstorm: header.versions['callstorm'] ?? '',
    ended: summary.run.ended,
    verdict: summary.verdict.result,
    reasons: summary.verdict.reasons,
  };
}

function callsOf(log: RunLog): readonly ComparedCall[] {
  const { prices } = knownPrices(log.header.judgement.pricing);
  return log.runs.flatMap((run, at) => {
    return callNumbers(run).map((index): ComparedCall => {
      const turns = run.turns.get(index) ?? [];
      const call = accountOf(run.calls.get(index), turns, 0, run.started.get(index)?.caller ?? null);
      const told = new Told();
      measureCall(call, told);
      for (const turn of turns) measureTurn(turn, told);
      const bill = billOf(call, prices);
      if (bill !== null) measureBill(bill, told);
      const { values, rates } = told;
      return { number: at * RUN_STRIDE + index, caller: call.caller ?? UNKNOWN_CALLER, values, rates };
    });
  });
}

/** Of the compared metrics alone: a long run has much else. */
class Told extends GatheredFigures {
  override value(metric: ValueName, value: number): void {
    if (comparedMetrics.has(metric)) super.value(metric, roundedFor(metric, value));
  }

  override cases(metric: RateName, count: number, of: number): void {
    if (comparedMetrics.has(metric) && of > 0) super.cases(metric, count, of);
  }
}

function roundedFor(metric: MetricName, value: number): number {
  const steps = factsOf(metric).unit === 'usd' ? 1e7 : 10;
  return Math.round(value * steps) / steps;
}
