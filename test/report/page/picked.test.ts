import { describe, expect, it } from 'vitest';
import { everything } from '../../../src/page/choice.ts';
import { latenciesOf, pick } from '../../../src/report/page/picked.ts';
import { recordedOf } from '../../../src/report/page/page_records.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { call, footer, gathered, generator, header, turn } from '../log_builder.ts';

const at = (index: number, number: number, speechEnd: number, latencyMs: number | null, caller = 'buyer') =>
  turn({
    call: index,
    turn: number,
    caller,
    ...(latencyMs === null ? { outcome: 'unanswered', failure: 'no_answer' } : {}),
    marks: {
      speechStart: speechEnd - 500,
      speechEnd,
      firstHeard: latencyMs === null ? null : speechEnd + latencyMs,
    },
  });

const log = gathered([
  header({ load: { mode: 'open', plannedCalls: 3, maxConcurrency: 9 } }),
  at(0, 0, 1000, 300),
  at(0, 1, 4000, 500),
  call({ call: 0, dialedMs: 0, endedMs: 5000 }),
  at(1, 0, 2000, 700, 'refund'),
  at(1, 1, 6000, null, 'refund'),
  call({ call: 1, caller: 'refund', dialedMs: 1000, endedMs: 9000, outcome: 'failed', failure: 'no_answer' }),
  at(2, 0, 8000, 900),
  call({ call: 2, dialedMs: 7000, endedMs: 9500 }),
  generator(),
  footer({ calls: { planned: 3, completed: 2, failed: 1, blocked: 0, notStarted: 0 } }),
]);
const recorded = recordedOf(log, summarize(log));
const picked = (part: Partial<typeof everything>) => pick(recorded, { ...everything, ...part });

describe('what is chosen', () => {
  it('is all, without a choice', () => {
    const all = picked({});
    expect(all.calls).toHaveLength(3);
    expect(latenciesOf(all)).toEqual({ sorted: Float64Array.of(300, 500, 700, 900), lost: 1 });
  });

  it('of a stretch is the turns that fell silent in it and the calls that were going on', () => {
    const some = picked({ stretch: { fromMs: 2000, untilMs: 6000 } });
    expect(latenciesOf(some)).toEqual({ sorted: Float64Array.of(500, 700), lost: 0 });
    expect(some.calls).toEqual([0, 1]);
    expect(picked({ stretch: { fromMs: 9200, untilMs: 9400 } }).calls).toEqual([2]);
  });

  it('of a caller is theirs alone, and of a code the calls that it befell', () => {
    const refund = recorded.callers.indexOf('refund');
    expect(latenciesOf(picked({ caller: refund }))).toEqual({ sorted: Float64Array.of(700), lost: 1 });
    const code = recorded.codes.indexOf('no_answer');
    expect(picked({ code }).calls).toEqual([1]);
    expect(picked({ code, caller: recorded.callers.indexOf('buyer') }).calls).toEqual([]);
  });
});
