import { describe, expect, it } from 'vitest';
import { account } from '../../../src/report/account.ts';
import type { RunLog } from '../../../src/report/log.ts';
import { candidatesIn } from '../../../src/report/page/candidates.ts';
import { recordedOf } from '../../../src/report/page/page_records.ts';
import { PageTally } from '../../../src/report/page/page_tally.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { judged } from '../judged_run.ts';
import { answered, call, gathered, header, turn } from '../log_builder.ts';
import { toldRun } from '../told_run.ts';
import { damaged, stopped } from '../view_runs.ts';

describe('what a page needs, gathered while a run is summed up', () => {
  it.each<[name: string, log: RunLog]>([
    ['told', gathered(toldRun)],
    ['stopped', stopped],
    ['damaged', damaged],
    ['judged', judged],
  ])('is what is found afterwards: %s', (_, log) => {
    const tally = new PageTally(log);
    const summary = summarize(log, account(log), tally);
    expect(summary).toEqual(summarize(log));
    expect(recordedOf(log, summary, tally)).toEqual(recordedOf(log, summary));
    expect(tally.candidates.all).toEqual(candidatesIn(log));
    expect(tally.calls.length).toBeGreaterThan(0);
  });

  it('tells of each turn in the order of calls', () => {
    const log = gathered([
      header(),
      answered(0, 0, 400),
      turn({ call: 0, turn: 1, outcome: 'unanswered', failure: 'no_answer', marks: { speechEnd: 6000 } }),
      call({ call: 0, outcome: 'failed', failure: 'no_answer', turns: 2 }),
      answered(1, 0, 900),
      call({ call: 1, turns: 1 }),
    ]);
    const tally = new PageTally(log);
    summarize(log, account(log), tally);
    const turns = [...tally.eachTurn()];
    expect(turns.map(({ latencyMs, lost, failure }) => ({ latencyMs, lost, failure }))).toEqual([
      { latencyMs: 400, lost: false, failure: null },
      { latencyMs: null, lost: true, failure: 'no_answer' },
      { latencyMs: 900, lost: false, failure: null },
    ]);
    expect(tally.calls.map(({ turns: count, wentWrong }) => [count, wentWrong])).toEqual([
      [2, true],
      [1, false],
    ]);
  });
});
