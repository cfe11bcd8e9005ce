import { describe, expect, it } from 'vitest';
import type { HeaderSelection } from '../../src/core/log/header_record.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import type { RunLog } from '../../src/report/log.ts';
import {
  anyNotWhole,
  callsOfMissing,
  lateNotes,
  shareNote,
  shareSummaries,
  sharesNote,
  whyNotWhole,
  workersText,
} from '../../src/report/shares.ts';
import type { ShareSummary } from '../../src/report/summary.ts';
import { summarize } from '../../src/report/summarize.ts';
import { terminalReport } from '../../src/report/view/terminal.ts';
import { plainStyle } from '../../src/report/view/terminal_style.ts';
import { exitCodeOf } from '../../src/report/verdict.ts';
import { call, footer, gathered, generator, header, histogram, started } from './log_builder.ts';

const WHOLE = 9;
const OF = 4;

interface Told {
  readonly run?: string;
  readonly selection?: Partial<HeaderSelection>;
  readonly lateMs?: number;
  /** The log has no end: only the calls that began. */
  readonly killed?: true;
  readonly lateFrames?: true;
}

function share(index: number, { run = 'nightly', selection, lateMs = 0, killed, lateFrames }: Told = {}) {
  const calls = Array.from({ length: WHOLE }, (_, i) => i).filter((i) => i % OF === index);
  const counts = { planned: calls.length, completed: calls.length, failed: 0, blocked: 0, notStarted: 0 };
  const records: LogRecord[] = [
    header({
      run,
      selection: { of: OF, share: index, whole: WHOLE, named: true, ...selection },
      load: { mode: 'open', plannedCalls: calls.length, maxConcurrency: 5 },
      startedAtMs: Date.UTC(2026, 7, 1) + lateMs,
    }),
    ...calls.map((i) => started(i, 5)),
  ];
  if (killed === true) return records;
  const sendLateness = lateFrames === true ? histogram([0.4, 920], [300, 80]) : histogram([0.4, 40_000]);
  return [
    ...records,
    ...calls.map((i) => call({ call: i })),
    generator({ worker: 0, framesSent: lateFrames === true ? 1000 : 40_000, framesDropped: 0, sendLateness }),
    footer({ calls: counts }),
  ];
}

const all = [0, 1, 2, 3];
const of = (...parts: readonly (readonly LogRecord[])[]) => summarize(gathered(parts.flat()));

