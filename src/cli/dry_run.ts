/**
 * `callstorm run --dry-run`: what the run would come to, from calls of it in virtual time, and makes none. It says what it assumes:
 * a real agent answers as it answers, and the one that was asked is simulated.
 */

import type { Agent } from '../agent/simulator.ts';
import { durationText } from '../config/value.ts';
import { visible } from '../core/word/visible.ts';
import type { Plan, PlanAudio } from '../core/plan/plan.ts';
import type { Usage } from '../core/log/record.ts';
import { estimatePlan, neverCalled } from '../forecast/estimate.ts';
import { rehearsedEstimate, type RehearsedEstimate } from '../forecast/rehearsed.ts';
import { regionNote } from '../pricing/listed.ts';
import { knownPricesFor } from '../pricing/prices.ts';
import { count, plural, usd } from '../report/figure.ts';
import { listed, terms, wrapped } from '../report/view/columns.ts';
import { FOR_ITS_OWN_SAKE } from '../run/run_estimate.ts';
import { rehearseSample } from '../run/rehearse_sample.ts';
import { estimatedCount, estimatedDuration, estimatedMinutes, estimatedUsd } from './estimated.ts';
import { style, type Io } from './io.ts';

const NARROWEST = 40;

export function dryRun(
  io: Io,
  {
    plan,
    audio,
    file,
    json,
  }: { readonly plan: Plan; readonly audio: PlanAudio; readonly file: string; readonly json: boolean },
  agent: Agent,
): void {
  const estimate = rehearsedEstimate(plan, rehearseSample(plan, audio, agent, FOR_ITS_OWN_SAKE));
  const budget = budgetOf(plan, estimate);
  const assumed = assumptionsOf(plan, estimate);
  if (json) {
    const { id, scenario, seed } = plan;
    io.out(`${JSON.stringify({ file, plan: id, scenario, seed, estimate, budget, assumed }, null, 2)}\n`);
    return;
  }
  const { bold, dim, yellow } = style(io);
  const width = Math.max(NARROWEST, io.columns);
  const say = (lines: readonly string[]): void => lines.forEach((line) => io.out(`${line}\n`));
  say(listed([bold(visible(plan.scenario.name)), dim('dry run: no call is made')], '  ', width));
  io.out('\n');
  say(terms(rows(plan, estimate, budget), width));
  const missing = neverCalled(estimatePlan(plan));
  if (missing !== null) io.err(`${wrapped(`${yellow('warning')} ${visible(missing)}`, width).join('\n')}\n`);
  io.out('\n');
  say(wrapped('What this assumes:', width).map((line) => dim(line)));
  for (const text of assumed) {
    const lines = wrapped(visible(text), width - 4);
    say(lines.map((line, index) => dim(`${index === 0 ? '  - ' : '    '}${line}`)));
  }
}

interface BudgetOutlook {
  readonly maxUsd: number;
  readonly stop: 'polite' | 'now';
  /** `holds`: also at the upper end of the interval. `close`: only at what is expected. */
  readonly outlook: 'holds' | 'close' | 'exceeded' | 'unknown';
  /** Calls that it would be enough for. Null: for all. */
  readonly callsUsd: number | null;
}

function budgetOf({ judgement: { budget } }: Plan, estimate: RehearsedEstimate): BudgetOutlook | null {
  if (budget?.maxUsd === undefined) return null;
  const { maxUsd, stop = 'now' } = budget;
  const { costUsd, costBetweenUsd, calls } = estimate;
  if (costUsd === null || costBetweenUsd === null)
    return { maxUsd, stop, outlook: 'unknown', callsUsd: null };
  const outlook = costBetweenUsd[1] <= maxUsd ? 'holds' : costUsd <= maxUsd ? 'close' : 'exceeded';
  const callsUsd = outlook === 'exceeded' ? Math.floor((calls * maxUsd) / costUsd) : null;
  return { maxUsd, stop, outlook, callsUsd };
}

function budgetText({ maxUsd, stop, outlook, callsUsd }: BudgetOutlook): string {
  const amount = `${usd(maxUsd)} (${stop})`;
  switch (outlook) {
    case 'holds':
      return `${amount}: suffices`;
    case 'close':
      return `${amount}: suffices as expected, and not at the upper end`;
    case 'exceeded':
      return `${amount}: would end the run after about ${plural(callsUsd ?? 0, 'call')}, with exit code 4`;
    case 'unknown':
      return `${amount}: cannot be watched without prices`;
  }
}

