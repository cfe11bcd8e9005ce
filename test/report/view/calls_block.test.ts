/** How the calls ended, for the terminal, where there is little room and where there is much. */

import { describe, expect, it } from 'vitest';
import { summarize } from '../../../src/report/summarize.ts';
import type { Summary } from '../../../src/report/summary.ts';
import {
  callersBlock,
  callsBlock,
  errorsBlock,
  failuresBlock,
  toolsBlock,
} from '../../../src/report/view/calls_block.ts';
import { gathered, goodRun } from '../log_builder.ts';
import { marked, markedStyle as style } from '../marked_style.ts';
import { once } from '../once.ts';
import { toolRun } from '../tool_run.ts';

const good = once(() => summarize(gathered(goodRun(100, (index) => 350 + index))));
const told = (lines: readonly string[]): readonly string[] => lines.map(marked);

describe('the calls', () => {
  it('are in colour where they did not come to their end, and where some are', () => {
    const calls = { ...good().calls, failed: 2, blocked: 1, notStarted: 3 };
    expect(told(callsBlock({ ...good(), calls }, style, 200))[0]).toBe(
      '{dim calls      }100 planned · 100 completed · {red 2 failed} · {yellow 1 blocked} · {yellow 3 not started} · {dim 100 at once}',
    );
    expect(told(callsBlock(good(), style, 200))[0]).toBe(
      '{dim calls      }100 planned · 100 completed · 0 failed · 0 blocked · 0 not started · {dim 100 at once}',
    );
  });

  it('have their rates with them, the interval beside or below', () => {
    const rate = /^ {11}100% of turns that expected an answer got one in time/;
    const wide = told(callsBlock(good(), style, 200)).find((line) => line.includes('100% of turns'));
    expect(wide).toMatch(/^ {11}100% of turns .*\{dim {2}?\(95%: 96\.3% to 100%, n=100\)\}$/);
    const narrow = told(callsBlock(good(), style, 50));
    const at = narrow.findIndex((line) => line.includes('100% of turns'));
    expect(narrow.slice(at).find((line) => line.includes('95%'))).toMatch(
      /^ {11}\{dim {3}\(95%: 96\.3% to 100%, n=100\)\}$/,
    );
    expect(rate.test(narrow[at] ?? '')).toBe(false);
  });
});

describe('failures', () => {
  const meaning = 'the target closed the connection before the call had come to its end';
  const failing = (example: string | null): Summary => ({
    ...good(),
    failures: {
      connection_lost: { count: 1200, meaning, example },
      no_answer: { count: 3, meaning: 'nobody answered', example: null },
    },
    turns: { ...good().turns, failures: { no_answer: 7 } },
  });

  it('stand beside what they mean, with an example, and what failed no call below', () => {
    expect(told(failuresBlock(failing('code 1006'), style, 200))).toEqual([
      `{dim failed     }{red 1,200}  connection_lost  {dim ${meaning} · code 1006}`,
      '           {red     3}  no_answer        {dim nobody answered}',
      '           {dim of turns: 7 no_answer}',
    ]);
    const bare = { connection_lost: { count: 1, meaning: '', example: null } };
    expect(told(failuresBlock({ ...good(), failures: bare }, style, 200))).toEqual([
      '{dim failed     }{red 1}  connection_lost  {dim }',
    ]);
    expect(told(failuresBlock(failing(null), style, 70))).toEqual([
      '{dim failed     }{red 1,200}  connection_lost  {dim the target closed the connection}',
      '                                   {dim before the call had come to its end}',
      '           {red     3}  no_answer        {dim nobody answered}',
      '           {dim of turns: 7 no_answer}',
    ]);
  });

  it('stand above it where there is no room beside', () => {
    expect(told(failuresBlock(failing(null), style, 64))).toEqual([
      '{dim failed     }{red 1,200}  connection_lost',
      '             {dim the target closed the connection before the call}',
      '             {dim had come to its end}',
      '           {red     3}  no_answer',
      '             {dim nobody answered}',
      '           {dim of turns: 7 no_answer}',
    ]);
  });

  it('are no lines where there are none', () => {
    expect(failuresBlock(good(), style, 80)).toEqual([]);
  });
});

