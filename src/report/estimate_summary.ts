/** What was expected of a run before it began beside what it came to. Pure. */

import type { EstimateRecord } from '../core/log/estimate_record.ts';
import { durationText } from '../core/word/duration.ts';
import { count, plural, usd } from './figure.ts';

export interface EstimateSummary {
  readonly by: EstimateRecord['by'];
  readonly sampledCalls: number;
  readonly calls: Compared;
  readonly durationMs: Compared;
  /** Null: no prices are known. */
  readonly costUsd: Compared | null;
  /** Nine such runs in ten cost between these. Null: nobody can say. */
  readonly costBetweenUsd: readonly [number, number] | null;
  /** Whether this one did. Null: nobody can say, or what it cost is not known, or it was ended early. */
  readonly within: boolean | null;
}

export interface Compared {
  readonly estimated: number;
  /** Null: it is not known, in all. */
  readonly measured: number | null;
  /** By what share of the estimate the run differed. */
  readonly differs: number | null;
}

export function estimateSummary(
  { by, sampledCalls, calls, durationMs, costUsd, costBetweenUsd }: EstimateRecord,
  run: {
    readonly calls: number;
    readonly durationMs: number | null;
    readonly costUsd: number | null;
    /** To the end that it was meant to have. */
    readonly whole: boolean;
  },
): EstimateSummary {
  const within =
    costBetweenUsd === null || run.costUsd === null || !run.whole
      ? null
      : run.costUsd >= costBetweenUsd[0] && run.costUsd <= costBetweenUsd[1];
  return {
    by,
    sampledCalls,
    calls: compared(calls, run.calls),
    durationMs: compared(durationMs, run.durationMs),
    costUsd: costUsd === null ? null : compared(costUsd, run.costUsd),
    costBetweenUsd,
    within,
  };
}

/** In parts that make one line: `estimated $0.43 ($0.39 to $0.47)`, `measured 5% less: within`, `20 calls as estimated`, … */
export function estimateParts(estimate: EstimateSummary, ended: string): string[] {
  const { by, sampledCalls, calls, durationMs, costUsd, costBetweenUsd, within } = estimate;
  const between = costBetweenUsd === null ? '' : ` (${usd(costBetweenUsd[0])} to ${usd(costBetweenUsd[1])})`;
  const inside = within === null ? '' : within ? ': within' : ': outside';
  const amount = (ms: number): string => durationText(Math.max(1, Math.round(ms / 1000)) * 1000);
  const how =
    by === 'rehearsal' ? `by ${plural(sampledCalls, 'rehearsed call')}` : 'by the length of the scripts';
  const cost = costUsd === null ? [] : [`estimated ${usd(costUsd.estimated)}${between}`];
  // What became of a part says nothing of an estimate of the whole.
  if (ended !== 'done') return [...cost, 'for the whole run, and it ended early', how];
  return [
    ...cost,
    ...(costUsd === null ? [] : [`measured ${differenceText(costUsd)}${inside}`]),
    besides(calls, (value) => plural(Math.round(value), 'call')),
    besides(durationMs, amount),
    how,
  ];
}

function differenceText({ measured, differs }: Compared): string {
  if (measured === null) return 'in part: what it cost is not all known';
  if (differs === null) return usd(measured);
  const percent = Math.abs(differs) * 100;
  return `${usd(measured)}, ${percent < 0.05 ? 'the same' : `${count(percent)}% ${differs < 0 ? 'less' : 'more'}`}`;
}

function besides({ estimated, measured, differs }: Compared, text: (value: number) => string): string {
  if (measured === null) return `${text(estimated)} estimated`;
  if (text(measured) === text(estimated)) return `${text(measured)} as estimated`;
  const percent = differs === null ? 0 : Math.round(Math.abs(differs) * 100);
  const by = percent === 0 ? '' : ` (${count(percent)}% ${(differs ?? 0) < 0 ? 'less' : 'more'})`;
  return `${text(measured)}, estimated ${text(estimated)}${by}`;
}

function compared(estimated: number, measured: number | null): Compared {
  return {
    estimated,
    measured,
    differs: measured === null || estimated === 0 ? null : measured / estimated - 1,
  };
}
