import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../../src/core/log/failure.ts';
import type { HeaderRecord, LogRecord } from '../../../src/core/log/record.ts';
import { noUsage } from '../../../src/core/log/usage.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { exitCodeOf } from '../../../src/report/verdict.ts';
import { nextStep } from '../../../src/report/view/next_step.ts';
import { terminalReport } from '../../../src/report/view/terminal.ts';
import {
  answered,
  call,
  footer,
  gathered,
  generator,
  header,
  histogram,
  judgement,
  lostBefore,
  turn,
} from '../log_builder.ts';

const url = 'wss://agents.example/v1/realtime';
const theirs = { url, model: 'gpt-realtime-2.1', simulated: false };

function summaryOf(lines: readonly LogRecord[], fields: Partial<HeaderRecord> = {}) {
  return summarize(
    gathered([
      header({ target: theirs, load: { mode: 'open', plannedCalls: 1, maxConcurrency: 9 }, ...fields }),
      ...lines,
    ]),
  );
}

/** One call that failed so, by a generator whose loop was late. */
function refused(failure: FailureCode, fields: Partial<HeaderRecord> = {}) {
  const connectedMs = failure === 'auth_failed' || failure === 'setup_timeout' ? 20 : null;
  return summaryOf(
    [
      lostBefore({ call: 0, outcome: 'failed', failure, connectedMs }),
      generator(connectedMs === null ? { loopLag: histogram([84, 100]) } : {}),
      footer({ calls: { planned: 1, completed: 0, failed: 1, blocked: 0, notStarted: 0 } }),
    ],
    fields,
  );
}