function rows(
  plan: Plan,
  estimate: RehearsedEstimate,
  budget: BudgetOutlook | null,
): readonly (readonly string[])[] {
  const { target, load, judgement } = plan;
  const { costUsd, costBetweenUsd, calls, usage } = estimate;
  const row = (name: string, text: string): readonly string[] => [`  ${name}`, visible(text)];
  const known = load.mode === 'open' || load.calls !== undefined;
  const blocked = estimate.blocked > 0 ? `, ${count(estimate.blocked)} of them blocked by the cap` : '';
  const cap =
    load.mode === 'open'
      ? `at most ${count(load.maxConcurrency)} at once`
      : `${count(load.concurrency)} kept going`;
  const stops = judgement.thresholds.filter(({ abort }) => abort !== undefined);
  return [
    row('target', `${target.url === 'simulator' ? 'the simulated agent' : target.url}, ${target.model}`),
    row('load', `${load.mode}, ${cap}`),
    row('calls', `${known ? count(calls) : estimatedCount(calls)}${blocked}`),
    row('peak concurrency', estimatedCount(estimate.peakConcurrency)),
    row('duration', estimatedDuration(estimate.durationMs)),
    row(
      'audio',
      `${estimatedMinutes(estimate.sentMs)} sent, ${estimatedMinutes(estimate.receivedMs)} received`,
    ),
    ...tokenRows(usage).map(([name, amount]) => row(name, `${estimatedCount(amount)} tokens`)),
    ...estimate.callers.map(({ name, calls: own, callMs, usd: each }, index) =>
      row(
        index === 0 ? 'callers' : '',
        `${name}: ${plural(own, 'call')} of ${estimatedDuration(callMs)}${each === null ? '' : `, ${estimatedUsd(each)} each`}`,
      ),
    ),
    row(
      'cost',
      costUsd === null || costBetweenUsd === null
        ? `unpriced: no prices of ${judgement.pricing.model} are known`
        : `${estimatedUsd(costUsd)} (${usd(costBetweenUsd[0])} to ${usd(costBetweenUsd[1])}, 90%)${target.url === 'simulator' ? ' at real prices; the simulated agent is free' : ''}`,
    ),
    row('budget', budget === null ? 'none' : budgetText(budget)),
    ...(judgement.budget?.maxUsdPerCall === undefined
      ? []
      : [row('', `a call is ended at ${usd(judgement.budget.maxUsdPerCall)}`)]),
    ...stops.map(({ metric, text }, index) =>
      row(index === 0 ? 'also ends it' : '', `${metric} ${text} no longer holding`),
    ),
  ];
}

function tokenRows(usage: Usage): readonly (readonly [string, number])[] {
  const all: readonly (readonly [string, number])[] = [
    ['text in', usage.textIn - usage.textCached],
    ['text cached', usage.textCached],
    ['text out', usage.textOut],
    ['audio in', usage.audioIn - usage.audioCached],
    ['audio cached', usage.audioCached],
    ['audio out', usage.audioOut],
    ['transcription', usage.transcriptionTokens],
  ];
  return all.filter(([, amount]) => amount > 0);
}

function assumptionsOf(plan: Plan, { sampledCalls, failedCalls }: RehearsedEstimate): readonly string[] {
  const { target, judgement } = plan;
  const prices = knownPricesFor(judgement.pricing);
  return [
    `an agent that answers as the simulated one did in ${plural(sampledCalls, 'call')} of this plan in virtual time${failedCalls === 0 ? '' : `, of which ${count(failedCalls)} failed`}: how long its answers are, how soon they come, and what of its context is cached`,
    `calls like these: the interval is by bootstrap over them, for each caller by itself`,
    prices === null ? 'nothing of prices: none are known' : `prices of ${prices.model.model}`,
    ...[regionNote(target.url, prices?.model ?? null) ?? []].flat(),
    ...(target.session.transcription !== undefined && prices?.transcription === null
      ? ['that transcription costs nothing: no price of it is known']
      : []),
    `a call lasts ${durationText(plan.limits.callMs)} at most`,
  ];
}
