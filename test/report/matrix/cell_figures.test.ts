/** What each call of a cell tells, and which calls tell nothing. */

import { describe, expect, it } from 'vitest';
import type { MetricName } from '../../../src/core/log/metric.ts';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { cellFigures } from '../../../src/report/matrix/cell_figures.ts';
import {
  answered,
  call,
  footer,
  gathered,
  header,
  judgement,
  lostBefore,
  started,
  turn,
  usage,
} from '../log_builder.ts';
import { toolCall } from '../tool_run.ts';

const figuresOf = (...records: readonly LogRecord[]) =>
  cellFigures(gathered([header(), ...records, footer()]));
const silent = { outcome: 'unanswered', failure: 'no_answer' } as const;

describe('the figures of a cell', () => {
  it('are by call, in their order, of those that were completed or that failed', () => {
    const failed = { outcome: 'failed', failure: 'connect_refused' } as const;
    const figures = figuresOf(
      call({ call: 7 }),
      lostBefore({ call: 5, ...failed }),
      lostBefore({ call: 3, outcome: 'blocked' }),
      lostBefore({ call: 4, outcome: 'not_started' }),
      call({ call: 2 }),
      call({ call: 10 }),
    );
    expect([...figures.keys()]).toEqual([2, 5, 7, 10]);
  });

  it('are not of calls that the harness put an end to, nor of those whose end nobody saw', () => {
    const figures = figuresOf(
      call({ call: 0, outcome: 'failed', failure: 'threshold' }),
      answered(1, 0, 500),
      started(2),
      call({ call: 3 }),
    );
    expect([...figures.keys()]).toEqual([3]);
  });

  it('are all values of all turns, and rates with their cases added up', () => {
    const one = figuresOf(
      answered(0, 0, 400),
      answered(0, 1, 600),
      turn({ turn: 2, ...silent, marks: { speechEnd: 9000 } }),
      call({ turns: 3 }),
    ).get(0);
    const values = (name: MetricName) => one?.values.get(name);
    // What never came ranks last.
    expect(values('response_latency')).toEqual([400, 600, Infinity]);
    expect(values('connect_time')).toEqual([4]);
    expect(one?.rates.get('response_rate')).toEqual({ count: 2, of: 3 });
    expect(one?.rates.get('error_rate')).toEqual({ count: 0, of: 1 });
    expect(values('greeting_latency')).toBeUndefined();
  });

  it('are, of a call that failed, the worst for all that it waited for', () => {
    const tool = turn({
      turn: 1,
      tools: [toolCall('lookup', 2500, 2700, 3000)],
      marks: { speechEnd: 2000, firstHeard: 2400 },
    });
    const failed = { outcome: 'failed', failure: 'no_answer' } as const;
    const one = figuresOf(answered(0, 0, 400), tool, call({ ...failed, turns: 2 })).get(0);
    expect(one?.values.get('response_latency')).toEqual([Infinity]);
    expect(one?.values.get('tool_answer_latency')).toEqual([Infinity]);
    expect(one?.values.get('connect_time')).toEqual([4]);
    // It never called a tool: nobody waited for one.
    const plain = figuresOf(answered(0, 0, 400), call(failed)).get(0);
    expect(plain?.values.get('response_latency')).toEqual([Infinity]);
    expect(plain?.values.has('tool_answer_latency')).toBe(false);
  });

  it('have what a call cost where that is known, and nothing in its place where it is not', () => {
    const cost = (used: Parameters<typeof usage>[0], model = 'gpt-realtime-2.1') =>
      cellFigures(
        gathered([
          header({ judgement: { ...judgement, pricing: { model } } }),
          call({ usage: usage(used) }),
          footer(),
        ]),
      )
        .get(0)
        ?.values.get('cost_per_call');
    expect(cost({ audioOut: 1e6 })).toEqual([64]);
    expect(cost({ audioOut: 1e6, unreported: 1 })).toBeUndefined();
    expect(cost({ audioOut: 1e6 }, 'nobody-knows')).toBeUndefined();
  });
});