describe('the shares of a run', () => {
  it('make one run where all are there, in whatever order', () => {
    const summary = of(share(2), share(0), share(3), share(1));
    expect(summary.shares).toEqual([{ run: 'nightly', of: 4, missing: [], unfinished: [], late: [] }]);
    expect(summary.calls).toMatchObject({ planned: 9, completed: 9, notStarted: 0 });
    expect(summary.run.load).toEqual({ mode: 'open', plannedCalls: 9, maxConcurrency: 20 });
    expect(summary.verdict.result).toBe('not_judged');
    expect(summary.notes.join(' ')).toContain('spread over 4 shares, and all of them are here');
  });

  it('have their workers told by the share, and a share alone as any run', () => {
    const spread = of(...all.map((index) => share(index)));
    expect(terminalReport(spread, plainStyle, 200)).toContain('node engine, 1 worker a share · ');
    expect(workersText(spread)).toBe('1 worker a share');
    expect(terminalReport(of(share(0)), plainStyle, 200)).toContain('node engine, 1 worker · ');
  });

  it.each(all)(
    'are not whole without number %i: its calls are not started, and the run is invalid',
    (absent) => {
      const summary = of(...all.filter((index) => index !== absent).map((index) => share(index)));
      const lacking = absent === 0 ? 3 : 2;
      expect(summary.calls).toMatchObject({ planned: 9, completed: 9 - lacking, notStarted: lacking });
      expect(summary.shares?.[0]?.missing).toEqual([absent + 1]);
      expect(summary.verdict.result).toBe('invalid');
      expect(summary.verdict.reasons[0]).toContain(`share ${absent + 1} of 4 of run nightly is missing`);
    },
  );

  it('tell of one that was killed: its dialled calls were lost, and not "not started"', () => {
    const summary = of(share(0), share(1, { killed: true }), share(2), share(3));
    expect(summary.calls).toMatchObject({ planned: 9, completed: 7, failed: 2, notStarted: 0 });
    expect(summary.failures.worker_lost?.count).toBe(2);
    expect(summary.shares?.[0]?.unfinished).toEqual([2]);
    expect(summary.verdict.reasons.join(' ')).toContain('share 2 of 4 of run nightly broke off');
  });

  it('tell of one that began late', () => {
    const summary = of(share(0), share(1), share(2, { lateMs: 3200 }), share(3, { lateMs: 300 }));
    expect(summary.shares?.[0]?.late).toEqual([{ share: 3, lateMs: 3200 }]);
    expect(summary.notes.join(' ')).toContain('Share 3 of 4 began 3.2 s late');
  });

  it('are late by the instant that was agreed on, even where all of them are', () => {
    const selection = { dueAtMs: Date.UTC(2026, 7, 1) - 5000 };
    const summary = of(...all.map((index) => share(index, { selection })));
    expect(summary.shares?.[0]?.late.map(({ lateMs }) => lateMs)).toEqual([5000, 5000, 5000, 5000]);
  });

  it('name the one that could not keep up, however well the others did', () => {
    const summary = of(share(0), share(1), share(2, { lateFrames: true }), share(3));
    expect(summary.generator.sendLateness.p99).toBeLessThan(1);
    expect(summary.generator.reasons).toEqual([
      expect.stringContaining('worker 0 of share 3 of 4: send lateness p99 is 300 ms') as string,
    ]);
    expect(summary.verdict.result).toBe('invalid');
  });

  it('without a common name are of one run where each is there once', () => {
    const parts = all.map((index) =>
      share(index, { run: `by-itself-${index}`, selection: { named: undefined as never } }),
    );
    expect(of(...parts).shares).toEqual([
      { run: 'by-itself-0', of: 4, missing: [], unfinished: [], late: [] },
    ]);
  });

  it('of two named runs are never put together', () => {
    const [first, second] = [share(0, { run: 'nightly-17' }), share(1, { run: 'nightly-18' })];
    expect(of(first, second).shares?.map(({ run, missing }) => [run, missing])).toEqual([
      ['nightly-17', [2, 3, 4]],
      ['nightly-18', [1, 3, 4]],
    ]);
  });
});

describe('shares that do not fit together', () => {
  it('are told of where one was made again, and its calls dialled twice', () => {
    const summary = of(...all.map((index) => share(index)), share(1, { lateMs: 60_000 }));
    expect(summary.shares?.[0]?.repeated).toEqual([2]);
    expect(summary.verdict.reasons.join('; ')).toContain(
      'share 2 of 4 of run nightly was made more than once',
    );
    expect([summary.verdict.result, exitCodeOf(summary)]).toEqual(['invalid', 3]);
    expect(summary.notes.join(' ')).not.toContain('all of them are here');
  });

  it('are not, where one log is given twice', () => {
    const summary = of(...all.map((index) => share(index)), share(1));
    expect(summary.shares?.[0]).not.toHaveProperty('repeated');
    expect(summary.notes.join(' ')).toContain('1 log given twice');
    expect(summary.verdict.result).not.toBe('invalid');
  });

  it.each([
    [{ of: 3, share: 2 }, '3 shares and of 4 shares', [3, 4]],
    [{ of: 1, share: 0 }, 'the whole plan and of 4 shares', [1, 4]],
  ])('are told of where the plan was cut in two ways: %o', (selection, words, cuts) => {
    const summary = of(share(0), share(1), share(3), share(2, { selection }));
    expect(summary.shares?.[0]).toMatchObject({ missing: [3], cuts });
    expect(summary.verdict.reasons.join('; ')).toContain(`there are logs of ${words}`);
    expect(exitCodeOf(summary)).toBe(3);
  });

  it('of another plan are refused', () => {
    const other = share(1).map((record) =>
      record.type === 'header' ? { ...record, plan: 'another' } : record,
    );
    expect(() => of(share(0), other)).toThrow('expected a log of plan');
  });
});

