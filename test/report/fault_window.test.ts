/** Around a timed fault: what was met before, during and after, and when it was as before again. */

import { expect, it } from 'vitest';
import type { TimedFault } from '../../src/core/plan/plan.ts';
import { account } from '../../src/report/account.ts';
import { faultWindows } from '../../src/report/fault_window.ts';
import { terminalReport } from '../../src/report/view/terminal.ts';
import { markdownReport } from '../../src/report/view/markdown.ts';
import { summarize } from '../../src/report/summarize.ts';
import { call, footer, gathered, header, judgement, turn } from './log_builder.ts';

const fault = { label: 'reprompt.no_match', fallback: true, reasons: [], by: 'phrase', what: '' } as const;

/** A call of one turn that ends at `atMs`, answered after `latencyMs` or not at all. */
function asked(index: number, atMs: number, latencyMs: number | null) {
  return [
    turn({
      call: index,
      outcome: latencyMs === null ? 'unanswered' : 'answered',
      fallbacks: latencyMs !== null && latencyMs > 900 ? [fault] : [],
      marks: {
        speechStart: atMs - 500,
        speechEnd: atMs,
        firstHeard: latencyMs === null ? null : atMs + latencyMs,
      },
    }),
    call({
      call: index,
      endedMs: atMs + 2000,
      ...(latencyMs === null ? { outcome: 'failed', failure: 'no_answer' } : {}),
    }),
  ];
}

/** A turn a second from 1 s on: 500 ms before 40 s, none from 40 to 45 s, then slow until 60 s, then 500 ms again. */
const latencyAt = (second: number): number | null =>
  second < 40 || second >= 60 ? 500 : second < 45 ? null : 1000;
const records = Array.from({ length: 99 }, (_, i) => asked(i, (i + 1) * 1000, latencyAt(i + 1))).flat();
const timed: readonly TimedFault[] = [{ fault: 'stall', fromMs: 40_000, untilMs: 50_000 }];
const log = (of: readonly TimedFault[]) =>
  gathered([header({ judgement: { ...judgement, timed: of } }), ...records, footer()]);
const windowsOf = (of: readonly TimedFault[]) => faultWindows(of, account(log(of)).calls);

it('counts each turn where its caller falls silent', () => {
  const [window] = windowsOf(timed);
  expect(window?.before).toEqual({
    turns: 39,
    unanswered: 0,
    p50: 500,
    p95: 500,
    fallbacks: { count: 0, of: 39 },
    failedCalls: 0,
  });
  // Half of them came, and what never came ranks last.
  expect(window?.during).toMatchObject({
    turns: 10,
    unanswered: 5,
    p95: null,
    fallbacks: { count: 5, of: 10 },
    failedCalls: 5,
  });
  expect(window?.after).toMatchObject({ turns: 50, unanswered: 0, p50: 500, p95: 1000 });
});

it('is as before with the first of twenty turns in a row that are', () => {
  // One in twenty may be slow: from 59 s on.
  expect(windowsOf(timed)[0]?.recoveredAfterMs).toBe(9000);
  expect(windowsOf([{ fault: 'x', fromMs: 40_000, untilMs: 40_000 }])[0]?.recoveredAfterMs).toBe(19_000);
});

it('is as before within 10% of the p95 that was, by twenty turns before it and after it, no fewer', () => {
  const recovered = (before: number, after: number, latencyMs: number) => {
    const turns = [
      ...Array.from({ length: before }, (_, i) => asked(i, 1000 + i * 100, 500)),
      ...Array.from({ length: after }, (_, i) => asked(before + i, 50_000 + i * 100, latencyMs)),
    ].flat();
    const calls = account(gathered([header(), ...turns, footer()])).calls;
    return faultWindows([{ fault: 'x', fromMs: 40_000, untilMs: 49_000 }], calls)[0]?.recoveredAfterMs;
  };
  expect([550, 551].map((ms) => recovered(20, 20, ms))).toEqual([1000, null]);
  expect([recovered(19, 20, 500), recovered(20, 19, 500)]).toEqual([null, null]);
});

it('counts what comes at the very instant that a fault begins or ends as what follows', () => {
  const turns = [
    ...[1000, 2000, 3000].map((atMs, i) => asked(i, atMs, i === 1 ? null : 500)),
    [footer()],
  ].flat();
  const calls = account(gathered([header(), ...turns])).calls;
  const [window] = faultWindows([{ fault: 'x', fromMs: 2000, untilMs: 3000 }], calls);
  const { before, during, after } = window ?? {};
  expect([before, during, after].map((stretch) => stretch?.turns)).toEqual([1, 1, 1]);
  // A call that failed 2 s after its turn did so after the fault.
  expect([before, during, after].map((stretch) => stretch?.failedCalls)).toEqual([0, 0, 1]);
});

it('is as before from its very end on where the first twenty turns are', () => {
  const turns = Array.from({ length: 40 }, (_, i) => asked(i, i < 20 ? 1000 + i : 5000 + i - 20, 500)).flat();
  const calls = account(gathered([header(), ...turns, footer()])).calls;
  expect(faultWindows([{ fault: 'x', fromMs: 4000, untilMs: 5000 }], calls)[0]?.recoveredAfterMs).toBe(0);
});

