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

  it('begins with what falls on the beginning of the stretch, and ends before what falls on its end', () => {
    const turnsIn = (fromMs: number, untilMs: number) =>
      latenciesOf(picked({ stretch: { fromMs, untilMs } })).sorted;
    expect(turnsIn(1000, 2000)).toEqual(Float64Array.of(300));
    expect(turnsIn(1001, 2000)).toEqual(Float64Array.of());
    expect(turnsIn(1001, 2001)).toEqual(Float64Array.of(700));
    const callsIn = (fromMs: number, untilMs: number) => picked({ stretch: { fromMs, untilMs } }).calls;
    // The first went on until 5000, the second from 1000 to 9000, the third from 7000 on.
    expect(callsIn(5000, 7000)).toEqual([0, 1]);
    expect(callsIn(5001, 7000)).toEqual([1]);
    expect(callsIn(5001, 7001)).toEqual([1, 2]);
    expect(callsIn(0, 1000)).toEqual([0]);
  });

  it('of a code are the turns of the calls that it befell, though the call itself came to its end', () => {
    const borne = gathered([
      header({ load: { mode: 'open', plannedCalls: 2, maxConcurrency: 9 } }),
      at(0, 0, 1000, 300),
      call({ call: 0, dialedMs: 0, endedMs: 5000 }),
      at(1, 0, 2000, 700),
      at(1, 1, 6000, null),
      call({ call: 1, dialedMs: 1000, endedMs: 9000 }),
      generator(),
      footer({ calls: { planned: 2, completed: 2, failed: 0, blocked: 0, notStarted: 0 } }),
    ]);
    const page = recordedOf(borne, summarize(borne));
    const found = pick(page, { ...everything, code: page.codes.indexOf('no_answer') });
    expect(found.calls).toEqual([1]);
    expect(latenciesOf(found)).toEqual({ sorted: Float64Array.of(700), lost: 1 });
  });

  it('of a code are the calls that it ended before any turn of theirs, and without a choice these too', () => {
    const lost = gathered([
      header({ load: { mode: 'open', plannedCalls: 2, maxConcurrency: 9 } }),
      at(0, 0, 1000, 300),
      call({ call: 0, dialedMs: 0, endedMs: 5000 }),
      call({ call: 1, outcome: 'failed', failure: 'connection_lost', turns: 0, dialedMs: 0, endedMs: 700 }),
      generator(),
      footer({ calls: { planned: 2, completed: 1, failed: 1, blocked: 0, notStarted: 0 } }),
    ]);
    const page = recordedOf(lost, summarize(lost));
    expect(pick(page, { ...everything, code: page.codes.indexOf('connection_lost') }).calls).toEqual([1]);
    expect(pick(page, everything).calls).toEqual([0, 1]);
  });

  it('has its latencies in order, whatever the order of the turns', () => {
    const some = picked({ caller: recorded.callers.indexOf('buyer') });
    expect(latenciesOf({ ...some, turns: some.turns.toReversed() }).sorted).toEqual(
      Float64Array.of(300, 500, 900),
    );
  });
});