describe('a run of which a share is lost', () => {
  it.each([
    ['was interrupted', 'interrupted'],
    ['was stopped by its budget', 'budget'],
  ] as const)('is invalid, even where another share %s', (_, reason) => {
    const parts = [share(0), share(1), share(3)].flat();
    const stopped = parts.map((record) => (record.type === 'footer' ? { ...record, reason } : record));
    const summary = summarize(gathered(stopped));
    expect(summary.run.ended).toBe(reason);
    expect([summary.verdict.result, exitCodeOf(summary)]).toEqual(['invalid', 3]);
  });

  it('is invalid, even where the others reached nobody', () => {
    const parts = [share(0), share(1), share(3)].flat().map((record) =>
      record.type === 'call'
        ? {
            ...record,
            connectedMs: null,
            readyMs: null,
            outcome: 'failed' as const,
            failure: 'connect_failed' as const,
          }
        : record,
    );
    const summary = summarize(gathered(parts.filter(({ type }) => type !== 'turn')));
    expect(summary.calls.connected).toBe(0);
    expect([summary.verdict.result, exitCodeOf(summary)]).toEqual(['invalid', 3]);
  });
});

describe('one share alone', () => {
  it('says how late it began, by the instant that was agreed on', () => {
    const selection = { dueAtMs: Date.UTC(2026, 7, 1) - 4200 };
    expect(of(share(1, { selection })).notes[0]).toContain('It began 4.2 s after the instant agreed on.');
    const inTime = { dueAtMs: Date.UTC(2026, 7, 1) - 200 };
    expect(of(share(1, { selection: inTime })).notes[0]).not.toContain('began');
  });

  it('has a report of its own calls, that says what it is', () => {
    const summary = of(share(1));
    expect(summary.shares).toBeUndefined();
    expect(summary.calls).toMatchObject({ planned: 2, completed: 2 });
    expect(summary.notes[0]).toContain('Share 2 of 4: this is of its own calls alone');
  });

  it('is the rest missing, where it is said to be the whole', () => {
    const log: RunLog = { ...gathered(share(1)), whole: true };
    const summary = summarize(log);
    expect(summary.shares?.[0]?.missing).toEqual([1, 3, 4]);
    expect(summary.calls).toMatchObject({ planned: 9, completed: 2, notStarted: 7 });
  });
});

describe('workers of one machine', () => {
  it('have each to keep up by themselves', () => {
    const [, ...rest] = share(0, { lateFrames: true });
    const good = generator({ worker: 1, framesSent: 90_000, sendLateness: histogram([0.4, 90_000]) });
    const summary = summarize(gathered([header(), ...rest.slice(0, -1), good, footer()]));
    expect(summary.generator.reasons).toEqual([
      expect.stringMatching(/^worker 0: send lateness p99 is 300 ms/) as string,
    ]);
  });

  it('are judged together where they sent too little to be judged alone', () => {
    const late = histogram([300, 50]);
    const good = generator({ worker: 1, framesSent: 90_000, sendLateness: histogram([0.4, 90_000]) });
    const records = [header(), generator({ worker: 0, framesSent: 50, sendLateness: late }), good, footer()];
    expect(
      summarize(gathered([records[0] as LogRecord, call(), ...records.slice(1)])).generator.reasons,
    ).toEqual([]);
  });
});

