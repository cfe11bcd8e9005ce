/**
 * The shares of a run that was spread over machines: which there are, which there should be, and how far apart they began. Pure. A
 * share that left no log made its calls or did not: nobody knows, so that they count as not started, and the run is not whole.
 */

import { visible } from '../core/word/visible.ts';
import { partOf } from '../core/load/selection.ts';
import { count, plural, seconds } from './figure.ts';
import type { Log, Run, RunLog } from './log.ts';
import type { ShareSummary, Summary } from './summary.ts';

/** Clocks of machines that are kept in step are closer than this. */
const LATE_MS = 1000;

/**
 * Of each run that was spread. A share's own report is of its own calls, and lacks nothing: only where several logs are put together, or
 * somebody says that they should be the whole, is one missing.
 */
export function shareSummaries({ runs, whole }: Pick<RunLog, 'runs' | 'whole'>): ShareSummary[] {
  const logs = runs.flatMap((run) => run.logs);
  return logs.length === 1 && whole !== true ? [] : runs.map(sharesOf).filter((each) => each !== null);
}

/** What a reader of one share's own report has to know; null: it is none. */
export function shareNote({ runs, whole }: Pick<RunLog, 'runs' | 'whole'>): string | null {
  const logs = runs.flatMap((run) => run.logs);
  const selection = logs[0]?.header.selection;
  if (logs.length !== 1 || whole === true || selection === undefined) return null;
  const { of, share, dueAtMs = Infinity } = selection;
  const lateMs = (logs[0]?.header.startedAtMs ?? 0) - dueAtMs;
  const late = lateMs > LATE_MS ? ` It began ${seconds(lateMs / 1000)} after the instant agreed on.` : '';
  return `Share ${count(numbered(share))} of ${count(of)}: this is of its own calls alone.${late} callstorm merge puts all of them together.`;
}

/** Whether anything of a run that was spread is lost, or was made otherwise than its plan has it. */
export function anyNotWhole(shares: readonly ShareSummary[] | undefined): boolean {
  return (shares ?? []).some((share) => whyNotWhole(share).length > 0);
}

/** Null: the run made all of its plan by itself. */
function sharesOf({ id, logs }: Pick<Run, 'id' | 'logs'>): ShareSummary | null {
  const cuts = [...new Set(logs.map(({ header }) => header.selection?.of ?? 1))].sort((a, b) => a - b);
  const of = cuts.at(-1) ?? 1;
  if (of === 1) return null;
  const present = new Map<number, Log>();
  const repeated = new Set<number>();
  for (const log of logs) {
    const { share, of: ownOf } = log.header.selection ?? { share: 0, of: 1 };
    if (ownOf !== of) continue;
    if (present.has(share)) repeated.add(numbered(share));
    present.set(share, log);
  }
  const indices = Array.from({ length: of }, (_, share) => share);
  const begunMs = [...present.values()].map(({ header }) => header.selection?.dueAtMs ?? header.startedAtMs);
  const firstMs = Math.min(...begunMs);
  return {
    run: id,
    of,
    missing: indices.filter((share) => !present.has(share)).map(numbered),
    unfinished: [...present].filter(([, { footer }]) => footer === null).map(([share]) => numbered(share)),
    late: [...present].flatMap(([share, { header }]) => {
      const lateMs = header.startedAtMs - firstMs;
      return lateMs > LATE_MS ? [{ share: numbered(share), lateMs }] : [];
    }),
    ...(repeated.size === 0 ? {} : { repeated: [...repeated].sort((a, b) => a - b) }),
    ...(cuts.length === 1 ? {} : { cuts }),
  };
}

/** How many calls the shares have that are missing; 0 where nobody knows how many the whole plan has. */
export function callsOfMissing(
  { id, logs }: Pick<Run, 'id' | 'logs'>,
  summaries: readonly ShareSummary[],
): number {
  const shares = summaries.find(({ run }) => run === id);
  if (shares === undefined) return 0;
  const whole = logs.find(({ header }) => typeof header.selection?.whole === 'number')?.header.selection
    ?.whole;
  if (typeof whole !== 'number') return 0;
  return shares.missing.reduce(
    (calls, number) => calls + partOf(whole, { of: shares.of, share: number - 1 }),
    0,
  );
}

/** Why a run is not whole. */
export function whyNotWhole({
  run,
  of,
  missing,
  unfinished,
  repeated = [],
  cuts = [],
}: ShareSummary): readonly string[] {
  const named = (shares: readonly number[]): string =>
    `${shares.length === 1 ? 'share' : 'shares'} ${shares.map((share) => count(share)).join(', ')} of ${count(of)}`;
  return [
    ...(missing.length === 0
      ? []
      : [
          `${named(missing)} of run ${visible(run)} ${missing.length === 1 ? 'is' : 'are'} missing: nobody knows what became of their calls`,
        ]),
    ...(unfinished.length === 0
      ? []
      : [`${named(unfinished)} of run ${visible(run)} broke off before the end`]),
    ...(repeated.length === 0
      ? []
      : [
          `${named(repeated)} of run ${visible(run)} ${repeated.length === 1 ? 'was' : 'were'} made more than once: the target had more calls than the plan has`,
        ]),
    ...(cuts.length === 0
      ? []
      : [
          `run ${visible(run)} was not cut in one way: there are logs of ${cuts.map((parts) => (parts === 1 ? 'the whole plan' : plural(parts, 'share'))).join(' and of ')}`,
        ]),
  ];
}

/** What a reader has to know of shares that are there. */
export function lateNotes({ late, of }: ShareSummary): readonly string[] {
  return late.map(
    ({ share, lateMs }) =>
      `Share ${count(share)} of ${count(of)} began ${seconds(lateMs / 1000)} late: its calls came as far behind those of the others.`,
  );
}

export function sharesNote(shares: readonly ShareSummary[]): string | null {
  const whole = shares.filter((share) => whyNotWhole(share).length === 0);
  const [first] = whole;
  if (first === undefined || shares.length !== whole.length) return null;
  return whole.length === 1
    ? `The run was spread over ${plural(first.of, 'share')}, and all of them are here.`
    : `${plural(whole.length, 'run')} were spread over shares, and all of them are here.`;
}

/** How many made its calls: of a run that was spread, as its first share tells it. */
export function workersText({ repeat, shares = [] }: Pick<Summary, 'repeat' | 'shares'>): string {
  return `${plural(repeat.workers, 'worker')}${shares.length === 0 ? '' : ' a share'}`;
}

/** For people they count from 1. */
function numbered(share: number): number {
  return share + 1;
}
