/**
 * A run as far as it has come, from the lines of its log: the figures of its report, over what has happened so far. A call that goes
 * on counts by its turns, and is neither completed nor failed; what has not begun yet is not missing. Memory grows with the turns,
 * which are kept packed, and with nothing else.
 */

import type { FooterRecord, HeaderRecord, LogRecord } from '../../core/log/record.ts';
import type { LiveState } from '../../page/page_data.ts';
import { LiveTally } from '../../report/live.ts';
import { LogGatherer, type RunLog } from '../../report/log.ts';
import { summarize } from '../../report/summarize.ts';
import type { Summary } from '../../report/summary.ts';
import type { Reported } from '../../report/view/views.ts';
import { verdictSoFar } from './verdict_so_far.ts';

/** How it ended, as the thread that ran it tells. */
export interface Conclusion {
  /** As in its report. */
  readonly summary: Summary;
  /** Null: nothing could be written. */
  readonly folder: string | null;
  /** Its log on disk. */
  readonly files: readonly string[];
}

export interface Watched {
  readonly reported: Reported;
  readonly live: LiveState;
}

export class WatchedRun {
  private readonly gatherer = new LogGatherer();
  private readonly nowMs: () => number;
  private header: HeaderRecord | null = null;
  private footer: FooterRecord | null = null;
  private tally: LiveTally | null = null;
  private conclusion: Conclusion | null = null;
  private stopAsked = false;
  private missed = 0;

  /** `nowMs`: ms since the Unix epoch. */
  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  /** Lines of the log, as the run itself wrote them. */
  read(lines: string): void {
    for (const line of lines.split('\n')) if (line !== '') this.add(JSON.parse(line) as LogRecord);
  }

  /** So many lines were left out. */
  miss(lines: number): void {
    this.missed += lines;
  }

  /** Somebody who watches wants it to end. */
  askToStop(): void {
    this.stopAsked = true;
  }

  conclude(conclusion: Conclusion): void {
    this.conclusion = conclusion;
  }

  get isOver(): boolean {
    return this.footer !== null || this.conclusion !== null;
  }

  /** Null: it has not begun. */
  watched(): Watched | null {
    const log = this.gatherer.finish();
    const { header, tally, conclusion } = this;
    if (log === null || header === null || tally === null) return null;
    const atMs = this.footer?.endedMs ?? Math.max(0, this.nowMs() - header.startedAtMs);
    const soFar = this.isOver ? log : unfinished(log, atMs);
    const reported: Reported =
      conclusion === null
        ? { summary: sumUp(soFar), log: soFar, files: [] }
        : { summary: conclusion.summary, log: soFar, files: conclusion.files };
    const figures = tally.figures(atMs);
    const { maxUsd } = header.judgement.budget ?? {};
    return {
      reported,
      live: {
        state: this.state,
        atMs,
        goingOn: this.isOver ? 0 : figures.active,
        ended: figures.completed + figures.failed + figures.blocked,
        planned: header.load.plannedCalls,
        turns: figures.turns,
        spentUsd: figures.spentUsd,
        ...(maxUsd === undefined ? {} : { maxUsd }),
        missed: this.missed,
        folder: conclusion?.folder ?? null,
      },
    };
  }

  private get state(): LiveState['state'] {
    if (this.conclusion !== null) return 'reported';
    if (this.footer !== null) return 'ended';
    return this.stopAsked ? 'stopping' : 'running';
  }

  private add(record: LogRecord): void {
    if (record.type === 'header') {
      this.header = record;
      this.tally = new LiveTally(record.judgement.pricing);
    }
    if (record.type === 'footer') this.footer = record;
    this.tally?.add(record);
    this.gatherer.add(record, '', 0);
  }
}

/** A log of a run that goes on has an end of its own, at this instant. */
function unfinished(log: RunLog, atMs: number): RunLog {
  const footer: FooterRecord = {
    type: 'footer',
    endedMs: atMs,
    reason: 'done',
    detail: null,
    calls: { planned: 0, completed: 0, failed: 0, blocked: 0, notStarted: 0 },
  };
  const runs = log.runs.map((run) => ({ ...run, logs: run.logs.map((one) => ({ ...one, footer })) }));
  return { ...log, runs, goingOn: true };
}

function sumUp(log: RunLog): Summary {
  const summary = summarize(log);
  return log.goingOn === true ? { ...summary, verdict: verdictSoFar(summary) } : summary;
}