/** Logs of one run that are nothing but what they say of their share. */
function cuts(...told: readonly (HeaderSelection | undefined)[]): RunLog {
  return gathered(
    told.flatMap((selection, index) => [
      header({
        run: 'nightly',
        monotonicAtMs: index,
        startedAtMs: Date.UTC(2026, 7, 1) + index,
        ...(selection === undefined ? {} : { selection: { named: true, ...selection } }),
      }),
      footer({ calls: { planned: 0, completed: 0, failed: 0, blocked: 0, notStarted: 0 } }),
    ]),
  );
}

describe('what is known of shares', () => {
  it('is nothing of a run that was made as a whole, and of a share alone, unless that is said to be all', () => {
    expect(shareSummaries(cuts(undefined))).toEqual([]);
    expect(shareSummaries({ ...cuts(undefined), whole: true })).toEqual([]);
    expect(shareSummaries(cuts({ of: 2, share: 0 }))).toEqual([]);
    expect(shareSummaries({ ...cuts({ of: 2, share: 0 }), whole: true })).toEqual([
      { run: 'nightly', of: 2, missing: [2], unfinished: [], late: [] },
    ]);
  });

  it('is told in the order of their numbers, however many they are', () => {
    const of = 12;
    const twice = [10, 2, 10, 8, 2, 8].map((share) => ({ of, share }));
    const [summary] = shareSummaries(cuts(...twice, { of: 3, share: 1 }));
    expect(summary).toMatchObject({
      of: 12,
      missing: [1, 2, 4, 5, 6, 7, 8, 10, 12],
      repeated: [3, 9, 11],
      cuts: [3, 12],
    });
  });

  it('is late by more than a second, after the first or after the instant agreed on', () => {
    const begun = (dueAtMs: number | undefined, ...lateMs: readonly number[]) =>
      shareSummaries(
        gathered(
          lateMs.map((late, index) =>
            header({
              run: 'nightly',
              selection: { of: 2, share: index, named: true, ...(dueAtMs === undefined ? {} : { dueAtMs }) },
              startedAtMs: 50_000 + late,
            }),
          ),
        ),
      )[0]?.late;
    expect(begun(undefined, 0, 1000)).toEqual([]);
    expect(begun(undefined, 1001, 0)).toEqual([{ share: 1, lateMs: 1001 }]);
    expect(begun(49_500, 500, 501)).toEqual([{ share: 2, lateMs: 1001 }]);
  });
});

describe('the calls of shares that are missing', () => {
  it('are as many as the plan has for them, where somebody knows how many it has', () => {
    const missing = (log: RunLog) => log.runs.map((run) => callsOfMissing(run, shareSummaries(log)));
    // Of 9 calls, shares 2 and 4 of 4 have 1, 5 and 3, 7.
    expect(missing(cuts({ of: 4, share: 0, whole: 9 }, { of: 4, share: 2 }))).toEqual([4]);
    // Shares 1 and 4: 0, 4, 8 and 3, 7.
    expect(missing(cuts({ of: 4, share: 1 }, { of: 4, share: 2, whole: 9 }))).toEqual([5]);
    expect(missing(cuts({ of: 4, share: 0, whole: null }, { of: 4, share: 2, whole: null }))).toEqual([0]);
    expect(missing(cuts({ of: 4, share: 0 }, { of: 4, share: 2 }))).toEqual([0]);
    expect(missing(cuts({ of: 2, share: 0, whole: 9 }, { of: 2, share: 1, whole: 9 }))).toEqual([0]);
    expect(missing(cuts(undefined, undefined))).toEqual([0]);
  });
});

