/**
 * The shares of a run that was spread over machines: which there are, which there should be, and how far apart they began. Pure. A
 * share that left no log made its calls or did not: nobody knows, so that they count as not started, and the run is not whole.
 */

import { visible } from '../core/word/visible.ts';
import { partOf } from '../core/load/selection.ts';
import { count, plural, seconds } from './figure.ts';
import type { Log, Run, RunLog } from './log.ts';
import type { ShareSummary } from './summary.ts';

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
  const { of, share } = selection;
  return `Share ${count(numbered(share))} of ${count(of)}: this is of its own calls alone. callstorm merge puts all of them together.`;
}

/** Null: the run made all of its plan by itself. */
function sharesOf({ id, logs }: Pick<Run, 'id' | 'logs'>): ShareSummary | null {
  const of = Math.max(1, ...logs.map(({ header }) => header.selection?.of ?? 1));
  if (of === 1) return null;
  const present = new Map<number, Log>();
  for (const log of logs) present.set(log.header.selection?.share ?? 0, log);
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
export function whyNotWhole({ run, of, missing, unfinished }: ShareSummary): readonly string[] {
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
  const whole = shares.filter(({ missing }) => missing.length === 0);
  const [first] = whole;
  if (first === undefined || shares.length !== whole.length) return null;
  return whole.length === 1
    ? `The run was spread over ${plural(first.of, 'share')}, and all of them are here.`
    : `${plural(whole.length, 'run')} were spread over shares, and all of them are here.`;
}

/** For people they count from 1. */
function numbered(share: number): number {
  return share + 1;
}
