import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../../src/core/log/failure.ts';
import type { HeaderRecord, LogRecord } from '../../../src/core/log/record.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { exitCodeOf } from '../../../src/report/verdict.ts';
import { nextStep } from '../../../src/report/view/next_step.ts';
import { terminalReport } from '../../../src/report/view/terminal.ts';
import { call, footer, gathered, generator, header, histogram, lostBefore } from '../log_builder.ts';

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
        call({ turns: 0 }),
        lostBefore({ call: 1, outcome: 'blocked', dialedMs: null }),
        generator(),
        footer({ calls: { planned: 2, completed: 1, failed: 0, blocked: 1, notStarted: 0 } }),
      ],
      { load: { mode: 'open', plannedCalls: 2, maxConcurrency: 1 } },
    );
    expect(summary.verdict.result).toBe('pass');
    expect(nextStep(summary).text).toMatch(/^Raise load\.max_concurrency/);
  });
});