describe('why a run is not whole', () => {
  const whole: ShareSummary = { run: 'nightly', of: 1200, missing: [], unfinished: [], late: [] };

  it('is nothing where it is, also where shares came late', () => {
    const late = { ...whole, late: [{ share: 2, lateMs: 5000 }] };
    expect(whyNotWhole(late)).toEqual([]);
    expect(anyNotWhole([whole, late])).toBe(false);
    expect(anyNotWhole([])).toBe(false);
    expect(anyNotWhole(undefined)).toBe(false);
  });

  it('is said of one and of several shares', () => {
    const all = { missing: [1], unfinished: [2], repeated: [3] };
    expect(whyNotWhole({ ...whole, ...all, cuts: [1, 3, 1200] })).toEqual([
      'share 1 of 1,200 of run nightly is missing: nobody knows what became of their calls',
      'share 2 of 1,200 of run nightly broke off before the end',
      'share 3 of 1,200 of run nightly was made more than once: the target had more calls than the plan has',
      'run nightly was not cut in one way: there are logs of the whole plan and of 3 shares and of 1,200 shares',
    ]);
    const more = { missing: [1, 1100], unfinished: [2, 4], repeated: [3, 5] };
    expect(whyNotWhole({ ...whole, ...more, run: 'a\nb' })).toEqual([
      String.raw`shares 1, 1,100 of 1,200 of run a\nb are missing: nobody knows what became of their calls`,
      String.raw`shares 2, 4 of 1,200 of run a\nb broke off before the end`,
      String.raw`shares 3, 5 of 1,200 of run a\nb were made more than once: the target had more calls than the plan has`,
    ]);
  });

  it.each<Partial<ShareSummary>>([
    { missing: [1] },
    { unfinished: [1] },
    { repeated: [1] },
    { cuts: [1, 2] },
  ])('is enough in one run of several: %o', (lack) => {
    const shares = [whole, { ...whole, ...lack }];
    expect(anyNotWhole(shares)).toBe(true);
    expect(sharesNote(shares)).toBeNull();
  });

  it('is not asked where all are there, which is said of one run and of several', () => {
    expect(sharesNote([])).toBeNull();
    expect(sharesNote([whole])).toBe('The run was spread over 1,200 shares, and all of them are here.');
    expect(sharesNote([whole, whole])).toBe('2 runs were spread over shares, and all of them are here.');
  });
});

describe('the notes on shares', () => {
  it('name each that was late', () => {
    const late = [
      { share: 2, lateMs: 1500 },
      { share: 3, lateMs: 90_000 },
    ];
    expect(lateNotes({ run: 'nightly', of: 4, missing: [], unfinished: [], late })).toEqual([
      'Share 2 of 4 began 1.5 s late: its calls came as far behind those of the others.',
      'Share 3 of 4 began 90 s late: its calls came as far behind those of the others.',
    ]);
  });

  it('are for a share alone, that is not said to be the whole', () => {
    const one = cuts({ of: 4, share: 1 });
    expect(shareNote(one)).toBe(
      'Share 2 of 4: this is of its own calls alone. callstorm merge puts all of them together.',
    );
    expect(shareNote({ ...one, whole: true })).toBeNull();
    expect(shareNote(cuts(undefined))).toBeNull();
    expect(shareNote(cuts({ of: 4, share: 1 }, { of: 4, share: 2 }))).toBeNull();
  });

  it('say that one began late where that was by more than a second', () => {
    const begunAtMs = Date.UTC(2026, 7, 1);
    const late = (byMs: number) => shareNote(cuts({ of: 4, share: 1, dueAtMs: begunAtMs - byMs }));
    expect(late(1000)).not.toContain('began');
    expect(late(1001)).toBe(
      'Share 2 of 4: this is of its own calls alone. It began 1 s after the instant agreed on. callstorm merge puts all of them together.',
    );
  });
});

describe('who made the calls', () => {
  it('is told as any run’s, and by the share where it was spread', () => {
    const { repeat } = of(share(1));
    expect(workersText({ repeat: { ...repeat, workers: 2 } })).toBe('2 workers');
    expect(workersText({ repeat, shares: [] })).toBe('1 worker');
  });
});
