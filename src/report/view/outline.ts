/**
 * What the views for people have in common: which metrics they show in which order. Pure.
 */

import { factsOf, type MetricName, type RateName } from '../../core/log/metric.ts';
import { cut } from '../../core/word/visible.ts';
import { bytes, count, figure, ms, plural, usd } from '../figure.ts';
import { distributionOf } from '../monitored.ts';
import { isPercentile } from '../judge.ts';
import { owedOf } from '../missing.ts';
import { measuresOfRates, measuresOfValues } from '../metric/registry.ts';
import type { PercentileName } from '../statistics.ts';
import { BANDS, type Band, type Summary, type ThresholdResult, type ToolSummary } from '../summary.ts';
import type { Distribution, Rate } from '../metric_figures.ts';

import { mostlyBlocked } from '../verdict.ts';

export interface LatencyRow {
  readonly metric: MetricName;
  /** A part of the row above that has no indent. */
  readonly part: boolean;
  readonly count: number;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly text: string;
  /** Fewer than ten samples lie beyond it. */
  readonly tooFew: boolean;
}

export const LATENCY_COLUMNS = ['p50', 'p90', 'p95', 'p99', 'max'] as const;

const latencyMetrics = measuresOfValues.filter(([, { row }]) => row !== undefined);

export function latencyRows({ metrics }: Summary): LatencyRow[] {
  const rows: LatencyRow[] = [];
  for (const [metric, { row, always }] of latencyMetrics) {
    const found = distributionOf(metrics, metric);
    if (found === null || (found.count === 0 && always !== true)) continue;
    rows.push({ metric, part: row === 'part', count: found.count, cells: cellsOf(found) });
  }
  return rows;
}

function cellsOf(metric: Distribution): Cell[] {
  return LATENCY_COLUMNS.map((column) => ({
    text: figure(metric[column], metric.unit),
    tooFew: metric[column] !== null && metric.tooFew.includes(column as PercentileName),
  }));
}

/** Without an end to it: what never came and is in no row for it. Empty where all came. */
export function missingLine({ metrics }: Summary): string {
  const texts: string[] = [];
  for (const [metric, { owed }] of latencyMetrics) {
    const found = distributionOf(metrics, metric);
    const missing = found?.missing ?? 0;
    if (owed === undefined || found === null || missing === 0) continue;
    if (owed.untold?.(found.count) === true) continue;
    texts.push(`${count(missing)} of ${count(found.count + missing)} ${owed.text}`);
  }
  if (texts.length === 0) return '';
  return `never came, so in no percentile, but later than any to a threshold: ${texts.join(', ')}`;
}

/** The verdict as people read it. */
export function verdictWord({ result }: Pick<Summary['verdict'], 'result'>): string {
  return result === 'not_judged' ? 'not judged' : result;
}

/** `94/100 degraded`, and beside a verdict that sounds otherwise, why they differ. Empty where there is no score. */
export function healthText({ quality, verdict }: Pick<Summary, 'quality' | 'verdict'>): string {
  if (quality.healthScore === null) return '';
  const score = `${quality.healthScore}/100 ${quality.status}`;
  const differs = verdict.result === 'pass' && quality.status !== 'healthy';
  return differs ? `${score} (by its alert levels; the pass is by your thresholds)` : score;
}

/** What a verdict is of where it is not of the load that was asked for; empty: it is. */
export function verdictExtent(summary: Summary): string {
  if (mostlyBlocked(summary, summary.verdict.thresholds) === null) return '';
  const { started, blocked } = summary.calls;
  return `of ${count(started)} of ${plural(started + blocked, 'call')}, ${count(blocked)} blocked`;
}

/** What a threshold found, as a cell of a table: the verdict's reasons say more. */
export function observedCell({ observed, missing, unit, metric, stat }: ThresholdResult): string {
  if (observed !== null) {
    const text = figure(observed, unit);
    // The table's percentile of the same name is of those that came alone.
    return missing > 0 && isPercentile(stat) ? `${text} with ${count(missing)} missing` : text;
  }
  if (owedOf(metric)?.ofBill !== undefined) return 'not measured';
  return missing > 0 ? 'not reached' : 'nothing measured';
}

