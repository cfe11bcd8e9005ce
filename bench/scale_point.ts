/** One number of calls of bench/scale.ts, as measured: what it says, and what was the limit where it did not hold. */

import { availableParallelism } from 'node:os';

export interface Point {
  readonly against: 'agent' | 'sink';
  readonly calls: number;
  readonly cpuCores: number;
  readonly framesPerSecond: number;
  readonly receivedMbPerSecond: number;
  readonly rssMb: number;
  readonly sendLatenessP50Ms: number;
  readonly sendLatenessP99Ms: number;
  readonly frameMs: number;
  /** As a report would say that the run is invalid. */
  readonly overload: readonly string[];
  readonly openFilesBefore: number;
  readonly logBytesPerWorkerMinute: number;
  readonly completed: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  /** Of the agent, or the sink. */
  readonly otherCores: number;
  /** Null: nobody else had a part in it. */
  readonly disturbed: string | null;
}

/** A thread that takes so much of a core has none left; and so it is with the machine. */
const FULL = 0.93;

export function table(points: readonly Point[]): string {
  const columns: readonly (readonly [name: string, of: (point: Point) => string])[] = [
    ['against', ({ against }) => against],
    ['calls', ({ calls }) => String(calls)],
    ['frames/s', ({ framesPerSecond }) => framesPerSecond.toFixed(0)],
    ['generator, cores', ({ cpuCores }) => cpuCores.toFixed(2)],
    ['of a call, µs/s', ({ cpuCores, calls }) => ((cpuCores / calls) * 1e6).toFixed(0)],
    ['other, cores', ({ otherCores }) => otherCores.toFixed(2)],
    ['late p50, ms', ({ sendLatenessP50Ms }) => sendLatenessP50Ms.toFixed(1)],
    ['p99, ms', ({ sendLatenessP99Ms }) => sendLatenessP99Ms.toFixed(1)],
    ['MB', ({ rssMb }) => rssMb.toFixed(0)],
    ['failed', (point) => String(failedByTarget(point))],
    [
      '',
      ({ overload, disturbed }) =>
        (overload.length > 0 ? 'INVALID ' : 'held ') + (disturbed === null ? '' : '(disturbed)'),
    ],
  ];
  const rows = [columns.map(([name]) => name), ...points.map((point) => columns.map(([, of]) => of(point)))];
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padStart(widths[i] as number))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Those that were stopped because all was measured are no failures. */
export function failedByTarget({ failures }: Point): number {
  return Object.entries(failures).reduce((sum, [code, n]) => sum + (code === 'interrupted' ? 0 : n), 0);
}

/** What it was that did not hold, in words. */
export function limitOf(point: Point): string {
  const { overload, cpuCores, otherCores, against, disturbed, failures } = point;
  const failed = failedByTarget(point);
  const held =
    overload.length === 0
      ? `held${failed === 0 ? '' : `, but ${failed} calls failed (${JSON.stringify(failures)})`}`
      : `INVALID: ${overload.join('; ')}`;
  const cores = availableParallelism();
  const full = cpuCores + otherCores > FULL * cores;
  const why =
    otherCores > FULL
      ? `the ${against} is the limit: its one thread takes a core (${otherCores.toFixed(2)})`
      : full
        ? `the machine is full: ${cpuCores.toFixed(2)} cores of generator and ${otherCores.toFixed(2)} of ${against}, of ${cores}`
        : null;
  return [
    held,
    ...(why === null ? [] : [why]),
    ...(disturbed === null ? [] : [`DISTURBED: ${disturbed}`]),
  ].join('; ');
}