it('is never as before where it was nothing before: most turns went unanswered', () => {
  const turns = Array.from({ length: 40 }, (_, i) =>
    asked(i, i < 20 ? 1000 + i : 5000 + i, i < 20 ? null : 0),
  ).flat();
  const calls = account(gathered([header(), ...turns, footer()])).calls;
  const [window] = faultWindows([{ fault: 'x', fromMs: 4000, untilMs: 5000 }], calls);
  expect(window).toMatchObject({ before: { p50: null, p95: null }, recoveredAfterMs: null });
});

it('leaves out turns that nobody spoke in', () => {
  const silent = turn({ kind: 'greeting', outcome: 'answered', marks: { firstHeard: 300 } });
  const calls = account(gathered([header(), silent, call(), footer()])).calls;
  expect(faultWindows([{ fault: 'x', fromMs: 4000, untilMs: 5000 }], calls)[0]?.before.turns).toBe(0);
});

it('leaves out a turn that is no measure: a greeting that never came, and words that the harness cut off', () => {
  const greeting = turn({ kind: 'greeting', outcome: 'unanswered', marks: {} });
  const cutOff = turn({
    turn: 1,
    outcome: 'failed',
    failure: 'budget',
    marks: { speechStart: 1, speechEnd: 900 },
  });
  const unasked = turn({ turn: 2, outcome: 'not_expected', expectsAnswer: false, marks: { speechEnd: 950 } });
  const calls = account(gathered([header(), greeting, cutOff, unasked, call(), footer()])).calls;
  const [window] = faultWindows([{ fault: 'x', fromMs: 4000, untilMs: 5000 }], calls);
  expect([window?.before, window?.during, window?.after].map((stretch) => stretch?.turns)).toEqual([0, 0, 0]);
});

it('counts as fallbacks, of the turns that somebody judged, those in which one was found', () => {
  const marks = { speechStart: 500, speechEnd: 1000, firstHeard: 1500 };
  const question = { label: 'question', reasons: [], by: 'phrase', what: '' } as const;
  const turns = [
    turn({ marks }),
    ...[[], [question], [question, fault]].map((fallbacks, index) =>
      turn({ turn: index + 1, marks, fallbacks }),
    ),
  ];
  const calls = account(gathered([header(), ...turns, call(), footer()])).calls;
  const [window] = faultWindows([{ fault: 'x', fromMs: 4000, untilMs: 5000 }], calls);
  expect(window?.before).toMatchObject({ turns: 4, fallbacks: { count: 1, of: 3 } });
});

it('goes by when callers fell silent, not by the order of their calls', () => {
  // Call 0 speaks last of all.
  const turns = [
    ...Array.from({ length: 20 }, (_, i) => asked(i, 9000 - i * 10, i < 10 ? 500 : 900)),
    ...Array.from({ length: 10 }, (_, i) => asked(20 + i, 9100 + i * 10, 500)),
    ...Array.from({ length: 20 }, (_, i) => asked(30 + i, 1000 + i, 500)),
  ].flat();
  const calls = account(gathered([header(), ...turns, footer()])).calls;
  // Slow until 8,900; of the twenty from 8,900 on one is slow.
  expect(faultWindows([{ fault: 'x', fromMs: 4000, untilMs: 5000 }], calls)[0]?.recoveredAfterMs).toBe(3900);
});

it('does not tell when a call failed whose end nobody saw', () => {
  const lost = turn({ marks: { speechStart: 500, speechEnd: 1000, firstHeard: 1500 } });
  const calls = account(gathered([header(), lost, footer()])).calls;
  const [window] = faultWindows([{ fault: 'x', fromMs: 4000, untilMs: 5000 }], calls);
  const stretches = [window?.before, window?.during, window?.after];
  expect(stretches.map((stretch) => stretch?.failedCalls)).toEqual([0, 0, 0]);
  expect(window?.before.turns).toBe(1);
});

it('does not tell what too few turns cannot, nor of what was on to the end', () => {
  expect(windowsOf([{ fault: 'x', fromMs: 10_000, untilMs: 50_000 }])[0]?.recoveredAfterMs).toBeNull();
  expect(windowsOf([{ fault: 'x', fromMs: 40_000, untilMs: 85_000 }])[0]?.recoveredAfterMs).toBeNull();
  expect(windowsOf([{ fault: 'x', fromMs: 40_000 }])[0]).toMatchObject({
    untilMs: null,
    recoveredAfterMs: null,
    after: { turns: 0 },
  });
  expect(faultWindows([], [])).toEqual([]);
});

it('is a block of the terminal and a table of report.md', () => {
  const summary = summarize(log(timed));
  const terminal = terminalReport(summary);
  expect(terminal).toContain('stall from 40 s to 50 s: p95 back within 10% of before after 9 s');
  expect(terminal).toMatch(/during +10 +1 s +– +5 +50% +5/);
  // What struck nobody is told of by its windows all the same.
  expect(markdownReport(summary)).toMatch(/\| during \| 10 \|/);
  expect(terminalReport(summarize(log([])))).not.toContain('around');
});