describe('the next step', () => {
  it('is to load a target less that closes for an overload', () => {
    expect(nextStep(refused('overloaded')).text).toMatch(/^Run fewer calls at once/);
  });

  it('is to have usage told where nothing else is amiss', () => {
    const limits = [
      { metric: 'cost_per_call', stat: 'max', op: '<', value: 1, text: 'max < $1' },
      { metric: 'response_rate', stat: 'rate', op: '>=', value: 0.5, text: '>= 50%' },
    ] as const;
    const summary = (thresholds: readonly (typeof limits)[number][], answers: boolean) =>
      summaryOf(
        [
          { ...answered(0, 0, 300), usage: null, outcome: answers ? 'answered' : 'unanswered' },
          call({ usage: { ...noUsage, unreported: 1 } }),
          generator(),
          footer(),
        ],
        { judgement: { ...judgement, thresholds } },
      );
    expect(nextStep(summary(limits, true)).text).toMatch(/^Have the target tell the usage/);
    expect(nextStep(summary(limits, false)).text).not.toMatch(/usage/);
  });

  it.each<[FailureCode, RegExp]>([
    ['connect_refused', /^Is a server listening at wss:\/\/agents\.example\/v1\/realtime\?$/],
    ['connect_timeout', /^Can wss:.* be reached from here\?/],
    ['connect_failed', /^Can wss:.* be reached from here\?/],
    ['http_unauthorized', /^Check the key: target\.key_env names/],
    ['auth_failed', /^Check the key: target\.key_env names.*, with access to gpt-realtime-2\.1\.$/],
    ['http_rate_limited', /^Run fewer calls at once/],
    ['http_error', /^Does wss:.* speak openai-realtime\?/],
    ['setup_timeout', /^Does wss:.* speak openai-realtime\?/],
  ])('after %s is not to search the log', (failure, text) => {
    expect(nextStep(refused(failure))).toEqual({
      text: expect.stringMatching(text) as unknown,
      command: null,
    });
  });

  it('asks for no server where the simulated agent has gone', () => {
    const { text } = nextStep(refused('connect_refused', { target: { ...theirs, simulated: true } }));
    expect(text).toMatch(/^The simulated agent was not there any more/);
  });

  it('is of the target where no call got through, as banner and exit code are, late generator or not', () => {
    const summary = refused('http_unauthorized');
    expect(summary.generator.saturated).toBe(true);
    expect(summary.verdict.result).toBe('fail');
    expect(summary.verdict.reasons[0]).toBe('the target could not be reached: no call got through');
    expect(exitCodeOf(summary)).toBe(5);
    const text = terminalReport(summary);
    expect(text).toContain('\nFAIL\n  the target could not be reached');
    expect(text.slice(text.indexOf('next:'))).not.toContain('fewer calls');
  });

  it('is of the target, too, where no call got through before the run was stopped', () => {
    const summary = refused('http_unauthorized');
    for (const ended of ['budget', 'threshold'] as const)
      expect(nextStep({ ...summary, run: { ...summary.run, ended } }).text).toMatch(/^Check the key/);
    const silent = { ...summary, failures: { agent_hung_up: { count: 1, meaning: '', example: null } } };
    expect(nextStep({ ...silent, run: { ...summary.run, ended: 'budget' } }).text).toMatch(/^Raise budget/);
  });

  it('is no question about the target where the calls were lost with a worker', () => {
    const summary = summaryOf([
      lostBefore({ call: 0, outcome: 'failed', failure: 'worker_lost' }),
      generator(),
      footer({
        reason: 'worker_lost',
        calls: { planned: 1, completed: 0, failed: 1, blocked: 0, notStarted: 0 },
      }),
    ]);
    expect(summary.verdict.result).toBe('invalid');
    expect(exitCodeOf(summary)).toBe(3);
    const { text, command } = nextStep(summary);
    expect(text).toBe('These figures are not of the whole plan. Run it again:');
    expect(command).toBe(summary.repeat.command);
  });

  it('is more workers only while there are fewer than cores', () => {
    const late = (workers: number) =>
      nextStep(
        summaryOf([call({ turns: 0 }), generator({ loopLag: histogram([84, 100]) }), footer()], { workers }),
      ).text;
    expect(late(1)).toContain('give it more workers');
    expect(late(2)).toBe(
      'Run fewer calls on this machine, or stop what else uses its processors; then run it again:',
    );
  });

  it('after blocked calls is the cap, not the load', () => {
    const summary = summaryOf(
      [
        answered(0, 0, 300),
        call(),
        lostBefore({ call: 1, outcome: 'blocked', dialedMs: null }),
        generator(),
        footer({ calls: { planned: 2, completed: 1, failed: 0, blocked: 1, notStarted: 0 } }),
      ],
      { load: { mode: 'open', plannedCalls: 2, maxConcurrency: 1 } },
    );
    expect(nextStep(summary).text).toMatch(/^Raise load\.max_concurrency/);
  });

  it('depends on how the run ended, then on the verdict', () => {
    const fine = summaryOf([answered(0, 0, 300), call(), generator(), footer()]);
    const { command } = fine.repeat;
    const after = (
      result: 'pass' | 'fail' | 'invalid' | 'not_judged',
      ended: (typeof fine)['run']['ended'] = 'done',
      more: Partial<typeof fine> = {},
    ) => nextStep({ ...fine, verdict: { ...fine.verdict, result }, run: { ...fine.run, ended }, ...more });
    const failed = (code: FailureCode) => ({
      calls: { ...fine.calls, failed: 1 },
      failures: { [code]: { count: 1, meaning: '', example: null } },
    });
    const advised = {
      quality: {
        ...fine.quality,
        recommendations: [
          {
            metric: 'dead_air',
            because: 'b',
            text: 'Talk.',
            n: 9,
            interval: null,
            setting: 's',
            effect: { share: null, text: '' },
          },
        ],
      },
    } as const;
    const farOff = {
      calibration: {
        asked: null,
        sentinels: 1,
        turns: 1,
        unmatched: 0,
        error: { p50: 101, p95: 101, p99: 101, max: 101, size: { p95: 101, max: 101 }, tooFew: [] },
        trouble: null,
      },
    };
    expect(after('invalid', 'interrupted', failed('connect_refused'))).toEqual({
      text: 'Run it again to its end:',
      command,
    });
    expect(after('invalid', 'cut off')).toEqual({
      text: 'These figures are not of the whole plan. Run it again:',
      command,
    });
    // Calls got through: that some were refused is not what made it invalid.
    expect(after('invalid', 'done', failed('connect_refused')).command).toBe(command);
    expect(after('invalid', 'done', farOff).text).toMatch(/^Run fewer calls .*; then run it again:$/);
    expect(after('fail', 'budget', failed('no_answer'))).toEqual({
      text: 'Raise budget.max_usd, or run fewer or shorter calls.',
      command: null,
    });
    expect(after('fail', 'threshold', failed('no_answer')).text).toBe(
      'Mend what broke the threshold, or take its abort away to see the whole plan.',
    );
    expect(after('fail', 'done', failed('http_rate_limited')).text).toBe(
      'Run fewer calls at once, or raise the limit of the account: the target took no more of them.',
    );
    expect(after('fail', 'done', failed('no_answer'))).toEqual({
      text: 'Look at the calls that failed with no_answer first, in the run’s folder:',
      command: `grep '"failure":"no_answer"' calls.ndjson`,
    });
    expect(after('fail', 'done', advised)).toEqual({ text: 'Talk.', command: null });
    expect(after('fail')).toEqual({
      text: 'Look for the slowest turns in calls.ndjson, and at which part of their latency grew.',
      command: null,
    });
    expect(after('pass', 'done', advised).text).toBe(
      'Raise the load, or point it at your own agent with --target.',
    );
    expect(after('not_judged').text).toBe(
      "Say what must hold, under thresholds in the scenario, e.g. response_latency: 'p95 < 1400ms' and error_rate: '< 1%'.",
    );
    const silent = {
      bands: { ...fine.bands, counts: { ...fine.bands.counts, good: 0, excellent: 0 }, unanswered: 1 },
    };
    for (const result of ['pass', 'not_judged'] as const) {
      expect(after(result, 'done', silent).text).toMatch(/^Find out why nobody answered/);
    }
  });

  it('of a run that was spread is of all of its shares, and of the log that a merge keeps', () => {
    const fine = summaryOf([answered(0, 0, 300), call(), generator(), footer()]);
    const shares = [{ run: 'nightly', of: 4, missing: [2], unfinished: [], late: [] }];
    const of = (result: 'fail' | 'invalid', more: Partial<typeof fine> = {}) =>
      nextStep({ ...fine, shares, verdict: { ...fine.verdict, result }, ...more });
    const all =
      "un all 4 shares again, under a new --run-id and each with its own --shard, which here is one's";
    expect(of('invalid').text).toBe(`These figures are not of the whole plan. R${all}:`);
    const late = of('invalid', { generator: { ...fine.generator, saturated: true } });
    expect(late.text).toMatch(/^Run fewer calls on this machine/);
    expect(late.text).toContain(`; then r${all}:`);
    expect(of('fail', { run: { ...fine.run, ended: 'interrupted' } }).text).toBe(`R${all} to its end:`);
    const failures = { no_answer: { count: 1, meaning: '', example: null } };
    expect(of('fail', { failures, calls: { ...fine.calls, failed: 1 } }).text).toBe(
      'Look at the calls that failed with no_answer first, in the merged log, which merge --out <folder> keeps:',
    );
  });

  it('after a rate of expectations that failed is the first case in which one did not hold', () => {
    const expectations = [
      { text: 'hangs up', condition: { is: 'hangup' } },
      { text: 'tool refund', condition: { is: 'tool', name: 'refund' }, goal: true },
      { text: 'escalates', condition: { is: 'escalates' } },
    ] as const;
    const limit = (metric: 'goal_rate' | 'expectation_rate', value: number) =>
      ({ metric, stat: 'rate', op: '>=', value, text: `>= ${value}` }) as const;
    type Limits = readonly ReturnType<typeof limit>[];
    const judgedBy = (thresholds: Limits) => {
      const result = (expectation: number, met: boolean) => ({ expectation, met, turn: null, atMs: null });
      const summary = summaryOf(
        [0, 1].flatMap((index) => [
          answered(index, 0, 300),
          call({
            call: index,
            expectations: [
              result(0, true),
              { ...result(1, index === 0), goal: true as const, detail: 'none' },
              result(2, false),
            ],
          }),
        ]),
        { judgement: { ...judgement, expectations, thresholds } },
      );
      const whole = { ...summary.run, ended: 'done' as const };
      const verdict = { ...summary.verdict, result: 'fail' as const };
      return { ...summary, run: whole, verdict };
    };
    const stepOf = (...thresholds: Limits) => nextStep(judgedBy(thresholds));
    expect(stepOf(limit('goal_rate', 0.9))).toEqual({
      text: 'See what call 1 said and heard, in the run’s folder, where this did not come: tool refund.',
      command: `grep '"call":1,' calls.ndjson`,
    });
    // What came every time is none, nor is a goal where the rate of goals is good enough.
    expect(stepOf(limit('goal_rate', 0.1), limit('expectation_rate', 0.99))).toEqual({
      text: 'See what call 0 said and heard, in the run’s folder, where this did not come: escalates.',
      command: `grep '"call":0,' calls.ndjson`,
    });
    expect(stepOf(limit('goal_rate', 0.1)).text).not.toContain('See what call');
    expect(nextStep(judgedBy([limit('goal_rate', 0.9)]), 'inspector')).toEqual({
      text: 'See what was said and heard where this did not come: tool refund.',
      command: null,
      link: { to: '#call=1', text: 'Call 1' },
    });
  });

  it('names the inspector in place of the log where it stands on a page that has one', () => {
    const fine = summaryOf([answered(0, 0, 300), call(), generator(), footer()]);
    const verdict = { ...fine.verdict, result: 'fail' as const };
    const failed = {
      ...fine,
      verdict,
      calls: { ...fine.calls, failed: 1 },
      failures: { no_answer: { count: 1, meaning: '', example: null } },
    };
    const silent = {
      ...fine,
      bands: { ...fine.bands, counts: { ...fine.bands.counts, good: 0, excellent: 0 }, unanswered: 1 },
    };
    const steps = [failed, { ...fine, verdict }, silent].map((summary) => nextStep(summary, 'inspector'));
    expect(steps.map(({ link }) => link?.to)).toEqual(['#inspector', '#parts', '#inspector']);
    expect(steps[0]?.text).toMatch(/failed with no_answer .* “any end”/);
    for (const { text, command } of steps) {
      expect(command).toBeNull();
      expect(text).not.toContain('calls.ndjson');
    }
  });

  it('names what to look for on a page with an inspector, and where', () => {
    const fine = summaryOf([answered(0, 0, 300), call(), generator(), footer()]);
    const verdict = { ...fine.verdict, result: 'fail' as const };
    const failures = { no_answer: { count: 1, meaning: '', example: null } };
    expect(
      nextStep({ ...fine, verdict, failures, calls: { ...fine.calls, failed: 1 } }, 'inspector'),
    ).toEqual({
      text: 'Look at the calls that failed with no_answer first: choose no_answer in place of “any end” there.',
      command: null,
      link: { to: '#inspector', text: 'Calls' },
    });
    const slowest = {
      text: 'Look for the slowest answers, and at which part of their latency grew.',
      command: null,
      link: { to: '#parts', text: 'Parts of the latency' },
    };
    expect(nextStep({ ...fine, verdict }, 'inspector')).toEqual(slowest);
    // A code that turns had, and no call: no call is to be looked for by it.
    expect(nextStep({ ...fine, verdict, failures }, 'inspector')).toEqual(slowest);
    const counts = { ...fine.bands.counts, good: 0, excellent: 0 };
    const silent = { ...fine, bands: { ...fine.bands, counts, unanswered: 1 } };
    const doubt = 'Does the agent hear this audio, and does it reply by itself?';
    expect(nextStep(silent, 'inspector')).toEqual({
      text: `Find out why nobody answered: each call shows what was said and what came back. ${doubt}`,
      command: null,
      link: { to: '#inspector', text: 'Calls' },
    });
    expect(nextStep(silent)).toEqual({
      text: `Find out why nobody answered: the turns in calls.ndjson tell what was said and what came back. ${doubt}`,
      command: null,
    });
    // Where the calls that failed say why, that comes first.
    const refused = { overloaded: { count: 1, meaning: '', example: null } };
    expect(nextStep({ ...silent, failures: refused }).text).toBe(
      'Run fewer calls at once: the target closes connections because it has too many, or restarts.',
    );
  });

  it('of what failed for want of usage is to have it told, or to judge no cost', () => {
    const fine = summaryOf([answered(0, 0, 300), call(), generator(), footer()]);
    const result = {
      metric: 'cost_per_call',
      stat: 'max',
      op: '<',
      value: 1,
      text: 'max < $1',
      observed: null,
      pass: false,
      count: 0,
      missing: 1,
      enoughSamples: true,
      unit: 'usd',
    } as const;
    const after = (...thresholds: (typeof fine)['verdict']['thresholds']) =>
      nextStep({ ...fine, verdict: { ...fine.verdict, result: 'fail', thresholds } }).text;
    const usageText =
      'Have the target tell the usage of every response (response.done): without it no cost can be judged. Or leave the thresholds on cost out.';
    const passed = { ...result, metric: 'setup_time', observed: 5, pass: true, unit: 'ms' } as const;
    expect(after(result)).toBe(usageText);
    expect(after(result, passed)).toBe(usageText);
    // A cost that is known is too high, and a latency that nobody measured is no matter of usage.
    for (const other of [
      { ...result, observed: 2 },
      { ...result, metric: 'greeting_latency' as const },
    ]) {
      expect(after(other)).toMatch(/^Look for the slowest turns/);
      expect(after(result, other)).toMatch(/^Look for the slowest turns/);
    }
    expect(after()).toMatch(/^Look for the slowest turns/);
  });

  it('says which calls a cap kept out, and how a machine is relieved, in full', () => {
    const fine = summaryOf([answered(0, 0, 300), call(), generator(), footer()]);
    expect(nextStep({ ...fine, calls: { ...fine.calls, blocked: 1 } })).toEqual({
      text: 'Raise load.max_concurrency (or --concurrency): the cap kept calls out before the target had to.',
      command: null,
    });
    const late = {
      ...fine,
      verdict: { ...fine.verdict, result: 'invalid' as const },
      generator: { ...fine.generator, saturated: true },
    };
    expect(nextStep(late)).toEqual({
      text: 'Run fewer calls on this machine, give it more workers, or stop what else uses its processors; then run it again:',
      command: fine.repeat.command,
    });
  });

  it.each<[FailureCode, string]>([
    [
      'http_unauthorized',
      'Check the key: target.key_env names the environment variable that holds it, and it has to be a key of this target.',
    ],
    [
      'http_rate_limited',
      'Run fewer calls at once, or raise the limit of the account: the target took no more of them.',
    ],
    ['http_error', `Does ${url} speak openai-realtime? Its path and its model are part of that.`],
  ])('after %s is told in full', (failure, text) => {
    expect(nextStep(refused(failure)).text).toBe(text);
  });

  it('asks for no certificate of calls that another failure ended', () => {
    const summary = refused('connect_timeout');
    const failures = {
      connect_timeout: { count: 1, meaning: '', example: null },
      connect_failed: { count: 1, meaning: '', example: 'self-signed certificate' },
    };
    expect(nextStep({ ...summary, failures }).text).toMatch(/^Can wss:/);
  });

  it('never says to raise the load where nobody answered', () => {
    const silent = turn({ outcome: 'unanswered', failure: 'no_answer', marks: { speechEnd: 1000 } });
    const { text } = nextStep(summaryOf([silent, call(), generator(), footer()]));
    expect(text).toMatch(/^Find out why nobody answered/);
  });

  it('after a pass on too few samples is more calls', () => {
    const judged = (enoughSamples: boolean) => {
      const fine = summaryOf([answered(0, 0, 300), call(), generator(), footer()]);
      const result = {
        metric: 'setup_time',
        stat: 'p95',
        op: '<',
        value: 1,
        text: '',
        observed: 0,
        pass: true,
        count: 1,
        missing: 0,
        enoughSamples,
        unit: 'ms',
      } as const;
      const enough = { ...result, enoughSamples: true };
      return nextStep({ ...fine, verdict: { ...fine.verdict, result: 'pass', thresholds: [enough, result] } })
        .text;
    };
    expect(judged(false)).toBe('More calls would put the percentiles marked ~ on firm ground.');
    expect(judged(true)).toMatch(/^Raise the load/);
  });

  it('tells of a certificate only where one was spoken of', () => {
    const because = (detail: string | null) =>
      nextStep(
        summaryOf([
          lostBefore({ call: 0, outcome: 'failed', failure: 'connect_failed', detail }),
          generator(),
          footer({ calls: { planned: 1, completed: 0, failed: 1, blocked: 0, notStarted: 0 } }),
        ]),
      ).text;
    expect(because('self-signed Certificate')).toBe(
      'Its certificate is not trusted here: name the file of its authority in NODE_EXTRA_CA_CERTS (`callstorm serve --write-cert` writes that of a certificate made by --tls).',
    );
    expect(because(null)).toBe(
      `Can ${url} be reached from here? Look at its name, its port, TLS, and a proxy in between.`,
    );
  });
});