describe('errors that a session survived', () => {
  it('are told with a hanging indent', () => {
    const agentErrors = [
      {
        code: 'server_error',
        count: 3,
        calls: 2,
        message: 'The server had an error while processing your request',
      },
    ];
    expect(told(errorsBlock({ ...good(), agentErrors }, style, 70))).toEqual([
      '{dim errors     }{yellow 3 server_error told by the agent in 2 calls, the session}',
      '           {yellow   went on: The server had an error while processing your}',
      '           {yellow   request}',
    ]);
    expect(errorsBlock(good(), style, 70)).toEqual([]);
  });
});

describe('callers', () => {
  const of = (...names: readonly string[]): Summary => {
    const [one] = good().callers;
    if (one === undefined) throw new Error('no caller');
    return { ...good(), callers: names.map((caller) => ({ ...one, caller })) };
  };

  it('are a row each where there is more than one kind, with ever less in it', () => {
    expect(callersBlock(of('buyer'), style, 200)).toEqual([]);
    const at = (width: number): readonly string[] =>
      told(callersBlock(of('buyer', 'refund-of-a-part'), style, width));
    expect(at(120)).toEqual([
      '{dim callers    }buyer             100 calls  0 failed  100 turns  p50 399 ms  p95 444 ms  $0.00 a call',
      '           refund-of-a-part  100 calls  0 failed  100 turns  p50 399 ms  p95 444 ms  $0.00 a call',
    ]);
    expect(at(80)).toEqual([
      '{dim callers}',
      '  buyer             100 calls  0 failed  p50 399 ms  p95 444 ms  $0.00 a call',
      '  refund-of-a-part  100 calls  0 failed  p50 399 ms  p95 444 ms  $0.00 a call',
    ]);
    expect(at(45)).toEqual([
      '{dim callers}',
      '  buyer            0 failed  p95 444 ms',
      '  refund-…-a-part  0 failed  p95 444 ms',
    ]);
    expect(at(30)).toEqual(['{dim callers}', '  buyer       p95 444 ms', '  refun…part  p95 444 ms']);
  });
});

describe('tools', () => {
  it('are a row each, with ever less in it', () => {
    const whole = summarize(gathered(toolRun));
    const summary = { ...whole, tools: whole.tools.filter(({ tool }) => tool !== 'frob`ni\ncate') };
    expect(toolsBlock(good(), style, 80)).toEqual([]);
    const at = (width: number): readonly string[] => told(toolsBlock(summary, style, width));
    expect(at(90)).toEqual([
      '{dim tools      }lookup  3 calls  answer p50 600 ms  p95 800 ms  3 results, 1 cut short',
      '           flaky   2 calls  answer p50 500 ms  p95 500 ms  1 error, 1 never',
      '           stock    1 call  answer p50 600 ms  p95 600 ms  1 result',
    ]);
    expect(at(65)).toEqual([
      '{dim tools}',
      '  lookup  3 calls  answer p95 800 ms  3 results, 1 cut short',
      '  flaky   2 calls  answer p95 500 ms  1 error, 1 never',
      '  stock    1 call  answer p95 600 ms  1 result',
    ]);
    const firstAt = (width: number): string => at(width)[1] ?? '';
    expect([55, 45, 38, 30].map(firstAt)).toEqual([
      '  lookup  answer p95 800 ms  3 results, 1 cut short',
      '  lookup  3 calls  3 results, 1 cut short',
      '  lookup  3 results, 1 cut short',
      '  lookup  3 calls',
    ]);
  });

  it('that nobody answered has no time of an answer', () => {
    const [tool] = summarize(gathered(toolRun)).tools;
    if (tool === undefined) throw new Error('no tool');
    const never = { ...tool, answerLatency: { ...tool.answerLatency, count: 0 } };
    expect(told(toolsBlock({ ...good(), tools: [never] }, style, 90))).toEqual([
      '{dim tools      }lookup  3 calls      3 results, 1 cut short',
    ]);
  });
});
