import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/core/log/record.ts';
import { readLine } from '../../src/report/line.ts';
import { LogGatherer } from '../../src/report/log.ts';
import { summarize } from '../../src/report/summarize.ts';
import { markdownReport } from '../../src/report/view/markdown.ts';
import { answered, call, footer, generator, header, histogram, turn, usage } from './log_builder.ts';
import { toolCall } from './tool_run.ts';

const said = (record: unknown): string => {
  const line = readLine(JSON.stringify(record));
  return line.type === 'wrong' ? `${line.path}: ${line.message}` : line.type;
};

const full = turn({
  usage: usage({ audioOut: 10 }),
  bargeIn: { atMs: 1, stoppedMs: null },
  backchannels: [{ atMs: 1, stoppedMs: 2 }],
  tools: [toolCall('lookup', 1, 2, 3)],
});

describe('readLine', () => {
  it.each<[string, unknown]>([
    ['turn.backchannels[0]: expected object, found null', { ...full, backchannels: [null] }],
    ['turn.backchannels[0].atMs: expected number, found nothing', { ...full, backchannels: [{}] }],
    ['turn.bargeIn: expected object or null, found 5', { ...full, bargeIn: 5 }],
    [
      'turn.bargeIn.stoppedMs: expected number or null, found "late"',
      { ...full, bargeIn: { atMs: 1, stoppedMs: 'late' } },
    ],
    ['turn.underruns.count: expected number, found nothing', { ...full, underruns: {} }],
    ['turn.usage.textIn: expected number, found nothing', { ...full, usage: {} }],
    ['turn.tools[0]: expected object, found null', { ...full, tools: [null] }],
    ['turn.rttMs: expected number or null, found nothing', { ...full, rttMs: undefined }],
    [
      'turn.outcome: expected one of answered, interrupted, not_expected, unanswered, failed, found "lost"',
      { ...full, outcome: 'lost' },
    ],
    [
      'call.deadAirMs.longest: expected number, found null',
      { ...call(), deadAirMs: { longest: null, total: 0 } },
    ],
    [
      'call.outcome: expected one of completed, failed, blocked, not_started, found "gone"',
      { ...call(), outcome: 'gone' },
    ],
    ['generator.cpuMs: expected number, found nothing', { ...generator(), cpuMs: undefined }],
    [
      'generator.loopLag.buckets: expected pairs of a bucket’s index and its count, found [1000000000000,1]',
      { ...generator(), loopLag: { ...histogram([1, 1]), buckets: [1e12, 1] } },
    ],
    [
      'footer.calls.failed: expected number, found nothing',
      { ...footer(), calls: { planned: 1, completed: 1 } },
    ],
    [
      'header.load.plannedCalls: expected a whole number from 0 to 10000000 or null, found 1000000000000000',
      { ...header(), load: { mode: 'open', plannedCalls: 1e15, maxConcurrency: 1 } },
    ],
    [
      'header.selection.whole: expected a whole number from 0 to 10000000 or null or nothing, found 1000000000000000',
      { ...header(), selection: { of: 4, share: 1, whole: 1e15 } },
    ],
    [
      'header.selection.share: expected a whole number from 0 to 99999, found -1',
      { ...header(), selection: { of: 4, share: -1 } },
    ],
    [
      'header.selection.share: expected a share from 0 to 3, found 4',
      { ...header(), selection: { of: 4, share: 4 } },
    ],
    ['header.startedAtMs: expected number, found 1e+300', { ...header(), startedAtMs: 1e300 }],
    [
      'header.judgement.thresholds[0]: expected object, found 1',
      { ...header(), judgement: { ...header().judgement, thresholds: [1] } },
    ],
    ['turn.answers: expected a whole number, found 0.5', { ...full, answers: 0.5 }],
    ['turn.answers: expected a number of at least 0, found -1', { ...full, answers: -1 }],
    ['record', full],
    ['record', { ...full, tools: undefined }],
    ['unknown', { type: 'fault' }],
  ])('says %s', (expected, record) => {
    expect(said(record)).toBe(expected);
  });

  it('lets nothing through that a report stumbles over, whichever one field of a log is wrong', () => {
    const records: readonly LogRecord[] = [
      header(),
      answered(0, 0, 300),
      full,
      call(),
      generator(),
      footer(),
    ];
    const places = records.flatMap((record, index) => pathsOf(record).map((path) => ({ index, path })));
    const junk = fc.oneof(
      fc.constantFrom(null, undefined, 'x', true, -1, 1e300, [], {}, [null], [{}]),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), junk, ({ index, path }, value) => {
        const gatherer = new LogGatherer();
        for (const [at, record] of records.entries()) {
          const line = readLine(JSON.stringify(at === index ? replaced(record, path, value) : record));
          // A header that is not read leaves nothing to report.
          if (line.type === 'record') gatherer.add(line.record, 'calls.ndjson', at + 1);
          else if (at === 0) return;
        }
        const log = gatherer.finish();
        if (log === null) return;
        expect(markdownReport(summarize(log))).not.toMatch(/NaN|undefined/);
      }),
      { numRuns: 300 },
    );
  });
});

type Path = readonly string[];

/** The way to every field of a value, and to the fields of these. */
function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [name],
    ...pathsOf(inner).map((path) => [name, ...path]),
  ]);
}

function replaced(whole: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  const copy = (Array.isArray(whole) ? [...whole] : { ...(whole as object) }) as Record<string, unknown>;
  copy[name] = replaced(copy[name], rest, value);
  return copy;
}
