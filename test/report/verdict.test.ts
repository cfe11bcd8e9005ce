import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../src/core/log/failure.ts';
import type { Threshold } from '../../src/core/plan/plan.ts';
import type { FooterRecord, LogRecord } from '../../src/core/log/record.ts';
import { summarize } from '../../src/report/summarize.ts';
import { judge } from '../../src/report/judge.ts';
import { exitCodeOf } from '../../src/report/verdict.ts';
import { jsonReport } from '../../src/report/view/json.ts';
import { junitReport } from '../../src/report/view/junit.ts';
import { markdownReport } from '../../src/report/view/markdown.ts';
import { nextStep } from '../../src/report/view/next_step.ts';
import { terminalReport } from '../../src/report/view/terminal.ts';
import {
  answered,
  call,
  footer,
  gathered,
  generator,
  goodRun,
  header,
  histogram,
  judgement,
  lostBefore,
  turn,
  type TurnFields,
  usage,
} from './log_builder.ts';

const threshold = (fields: Partial<Threshold>): Threshold => ({
  metric: 'response_latency',
  stat: 'p50',
  op: '<',
  value: 500,
  text: 'p50 < 500ms',
  ...fields,
});

const withThresholds = (...thresholds: Threshold[]) => ({ judgement: { ...judgement, thresholds } });
const verdictOf = (records: readonly LogRecord[]) => summarize(gathered(records)).verdict;

