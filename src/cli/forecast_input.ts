/** The runs of a forecast, read and priced: their calls, and the what-ifs reckoned for each. */

import { resolve } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import type { AskedWhatIf } from '../forecast/projection/asked_what_if.ts';
import type { ForecastRun } from '../forecast/projection/forecast.ts';
import type { MeasuredCall } from '../forecast/projection/measured_call.ts';
import type { RecordedCall } from '../forecast/what_if/recorded_call.ts';
import { reckoningOf } from '../forecast/what_if/refusal.ts';
import { readWhatIf, type WhatIf } from '../forecast/what_if/what_if.ts';
import { pricesFor } from '../pricing/prices.ts';
import { plural } from '../report/figure.ts';
import { billedCalls, measuredCalls, recordedCalls } from '../report/forecast/measured_calls.ts';
import type { RunLog } from '../report/log.ts';
import { readLogs } from '../report/read.ts';
import type { Io } from './io.ts';

export interface ForecastInput {
  readonly runs: readonly ForecastRun[];
  readonly calls: readonly MeasuredCall[];
  readonly whatIfs: readonly AskedWhatIf[];
  readonly notes: readonly string[];
  /** When the last of them began. */
  readonly startedAtMs: number;
  readonly callsPerMonth: number | null;
}

/** Throws ConfigError. */
export async function readForecastInput(
  given: readonly string[],
  io: Io,
  asked: readonly string[],
): Promise<ForecastInput> {
  const runs: ForecastRun[] = [];
  const calls: MeasuredCall[] = [];
  const recorded: RecordedCall[] = [];
  const notes: string[] = [];
  let startedAtMs = 0;
  let callsPerMonth: number | null = null;
  let file: string | null = null;
  let whatIfs: readonly WhatIf[] | null = null;
  const seen = new Set<string>();
  for (const path of given) {
    const log = await readLogs([resolve(io.cwd, path)]);
    const { header } = log;
    for (const one of logIds(log)) {
      if (seen.has(one)) throw twice(path);
      seen.add(one);
    }
    const prices = pricesFor(header.judgement.pricing);
    // Prices of the user’s own are in the scenario, and so in the log.
    whatIfs ??= asked.map((text) => readWhatIf(text, header.judgement.pricing.rows));
    const { billed, without } = billedCalls(log, prices);
    const own = recordedCalls(billed, header, prices);
    calls.push(...measuredCalls(billed, own, prices, whatIfs));
    recorded.push(...own);
    notes.push(...runNotes(path, log, without));
    startedAtMs = Math.max(startedAtMs, header.startedAtMs);
    callsPerMonth ??= header.judgement.pricing.callsPerMonth ?? null;
    file ??= header.scenario.file ?? null;
    runs.push({
      given: path,
      scenario: header.scenario.name,
      plan: header.plan,
      engine: header.engine,
      startedAt: new Date(header.startedAtMs).toISOString(),
      model: header.target.model,
      prices: prices.model.model,
      calls: billed.length,
    });
  }
  notes.push(...poolNotes(runs));
  return {
    runs,
    calls,
    whatIfs: (whatIfs ?? []).map((whatIf): AskedWhatIf => ({
      text: whatIf.text,
      ...reckoningOf(whatIf, recorded, file),
    })),
    notes,
    startedAtMs,
    callsPerMonth,
  };
}

/** The shares of a run that was spread over machines have its id, and each its own calls. */
function logIds(log: RunLog): readonly string[] {
  return log.runs.flatMap(({ id, logs }) =>
    logs.map(({ header }) => `${id} ${header.selection?.share ?? ''}`),
  );
}

function runNotes(given: string, log: RunLog, without: number): readonly string[] {
  const reasons = new Set(
    log.runs.flatMap(({ logs }) => logs.map(({ footer }) => footer?.reason ?? 'broken_off')),
  );
  reasons.delete('done');
  return [
    ...(log.header.engine === 'virtual'
      ? [
          `${given} is a rehearsal: its agent is the simulated one. What a real one says, and so what it costs, differs: make some real calls before you rely on it.`,
        ]
      : []),
    ...(without === 0
      ? []
      : [
          `${plural(without, 'call')} of ${given} got no session: left out. Calls a day are calls that get through.`,
        ]),
    ...(reasons.size === 0
      ? []
      : [
          `${given} did not end by itself (${[...reasons].join(', ').replaceAll('_', ' ')}): its last calls may be cut short, and cheaper than they would have been.`,
        ]),
  ];
}

function poolNotes(runs: readonly ForecastRun[]): readonly string[] {
  if (runs.length < 2) return [];
  const plans = new Set(runs.map(({ plan }) => plan)).size;
  const prices = [...new Set(runs.map((run) => run.prices))];
  return [
    plans < runs.length
      ? `${plural(runs.length, 'run')} of ${plural(plans, 'plan')}, pooled by caller: calls of one number of one plan are one conversation, and count as one where it is asked how sure the mean is.`
      : `${plural(runs.length, 'run')} of as many plans, pooled by the callers’ names: two callers of one name are taken for one.`,
    ...(prices.length > 1 ? [`Each run is priced as its own model: ${prices.join(', ')}.`] : []),
  ];
}

function twice(path: string): ConfigError {
  return new ConfigError('expected another run, found one that was given already', {
    code: 'run_twice',
    file: path,
    hint: 'its calls would count twice: give each run once',
  });
}
