/**
 * What a person sees while a run goes on: one line that keeps changing on a terminal, a plain line every few seconds
 * elsewhere. Only reads figures; never holds up the run.
 */

import { LAST_CALLS } from '../report/monitored.ts';
import type { Judgement } from '../core/plan/plan.ts';
import { LiveTally, type LiveFigures } from '../report/live.ts';
import { ms, usd } from '../report/figure.ts';
import { visibleWidth } from '../report/view/columns.ts';
import type { Sink } from '../run/sink.ts';
import { style, type Io } from './io.ts';

export interface ProgressSource {
  readonly figures: () => LiveFigures;
  readonly elapsedMs: () => number;
  /** Calls planned in all, where that is known. */
  readonly planned: number | null;
  /** What the run may cost. */
  readonly maxUsd?: number | undefined;
}

export class Progress {
  private readonly io: Io;
  private readonly source: ProgressSource;
  private readonly live: boolean;
  private readonly timer: NodeJS.Timeout;
  private lines = 0;

  /** `live`: whether a line may be drawn over, i.e. standard error is a terminal. */
  constructor(io: Io, source: ProgressSource, live: boolean) {
    this.io = io;
    this.source = source;
    this.live = live;
    this.timer = setInterval(() => this.draw(), live ? 250 : 5000);
  }

  /** Draws a last time and leaves the cursor on a line of its own. */
  stop(): void {
    clearInterval(this.timer);
    this.draw();
    if (this.live && this.lines > 0) this.io.err('\n');
  }

  private draw(): void {
    if (!this.live) {
      this.io.err(`${progressLine(this.io, this.source)}\n`);
      return;
    }
    const shown = progressLine(this.io, this.source, Math.max(20, this.io.columns - 1));
    this.io.err(`\r\u001B[2K${shown}`);
    this.lines++;
  }
}

/** Shows the progress of the run that feeds it, from its beginning to its end. */
export function progressSink(
  io: Io,
  { pricing, budget }: Pick<Judgement, 'pricing' | 'budget'>,
  live: boolean,
): Sink {
  const tally = new LiveTally(pricing);
  let progress: Progress | null = null;
  return {
    name: 'progress',
    begin: ({ load }, { nowMs }) => {
      const source = {
        figures: () => tally.figures(nowMs()),
        elapsedMs: nowMs,
        planned: load.plannedCalls,
        maxUsd: budget?.maxUsd,
      };
      progress = new Progress(io, source, live);
    },
    record: (record) => tally.add(record),
    gauge: (gauge) => tally.add(gauge),
    end: () => progress?.stop(),
  };
}

/** One line, of at most `room` columns: what matters least is left out first. */
export function progressLine(io: Pick<Io, 'isTTY' | 'env'>, source: ProgressSource, room = Infinity): string {
  const { dim, red, bold } = style(io);
  const figures = source.figures();
  const { p50, p95 } = figures.responseLatency;
  const { lastFailed } = figures;
  // All that failed may have done so long ago: the last calls to end tell.
  const recently = figures.completed + figures.failed > LAST_CALLS && lastFailed > 0;
  const failed = `${figures.failed} failed${recently ? ` (${lastFailed} of the last ${LAST_CALLS})` : ''}`;
  const of = source.planned === null ? '' : `/${source.planned}`;
  const state = [
    `${dim(clock(source.elapsedMs()))}  ${bold(`${figures.active} active`)}`,
    `${figures.completed}${of} done`,
  ];
  const tint = figures.failed > 0 ? red : (text: string): string => text;
  const failures = [...state, tint(failed)];
  const start = [...failures, ...(figures.blocked > 0 ? [`${figures.blocked} blocked`] : [])];
  const latency = `latency p50 ${ms(p50)} p95 ${ms(p95)}`;
  const late = `send late p99 ${ms(figures.sendLatenessP99)}`;
  const spent = spentText(figures, source.maxUsd);
  const variants = [
    [...start, latency, late, ...spent],
    [...start, latency, late],
    [...start, latency],
    start,
    failures,
    [...state, tint(`${figures.failed} failed`)],
    [`${figures.completed}${of} done`, tint(`${figures.failed} failed`)],
    [tint(`${figures.failed} failed`)],
  ];
  const lines = variants.map((parts) => parts.join(dim(' · ')));
  return lines.find((line) => visibleWidth(line) <= room) ?? (lines.at(-1) as string);
}

/** Before the run begins, how long it is until then. */
function clock(elapsedMs: number): string {
  const [sign, seconds] = [elapsedMs <= -1000 ? '-' : '', Math.floor(Math.abs(elapsedMs) / 1000)];
  return `${sign}${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Where answers did not tell what they used, it is that much and more. */
function spentText({ spentUsd, unreported }: LiveFigures, maxUsd: number | undefined): readonly string[] {
  if (spentUsd === null) return [];
  if (unreported === 0) return [maxUsd === undefined ? usd(spentUsd) : `${usd(spentUsd)} of ${usd(maxUsd)}`];
  return [spentUsd === 0 ? 'cost unknown' : `over ${usd(spentUsd)}`];
}