describe('thresholds', () => {
  it('pass when they hold', () => {
    const summary = summarize(gathered(goodRun(40, () => 400, withThresholds(threshold({})))));
    expect(summary.verdict).toMatchObject({ result: 'pass', reasons: [], warnings: [] });
    expect(exitCodeOf(summary)).toBe(0);
  });

  it('fail of callers that made no call, but where nobody wrote them', () => {
    const nobody = threshold({ caller: 'nobody' });
    const written = verdictOf(goodRun(40, () => 400, withThresholds(nobody)));
    expect(written).toMatchObject({ result: 'fail', thresholds: [{ pass: false }] });
    const implied = verdictOf(goodRun(40, () => 400, withThresholds({ ...nobody, implied: true })));
    expect(implied).toMatchObject({ result: 'not_judged', thresholds: [] });
    const missed = verdictOf(goodRun(40, () => 612, withThresholds(threshold({ implied: true }))));
    expect(missed).toMatchObject({ result: 'fail', thresholds: [{ pass: false }] });
  });

  it('on what the protocol has no words for neither hold nor break, and say so', () => {
    const untold = threshold({ metric: 'cost_per_call', stat: 'mean', value: 0.5, text: 'mean < $0.50' });
    const unknown = threshold({ metric: 'goal_rate', stat: 'rate', op: '>', value: 0.9, text: '> 90%' });
    const over = (...thresholds: Threshold[]) => ({
      ...withThresholds(...thresholds),
      dialect: 'twilio-media-streams',
    });
    const records = goodRun(40, () => 400, over(threshold({}), untold, unknown));
    const silent = records.map((record) =>
      record.type === 'call' ? { ...record, usage: usage({ unreported: 1 }) } : record,
    );
    const verdict = verdictOf(silent);
    expect(verdict).toMatchObject({ result: 'pass', thresholds: [{ metric: 'response_latency' }] });
    expect(verdict.warnings).toEqual([
      'cost_per_call mean < $0.50 is not judged: twilio-media-streams tells no usage',
      'goal_rate > 90% is not judged: twilio-media-streams tells neither words nor tools',
    ]);
    // Elsewhere what was not told is broken, and alone they judge nothing.
    expect(verdictOf(goodRun(40, () => 400, withThresholds(unknown))).result).toBe('fail');
    const alone = verdictOf(goodRun(40, () => 400, over(unknown)));
    expect(alone).toMatchObject({
      result: 'not_judged',
      reasons: [expect.stringContaining('no threshold is on')],
    });
  });

  it('fail when they do not, with the figure', () => {
    const summary = summarize(gathered(goodRun(40, () => 612, withThresholds(threshold({})))));
    expect(summary.verdict).toMatchObject({
      result: 'fail',
      reasons: ['response_latency p50 < 500ms: 612 ms'],
    });
    expect(exitCodeOf(summary)).toBe(1);
  });

  it('pass on too few samples only with a warning', () => {
    const p99 = threshold({ stat: 'p99', text: 'p99 < 500ms' });
    const verdict = verdictOf(goodRun(999, () => 400, withThresholds(p99)));
    expect(verdict.result).toBe('pass');
    expect(verdict.thresholds[0]).toMatchObject({ pass: true, enoughSamples: false, count: 999 });
    expect(verdict.warnings).toEqual([
      'response_latency p99 < 500ms rests on 999 samples: too few for p99, which takes 1,000',
    ]);
    expect(verdictOf(goodRun(1000, () => 400, withThresholds(p99))).warnings).toEqual([]);
  });

  it('fail when nothing was measured', () => {
    const verdict = verdictOf(goodRun(1, () => 400, withThresholds(threshold({ metric: 'barge_in_stop' }))));
    expect(verdict.result).toBe('fail');
    expect(verdict.reasons).toEqual(['barge_in_stop p50 < 500ms: nothing was measured']);
  });

  it('have no percentile of a rate, and no rate of a percentile', () => {
    const { metrics } = summarize(gathered(goodRun(4, () => 400)));
    const observed = (fields: Partial<Threshold>) => judge(threshold(fields), metrics).observed;
    expect(observed({ metric: 'response_rate', stat: 'p95' })).toBeNull();
    expect(observed({ metric: 'response_latency', stat: 'rate' })).toBeNull();
    expect(observed({ metric: 'response_latency', stat: 'count' })).toBe(4);
    expect(observed({ metric: 'tool_answer_latency', stat: 'total' })).toBeNull();
    expect(observed({ metric: 'protocol_violations', stat: 'total' })).toBe(0);
  });

  it('know every comparison, and the rate and the count of a rate', () => {
    const { metrics } = summarize(gathered(goodRun(4, () => 400)));
    const holds = (op: Threshold['op'], value: number): boolean =>
      judge(threshold({ op, value }), metrics).pass;
    // Against less, just as much and more than was measured.
    const against = (op: Threshold['op']) => [399, 400, 401].map((value) => holds(op, value));
    expect(against('<')).toEqual([false, false, true]);
    expect(against('<=')).toEqual([false, true, true]);
    expect(against('>')).toEqual([true, false, false]);
    expect(against('>=')).toEqual([true, true, false]);
    expect(against('==')).toEqual([false, true, false]);
    expect(against('!=')).toEqual([true, false, true]);
    expect(judge(threshold({ metric: 'response_rate', stat: 'rate' }), metrics)).toMatchObject({
      observed: 1,
      count: 4,
    });
    expect(judge(threshold({ metric: 'error_rate', stat: 'count' }), metrics)).toMatchObject({
      observed: 0,
      unit: 'count',
    });
    expect(judge(threshold({ metric: 'no_such_metric' }), metrics)).toMatchObject({
      observed: null,
      pass: false,
    });
  });
});