/** What a tool's calls came to, in the order in which it is told; what did not happen is left out. */
export function toolOutcomes(tool: ToolSummary): readonly string[] {
  const parts: readonly (readonly [number, string])[] = [
    [tool.results, plural(tool.results, 'result')],
    [tool.errors, plural(tool.errors, 'error')],
    [tool.never, `${count(tool.never)} never`],
    [tool.unknown, 'not in the scenario'],
    [tool.unsent, `${count(tool.unsent)} cut short`],
    [tool.late ?? 0, `${count(tool.late ?? 0)} late`],
    [tool.orphaned ?? 0, `${count(tool.orphaned ?? 0)} orphaned`],
    [tool.takenBack ?? 0, `${count(tool.takenBack ?? 0)} taken back`],
  ];
  return parts.filter(([n]) => n > 0).map(([, text]) => text);
}

/** Rates with what they are made of, in words, and from where on one of them is a bad sign. */
export const shownRates: readonly (readonly [RateName, what: string, bad: (rate: number) => boolean])[] =
  measuresOfRates.flatMap(([name, { isBad }]) =>
    isBad === undefined ? [] : [[name, factsOf(name).label, isBad] as const],
  );

/** What went wrong and failed no call by itself. */
export function borne({ turns, metrics }: Pick<Summary, 'turns' | 'metrics'>): readonly string[] {
  const inTurns = Object.entries(turns.failures).map(([code, n]) => `${count(n)} ${code}`);
  const found = distributionOf(metrics, 'protocol_violations')?.total ?? 0;
  return [
    ...(inTurns.length > 0 ? [`of turns: ${inTurns.join(' · ')}`] : []),
    ...(found > 0 ? [`of the protocol: ${plural(found, 'violation')}`] : []),
  ];
}

/** Errors of the agent's that its sessions survived. */
export function toldErrors({ agentErrors }: Pick<Summary, 'agentErrors'>): readonly string[] {
  return agentErrors.map(
    ({ code, count: n, calls, message }) =>
      `${count(n)} ${code} told by the agent in ${plural(calls, 'call')}, the session went on: ${cut(message, 200)}`,
  );
}

/** What lost connections cost, of calls that dialled again. Null: none was lost. */
export function lossText({ metrics }: Pick<Summary, 'metrics'>): string | null {
  const total = (name: MetricName): number | null => {
    const found = distributionOf(metrics, name);
    return found === null || found.count === 0 ? null : found.total;
  };
  const [lost, tokens, cost] = [total('turns_lost'), total('replay_tokens'), total('replay_cost')];
  if (lost === null) return null;
  const turns = `${plural(lost, 'turn')} lost with a connection`;
  if (tokens === null) return turns;
  const priced = cost === null ? '' : `, ${usd(cost)}`;
  return `${turns}; first answers after a replay took ${count(tokens)} tokens in${priced}`;
}

export function rateOf({ metrics }: Summary, name: MetricName): Rate | null {
  const metric = metrics[name];
  return metric?.kind === 'rate' && metric.of > 0 ? metric : null;
}

/** Each band's share of all turns that expected an answer; the last is of turns without one. */
export function bandShares(
  summary: Summary,
): { readonly band: Band | 'unanswered'; readonly count: number; readonly share: number }[] {
  const { counts, unanswered } = summary.bands;
  const all = BANDS.reduce((total, band) => total + counts[band], unanswered);
  const shares = BANDS.map((band) => ({
    band: band as Band | 'unanswered',
    count: counts[band],
    share: all === 0 ? 0 : counts[band] / all,
  }));
  return [...shares, { band: 'unanswered', count: unanswered, share: all === 0 ? 0 : unanswered / all }];
}

/** How much the generator had to do, and how well it kept up beside its frames. */
export function generatorFacts(generator: Summary['generator']): readonly string[] {
  return [
    `loop lag p99 ${ms(generator.loopLag.p99)}`,
    `start lateness p99 ${ms(generator.startLateness.p99)}`,
    `${count(generator.frames)} frames, ${count(generator.dropped)} dropped`,
    `${bytes(generator.bytesSent)} up, ${bytes(generator.bytesReceived)} down`,
    `${generator.cpuCores === null ? '–' : generator.cpuCores.toFixed(2)} cores`,
    // Of k6's scripts nobody knows either.
    `${generator.rssMb === 0 ? '–' : count(Math.round(generator.rssMb))} MB`,
  ];
}
