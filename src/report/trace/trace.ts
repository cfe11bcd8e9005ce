/**
 * A run, or one call of it, as a trace that Perfetto and Chrome open: a process a call, its lanes, and how many calls went on at
 * once. Written as the records are read; of each call it keeps two numbers.
 */

import { toldRecords, type Told } from '../told_records.ts';
import type { Reported } from '../view/views.ts';
import { callEvents, laneNames, strikeEvents, turnEvents } from './call_events.ts';
import { counter, word, type TraceEvent } from './trace_event.ts';

/** Of a run; another run's calls come after it. */
const MOST_CALLS = 10_000_000;
const EVENTS_AT_ONCE = 500;

export async function* traceReport(reported: Reported): AsyncGenerator<string> {
  const { name, run, repeat } = reported.summary;
  const about = {
    scenario: word(name),
    run: run.ids.map(word).join(' '),
    started: run.startedAt,
    seed: repeat.seed,
  };
  yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify(about)},"traceEvents":[\n`;
  let lines: string[] = [];
  let first = true;
  for await (const event of eventsOf(reported)) {
    lines.push(`${first ? '' : ',\n'}${JSON.stringify(event)}`);
    first = false;
    if (lines.length < EVENTS_AT_ONCE) continue;
    yield lines.join('');
    lines = [];
  }
  yield `${lines.join('')}\n]}\n`;
}

async function* eventsOf(reported: Reported): AsyncGenerator<TraceEvent> {
  const runs = new Map<string, number>();
  const named = new Set<number>();
  const edges: Edge[] = [];
  for await (const { header, record } of toldRecords(reported)) {
    if (reported.call !== undefined && record.call !== reported.call) continue;
    const run = runs.get(header.run) ?? runs.size;
    runs.set(header.run, run);
    const pid = run * MOST_CALLS + record.call + 1;
    if (!named.has(pid)) {
      named.add(pid);
      yield* laneNames(pid, record.call, callerOf(reported.log, { header, record }));
    }
    if (record.type === 'call' && record.dialedMs !== null && record.endedMs !== null && run === 0) {
      edges.push({ atMs: record.dialedMs, step: 1 }, { atMs: record.endedMs, step: -1 });
    }
    yield* eventsFor(record, pid);
  }
  yield* concurrency(edges);
}

/** A strike does not say whom it struck, and is told before the turn in which it was. */
function callerOf(log: Reported['log'], { header, record }: Told): string | null {
  if (record.type !== 'strike') return record.caller;
  const run = log?.runs.find(({ id }) => id === header.run);
  const { call } = record;
  return (
    run?.started.get(call)?.caller ??
    run?.turns.get(call)?.[0]?.caller ??
    run?.calls.get(call)?.caller ??
    null
  );
}

function eventsFor(record: Told['record'], pid: number): readonly TraceEvent[] {
  switch (record.type) {
    case 'turn':
      return turnEvents(record, pid);
    case 'strike':
      return strikeEvents(record, pid);
    case 'call':
      return callEvents(record, pid);
  }
}

interface Edge {
  readonly atMs: number;
  readonly step: 1 | -1;
}

/** Of the first run: several have a clock each. */
function* concurrency(edges: Edge[]): Generator<TraceEvent> {
  edges.sort((a, b) => a.atMs - b.atMs || a.step - b.step);
  let open = 0;
  for (const { atMs, step } of edges) {
    open += step;
    yield counter('calls at once', atMs, Math.max(0, open));
  }
}