describe('a run without thresholds', () => {
  const silent = (fields: TurnFields = {}) =>
    turn({ outcome: 'unanswered', failure: 'no_answer', marks: { speechEnd: 1000 }, ...fields });
  const greeting = turn({ kind: 'greeting', marks: { firstHeard: 300 } });
  const run = (turns: readonly LogRecord[], ...thresholds: Threshold[]) =>
    summarize(gathered([header(withThresholds(...thresholds)), ...turns, call(), generator(), footer()]));
  const nobodySaid = 'the scenario has no thresholds: there is nothing to judge the run by';
  const nothing = 'nothing that a caller said was answered';

  it('is not judged, which is no failure where something was completed and answered', () => {
    const summary = run([answered(0, 0, 400)]);
    expect(summary.verdict).toMatchObject({ result: 'not_judged', reasons: [nobodySaid] });
    expect(exitCodeOf(summary)).toBe(0);
    // Talked over is answered too, if rudely; and where nobody had anything to answer, a greeting will do.
    expect(exitCodeOf(run([turn({ marks: { speechEnd: 500, firstHeard: 200 } })]))).toBe(0);
    expect(exitCodeOf(run([greeting]))).toBe(0);
  });

  it.each<[string, readonly LogRecord[]]>([
    ['no turn was answered', [silent()]],
    ['all that was heard is a greeting', [greeting, silent({ turn: 1 })]],
    ['nobody waited for an answer', [turn({ outcome: 'not_expected', expectsAnswer: false, answers: 0 })]],
    ['there was no turn', []],
  ])('exits with 1 where calls were completed and %s', (_, turns) => {
    const summary = run(turns);
    expect(summary.verdict).toMatchObject({ result: 'not_judged', reasons: [nothing, nobodySaid] });
    expect(exitCodeOf(summary)).toBe(1);
  });

  it('has its word in every view', () => {
    const summary = run([answered(0, 0, 400)]);
    expect(terminalReport(summary)).toContain('\nNOT JUDGED\n  the scenario has no thresholds');
    expect(markdownReport(summary)).toMatch(/^## ❔ not judged · support-line\n/);
    expect(JSON.parse(jsonReport(summary))).toMatchObject({ verdict: { result: 'not_judged' } });
    const xml = junitReport(summary);
    expect(xml).toContain('<property name="verdict" value="not judged"/>');
    expect(xml).toContain(
      `name="not judged" time="0">\n      <skipped message="${nobodySaid}">${nobodySaid}</skipped>`,
    );
    expect(junitReport(run([silent()]))).toContain(
      `name="not judged" time="0">\n      <failure message="${nothing}; ${nobodySaid}">`,
    );
    for (const view of [terminalReport, markdownReport, junitReport])
      expect(view(summary)).not.toMatch(/\bpass\b(?!:)/i);
  });

  it('fails where there are thresholds, they hold, and nothing was answered', () => {
    const lenient = threshold({ metric: 'error_rate', stat: 'rate', value: 0.01, text: '< 1%' });
    expect(run([silent()], lenient).verdict).toMatchObject({ result: 'fail', reasons: [nothing] });
    expect(run([answered(0, 0, 400), silent({ turn: 1 })], lenient).verdict.result).toBe('pass');
  });
});

describe('thresholds on what never came', () => {
  const calls = (
    count: number,
    silent: (index: number) => boolean,
    ...thresholds: Threshold[]
  ): LogRecord[] => {
    const failed = Array.from({ length: count }, (_, index) => index).filter(silent).length;
    return [
      header({
        load: { mode: 'open', plannedCalls: count, maxConcurrency: 5000 },
        ...withThresholds(...thresholds),
      }),
      ...Array.from({ length: count }, (_, index) =>
        silent(index)
          ? [
              turn({
                call: index,
                outcome: 'unanswered',
                failure: 'no_answer',
                marks: { speechStart: 1000, speechEnd: 2000 },
              }),
              call({ call: index, outcome: 'failed', failure: 'no_answer' }),
            ]
          : [answered(index, 0, 300), call({ call: index })],
      ).flat(),
      generator(),
      footer({ calls: { planned: count, completed: count - failed, failed, blocked: 0, notStarted: 0 } }),
    ];
  };
  const p95 = threshold({ stat: 'p95', value: 800, text: 'p95 < 800ms' });

  it('fail where the percentile falls among them', () => {
    const summary = summarize(gathered(calls(2000, (index) => index % 2 === 1, p95)));
    expect(summary.verdict.result).toBe('fail');
    expect(summary.verdict.reasons).toEqual([
      'response_latency p95 < 800ms: p95 is not reached: 1,000 of 2,000 turns got no answer',
    ]);
    expect(summary.verdict.thresholds[0]).toMatchObject({ observed: null, count: 2000, missing: 1000 });
    // What the tables show is of the answers that came.
    expect(summary.metrics.response_latency).toMatchObject({ count: 1000, missing: 1000, p95: 300 });
  });

  it('rank them last: a percentile below them is judged by the answers', () => {
    const few = calls(1000, (index) => index < 50, p95, threshold({ stat: 'p99', text: 'p99 < 500ms' }));
    const { thresholds } = verdictOf(few);
    expect(thresholds.map(({ observed, pass }) => [observed, pass])).toEqual([
      [300, true],
      [null, false],
    ]);
  });

  it('move a percentile up, and count for whether there are enough', () => {
    const slow = [300, 400, 500, 600].map((ms, index) => answered(0, index, ms));
    const none = turn({ turn: 4, outcome: 'unanswered', marks: { speechEnd: 1 } });
    const records = [header(withThresholds(threshold({}))), ...slow, none, call(), generator(), footer()];
    expect(verdictOf(records).thresholds[0]).toMatchObject({ observed: 500, pass: false, count: 5 });
    // The table has the p50 of those that came: what the threshold's is of stands beside it.
    expect(terminalReport(summarize(gathered(records)))).toMatch(/p50 < 500ms +500 ms with 1 missing/);
    expect(markdownReport(summarize(gathered(records)))).toContain('| 500 ms with 1 missing |');
    const enough = calls(200, (index) => index < 5, p95);
    expect(verdictOf(enough).thresholds[0]).toMatchObject({ pass: true, enoughSamples: true });
  });

  it('have no largest value, no mean and no sum, whatever is asked of them; but a least one and a count', () => {
    const one = (stat: Threshold['stat'], op: Threshold['op'], value: number) =>
      verdictOf(calls(100, (index) => index === 7, threshold({ stat, op, value, text: '' }))).thresholds[0];
    for (const stat of ['max', 'mean', 'total'] as const) {
      expect(one(stat, '<', 1e9)).toMatchObject({ observed: null, pass: false });
      expect(one(stat, '>', 0)).toMatchObject({ observed: null, pass: false });
    }
    expect(one('min', '<', 500)).toMatchObject({ observed: 300, pass: true });
    expect(one('count', '==', 99)).toMatchObject({ observed: 99, pass: true });
  });

  const inEach = (fields: (index: number) => TurnFields, ...thresholds: Threshold[]): LogRecord[] => [
    header({
      load: { mode: 'open', plannedCalls: 100, maxConcurrency: 100 },
      ...withThresholds(...thresholds),
    }),
    ...Array.from({ length: 100 }, (_, index) => [
      turn({ call: index, ...fields(index) }),
      call({ call: index }),
    ]).flat(),
    generator(),
    footer({ calls: { planned: 100, completed: 100, failed: 0, blocked: 0, notStarted: 0 } }),
  ];

  it.each(['p95', 'max'] as const)('hold for interruptions that never stopped the agent: %s', (stat) => {
    const over = (lastHeard: number) => (index: number) => ({
      marks: { speechStart: 1000, speechEnd: 2000, firstHeard: 2300, lastHeard },
      bargeIn: { atMs: 3000, stoppedMs: index === 0 ? 3100 : null },
    });
    const stop = threshold({ metric: 'barge_in_stop', stat, text: `${stat} < 500ms` });
    expect(verdictOf(inEach(over(12_000), stop)).reasons).toEqual([
      `barge_in_stop ${stat} < 500ms: ${stat} is not reached: 99 of 100 interruptions did not stop the agent`,
    ]);
    // Over by itself soon enough: nobody can tell.
    expect(verdictOf(inEach(over(4000), stop)).result).toBe('pass');
  });

  it('hold for silences without a re-prompt', () => {
    const silence = (index: number): TurnFields => ({
      kind: 'silence',
      expectsAnswer: false,
      outcome: index === 0 ? 'answered' : 'not_expected',
      marks: { speechEnd: 1000, firstHeard: index === 0 ? 1400 : null },
    });
    const reprompt = threshold({ metric: 'reprompt_time', stat: 'p95', text: 'p95 < 500ms' });
    expect(verdictOf(inEach(silence, reprompt)).reasons).toEqual([
      'reprompt_time p95 < 500ms: p95 is not reached: 99 of 100 silences got no re-prompt',
    ]);
  });
});

describe('invalid', () => {
  const base = (lines: readonly LogRecord[]): LogRecord[] => [
    header({ load: { mode: 'open', plannedCalls: 1, maxConcurrency: 9 } }),
    answered(0, 0, 100),
    call(),
    ...lines,
  ];

  it.each([
    [
      'send lateness over half a frame',
      generator({ sendLateness: histogram([1, 98], [60, 2]) }),
      'send lateness p99',
    ],
    ['loop lag over half a frame', generator({ loopLag: histogram([1, 98], [60, 2]) }), 'loop lag p99'],
    ['late starts', generator({ startLateness: histogram([1, 98], [1100, 2]) }), 'start lateness p99'],
    [
      'dropped frames',
      generator({ framesSent: 9980, framesDropped: 20 }),
      '20 of 10,000 frames were dropped',
    ],
  ])('for %s, however good the percentiles are', (_, line, reason) => {
    const summary = summarize(gathered(base([line, footer()])));
    expect(summary.verdict.result).toBe('invalid');
    expect(summary.verdict.reasons.join()).toContain(reason);
    expect(summary.generator.saturated).toBe(true);
    expect(exitCodeOf(summary)).toBe(3);
  });

  it('not for lateness up to the limit', () => {
    const line = generator({
      sendLateness: histogram([49, 100]),
      startLateness: histogram([980, 9]),
      framesSent: 9995,
      framesDropped: 5,
    });
    expect(verdictOf(base([line, footer()])).result).toBe('not_judged');
  });

  it('for half a frame of another length', () => {
    const lines = [generator({ sendLateness: histogram([20, 100]) }), footer()];
    expect(verdictOf(base(lines)).result).toBe('not_judged');
    expect(verdictOf([header({ frameMs: 20 }), ...base(lines).slice(1)]).result).toBe('invalid');
  });

  it('without a footer, and without a word from the generator unless time was virtual', () => {
    expect(verdictOf(base([generator()])).reasons).toEqual([
      'the log has no footer: the run was cut off before its end',
    ]);
    expect(verdictOf(base([footer()])).result).toBe('invalid');
    expect(verdictOf([header({ engine: 'virtual' }), ...base([footer()]).slice(1)]).result).toBe(
      'not_judged',
    );
  });

  it('not for want of a word from the generator of a run that was stopped before its first call', () => {
    const stopped = verdictOf([
      header(),
      footer({
        reason: 'interrupted',
        calls: { planned: 1, completed: 0, failed: 0, blocked: 0, notStarted: 1 },
      }),
    ]);
    expect(stopped.reasons).toEqual([
      'the run was interrupted: its figures are of a part of the plan',
      'no call was started',
    ]);
  });

  it.each([
    ['worker_lost', 'a worker of the generator was lost, and 1 call with it'],
    ['generator_exhausted', "the generator's machine was exhausted: 1 call could not be made"],
    [
      'engine_error',
      '1 call failed by a defect in Callstorm itself, or in a dialect of your own (engine_error)',
    ],
  ] as const)('for a call that came to nothing by our own fault: %s', (failure, reason) => {
    const calls = { planned: 2, completed: 1, failed: 1, blocked: 0, notStarted: 0 };
    const own = lostBefore({ call: 1, outcome: 'failed', failure });
    expect(verdictOf(base([own, generator(), footer({ calls })]))).toMatchObject({
      result: 'invalid',
      reasons: [reason],
    });
  });

  it.each([
    ['error', 'the run ended with a defect in Callstorm itself'],
    ['worker_lost', 'a worker of the generator was lost, and 0 calls with it'],
    ['interrupted', 'the run was interrupted: its figures are of a part of the plan'],
  ] as const)('for a run that ended before it was done: %s', (reason, text) => {
    const verdict = verdictOf(base([generator(), footer({ reason })]));
    expect(verdict).toMatchObject({ result: 'invalid', reasons: [text] });
  });

  it('for planned calls that never started, but not where a closed load ran out of time', () => {
    const end = [
      generator(),
      footer({ calls: { planned: 3, completed: 1, failed: 0, blocked: 0, notStarted: 2 } }),
    ];
    expect(verdictOf(base(end)).reasons).toEqual(['2 calls of 3 never started']);
    const one = footer({ calls: { planned: 2, completed: 1, failed: 0, blocked: 0, notStarted: 1 } });
    expect(verdictOf(base([generator(), one])).reasons).toEqual(['1 call of 2 never started']);
    const closed = (plannedCalls: number | null, maxConcurrency: number) =>
      verdictOf([header({ load: { mode: 'closed', plannedCalls, maxConcurrency } }), ...base(end).slice(1)]);
    expect(closed(3, 1)).toMatchObject({
      result: 'not_judged',
      warnings: ['the load’s time was over with 2 calls of at most 3 not started'],
    });
  });

  it('for a closed load that never had as many calls as were to be kept going', () => {
    const run = (made: number, plannedCalls: number | null, places: number, unmade: number) =>
      summarize(
        gathered([
          header({
            load: { mode: 'closed', plannedCalls, maxConcurrency: places },
            ...withThresholds(threshold({})),
          }),
          ...Array.from({ length: made }, (_, index) => [
            answered(index, 0, 400),
            call({ call: index }),
          ]).flat(),
          ...Array.from({ length: unmade }, (_, index) =>
            lostBefore({ call: made + index, outcome: 'not_started', dialedMs: null, endedMs: null }),
          ),
          generator(),
          footer({
            calls: { planned: made + unmade, completed: made, failed: 0, blocked: 0, notStarted: unmade },
          }),
        ]),
      );
    const most = run(1, 50, 50, 49);
    expect(most.verdict).toMatchObject({
      result: 'invalid',
      reasons: ['49 of 50 places of the closed load never started a call'],
    });
    expect(exitCodeOf(most)).toBe(3);
    expect(run(49, 50, 50, 1).verdict.result).toBe('invalid');
    expect(run(50, 60, 50, 10).verdict.result).toBe('pass');
    // Fewer calls than places: no more were to be kept going than there are.
    expect(run(3, 3, 50, 0).verdict.result).toBe('pass');
    expect(run(49, null, 50, 1).verdict.result).toBe('invalid');
  });

  it('not for blocked calls, which get a warning', () => {
    const run = (made: number, blocked: number, ...thresholds: Threshold[]) =>
      summarize(
        gathered([
          ...goodRun(made, () => 400, withThresholds(threshold({}), ...thresholds)).slice(0, -1),
          ...Array.from({ length: blocked }, (_, index) =>
            lostBefore({ call: made + index, outcome: 'blocked', dialedMs: null }),
          ),
          footer({ calls: { planned: made + blocked, completed: made, failed: 0, blocked, notStarted: 0 } }),
        ]),
      );
    expect(run(95, 5).verdict).toMatchObject({
      result: 'pass',
      warnings: ['5 of 100 calls were blocked by the cap on concurrency'],
    });
    const most = run(1, 39);
    expect(most.verdict.result).toBe('pass');
    expect(most.verdict.warnings[0]).toBe(
      '39 of 40 calls (97.5%) WERE BLOCKED by the cap on concurrency and met nobody: the result is of the rest ' +
        "alone. Raise load.max_concurrency, or say how many may be: blocked_rate: '< 5%'",
    );
    expect(terminalReport(most)).toContain('\nPASS  of 1 of 40 calls, 39 blocked\n');
    expect(markdownReport(most)).toMatch(/^## ✅ pass ⚠️ of 1 of 40 calls, 39 blocked · support-line\n/);
    expect(run(94, 6).verdict.warnings[0]).toContain('6%) WERE BLOCKED');
    const few = threshold({ metric: 'blocked_rate', stat: 'rate', value: 0.05, text: '< 5%' });
    expect(run(94, 6, few).verdict).toMatchObject({
      result: 'fail',
      reasons: ['blocked_rate < 5%: 6%'],
      warnings: ['6 of 100 calls were blocked by the cap on concurrency'],
    });
    expect(run(96, 4, few).verdict.result).toBe('pass');
  });
});

describe('exitCodeOf', () => {
  const failedRun = (codes: readonly FailureCode[], reason: FooterRecord['reason'] = 'done') =>
    summarize(
      gathered([
        header({ load: { mode: 'open', plannedCalls: codes.length, maxConcurrency: 9 } }),
        ...codes.map((failure, index) =>
          lostBefore({
            call: index,
            outcome: 'failed',
            failure,
            connectedMs: failure === 'auth_failed' ? 20 : null,
          }),
        ),
        generator(),
        footer({
          reason,
          calls: { planned: codes.length, completed: 0, failed: codes.length, blocked: 0, notStarted: 0 },
        }),
      ]),
    );

  it('is 5 when no call got through', () => {
    const summary = failedRun(['connect_refused', 'connect_timeout', 'http_error', 'http_unauthorized']);
    expect(exitCodeOf(summary)).toBe(5);
    expect(summary.verdict.reasons).toEqual(['the target could not be reached: no call got through']);
  });

  it('says first that nothing could be reached, also where the generator was late; but not of a run that was called off', () => {
    const of = (reason: FooterRecord['reason']) =>
      verdictOf([
        header(),
        lostBefore({ call: 0, outcome: 'failed', failure: 'connect_refused' }),
        generator({ sendLateness: histogram([500, 10]) }),
        footer({ reason, calls: { planned: 1, completed: 0, failed: 1, blocked: 0, notStarted: 0 } }),
      ]);
    expect(of('done').result).toBe('fail');
    expect(of('done').reasons[0]).toBe('the target could not be reached: no call got through');
    expect(of('interrupted').result).toBe('invalid');
    expect(of('interrupted').reasons[0]).toMatch(/^the generator could not keep up/);
  });

  it('is 5 whatever the code, where no WebSocket ever stood', () => {
    expect(exitCodeOf(failedRun(['protocol_error', 'connect_failed']))).toBe(5);
  });

  it('is 1 when calls got through and none was completed, thresholds or not', () => {
    const summary = failedRun(['connect_refused', 'auth_failed']);
    expect(exitCodeOf(summary)).toBe(1);
    expect(summary.verdict).toMatchObject({ result: 'fail', reasons: ['no call was completed'] });
  });

  it('is 130 when interrupted, even before anything got through', () => {
    expect(exitCodeOf(failedRun(['interrupted'], 'interrupted'))).toBe(130);
    expect(exitCodeOf(failedRun(['connect_refused'], 'interrupted'))).toBe(130);
  });

  it('is 4 when the budget stopped the run, and 1 when a threshold did', () => {
    const stopped = (
      reason: FooterRecord['reason'],
      detail: string | null = null,
      thresholds: readonly Threshold[] = [],
    ) =>
      summarize(
        gathered([
          header({ judgement: { ...judgement, thresholds } }),
          answered(0, 0, 400),
          call(),
          generator(),
          footer({
            reason,
            detail,
            calls: { planned: 9, completed: 1, failed: 0, blocked: 0, notStarted: 8 },
          }),
        ]),
      );
    expect(exitCodeOf(stopped('budget'))).toBe(4);
    expect(exitCodeOf(stopped('threshold'))).toBe(1);
    expect(stopped('threshold').verdict.reasons).toEqual(['the run was stopped by a threshold']);
    const detail = 'response_latency p95 < 300ms: 401 ms';
    expect(stopped('threshold', detail).verdict).toMatchObject({
      result: 'fail',
      reasons: [`the run was stopped by a threshold: ${detail}`],
    });
    expect(stopped('threshold', detail).run).toMatchObject({ ended: 'threshold', endedBy: detail });
    // The threshold that stopped it is named once, with what became of it where that is something else.
    const limit = {
      metric: 'response_latency',
      stat: 'max',
      op: '<',
      value: 300,
      text: 'max < 300ms',
    } as const;
    const other = { ...limit, value: 350, text: 'max < 350ms' };
    const reasonsBy = (figure: string) =>
      stopped('threshold', `response_latency max < 300ms: ${figure}`, [other, limit]).verdict.reasons;
    expect(reasonsBy('400 ms')).toEqual([
      'the run was stopped by a threshold: response_latency max < 300ms: 400 ms',
      'response_latency max < 350ms: 400 ms',
    ]);
    expect(reasonsBy('310 ms')).toEqual([
      'the run was stopped by a threshold: response_latency max < 300ms: 310 ms',
      'in the end it came to this: 400 ms',
      'response_latency max < 350ms: 400 ms',
    ]);
    expect(stopped('budget', 'spent $2 of $1').run).not.toHaveProperty('endedBy');
    expect(nextStep(stopped('threshold'))).toEqual({
      text: 'Mend what broke the threshold, or take its abort away to see the whole plan.',
      command: null,
    });
    expect(stopped('budget').calls).toMatchObject({ planned: 9, completed: 1, notStarted: 8 });
  });

  it('is 3 when no call was started', () => {
    expect(exitCodeOf(failedRun([]))).toBe(3);
  });
});
