import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanLoad } from '../../../src/core/load/arrivals.ts';
import type { Due } from '../../../src/core/load/dispatch.ts';
import { Roll } from '../../../src/core/load/roll.ts';
import { plannedCalls, type Selection } from '../../../src/core/load/selection.ts';
import type { CallRecord, FooterRecord, LogRecord } from '../../../src/core/log/record.ts';
import { call, turn } from '../../report/log_builder.ts';
import { smallPlan } from '../plan/small_plan.ts';

const SILENCE = [{ op: 'silence', durationMs: 100 }] as const;

/** A roll with workers that can be lost, and everything it said. */
class Bench {
  readonly records: LogRecord[] = [];
  readonly workers: { alive: boolean; readonly calls: Set<number> }[];
  readonly roll: Roll;

  constructor(load: PlanLoad, workers = 1, selection?: Selection) {
    this.workers = Array.from({ length: workers }, () => ({ alive: true, calls: new Set<number>() }));
    const engine = {
      able: () => this.workers.some(({ alive }) => alive),
      start: ({ call }: Due) => void this.workers.find(({ alive }) => alive)?.calls.add(call),
      record: (record: LogRecord) => void this.records.push(record),
    };
    this.roll = new Roll(smallPlan(SILENCE, { load }), engine, selection);
  }

  get going(): number[] {
    return this.workers.flatMap(({ calls }) => [...calls]);
  }

  get calls(): CallRecord[] {
    return this.records.filter((record) => record.type === 'call');
  }

  end(index: number, atMs: number, outcome: 'completed' | 'failed' = 'completed'): void {
    this.roll.told(call({ call: index, outcome, endedMs: atMs }), atMs);
    for (const { calls } of this.workers) calls.delete(index);
  }

  lose(worker: number, atMs: number): void {
    const lost = this.workers[worker];
    if (lost?.alive !== true) return;
    lost.alive = false;
    this.roll.lost(lost.calls, `worker ${worker} died`, atMs);
    lost.calls.clear();
  }

  /** Everybody ends at once, as often as it takes; then the roll is closed. */
  toTheEnd(fromMs: number): FooterRecord {
    let nowMs = fromMs;
    let rounds = 0;
    for (let nextMs = this.roll.pump(nowMs); !this.roll.over; nextMs = this.roll.pump(nowMs)) {
      if (++rounds > 1000) throw new Error('the roll comes to no end');
      const { going } = this;
      nowMs = going.length > 0 ? nowMs + 50 : Math.max(nowMs, nextMs ?? nowMs);
      for (const index of going) this.end(index, nowMs);
    }
    return this.roll.close(nowMs);
  }
}

function expectWhole({ records, calls }: Bench, footer: FooterRecord): void {
  const count = (outcome: CallRecord['outcome']): number =>
    calls.filter((record) => record.outcome === outcome).length;
  expect(footer.calls).toEqual({
    planned: calls.length,
    completed: count('completed'),
    failed: count('failed'),
    blocked: count('blocked'),
    notStarted: count('not_started'),
  });
  expect(new Set(calls.map((record) => record.call)).size).toBe(calls.length);
  expect(records.at(-1)).toBe(footer);
  // Whoever ended had begun once, before, and nobody else had.
  const made = calls.filter(({ outcome }) => outcome === 'completed' || outcome === 'failed');
  const begun = records.flatMap((record) => (record.type === 'started' ? record.call : []));
  expect([...begun].sort(ascending)).toEqual(made.map((record) => record.call).sort(ascending));
  const indexOf = (type: LogRecord['type'], index: number): number =>
    records.findIndex((record) => record.type === type && 'call' in record && record.call === index);
  expect(begun.filter((index) => indexOf('started', index) > indexOf('call', index))).toEqual([]);
}

const ascending = (a: number, b: number): number => a - b;

const loads: fc.Arbitrary<PlanLoad> = fc.oneof(
  fc
    .record({
      starts: fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 4, maxLength: 40 }),
      maxConcurrency: fc.integer({ min: 4, max: 12 }),
    })
    .map(({ starts, maxConcurrency }): PlanLoad => {
      return { mode: 'open', startsMs: [...starts].sort((a, b) => a - b), maxConcurrency };
    }),
  fc
    .record({
      concurrency: fc.integer({ min: 4, max: 12 }),
      rampMs: fc.integer({ min: 0, max: 1000 }),
      holdMs: fc.integer({ min: 0, max: 1500 }),
      calls: fc.option(fc.integer({ min: 4, max: 40 }), { nil: null }),
    })
    .map(({ calls, ...load }): PlanLoad => ({
      mode: 'closed',
      ...load,
      ...(calls === null ? {} : { calls }),
    })),
);

const happenings = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 300 }),
    what: fc.constantFrom('wait', 'end', 'end', 'fail', 'decide', 'echo', 'lose', 'stop', 'cut'),
    which: fc.nat({ max: 100 }),
  }),
  { maxLength: 60 },
);

describe('the roll', () => {
  it('tells of each planned call once, whatever happens and whenever: ends, caps, losses, stops', () => {
    fc.assert(
      fc.property(
        loads,
        happenings,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat({ max: 3 }),
        fc.boolean(),
        (load, events, workers, of, share, late) => {
          const selection = { of, share: share % of };
          const bench = new Bench(load, workers, selection);
          const { roll } = bench;
          if (!late) roll.begin();
          let nowMs = 0;
          for (const { afterMs, what, which } of events) {
            nowMs += afterMs;
            const index = bench.going[which % Math.max(1, bench.going.length)];
            if (what === 'lose') bench.lose(which % workers, nowMs);
            else if (what === 'stop') roll.stop('budget', 'spent');
            else if (what === 'cut') roll.cutOff();
            else if (index !== undefined) {
              if (what === 'decide') roll.decided(index, which % 2 === 0, nowMs);
              if (what === 'end' || what === 'echo') bench.end(index, nowMs);
              if (what === 'fail') bench.end(index, nowMs, 'failed');
              if (what === 'echo') roll.told(call({ call: index }), nowMs);
            }
            roll.pump(nowMs);
          }
          const early = bench.records.length;
          if (late) roll.begin();
          const footer = bench.toTheEnd(nowMs);
          expectWhole(bench, footer);
          // Nothing is told before the beginning, and all that is known to be planned by the end.
          expect(late && early > 0).toBe(false);
          const { planned } = footer.calls;
          expect(plannedCalls(load, selection) ?? planned).toBe(planned);
          for (const record of bench.calls) expect(record.call % of).toBe(share % of);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says when a call begins, and by whom', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0, 30], maxConcurrency: 1 });
    bench.roll.begin();
    expect(bench.roll.pump(7)).toBe(30);
    expect(bench.records).toEqual([{ type: 'started', call: 0, atMs: 7, caller: 'caller' }]);
    // The second is blocked: it never begins.
    expect(bench.roll.pump(30)).toBeNull();
    expect(bench.records.slice(1)).toMatchObject([{ type: 'call', call: 1, outcome: 'blocked' }]);
  });

  it('frees a place when a call is decided, and counts it once its record comes', () => {
    const bench = new Bench({ mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 1000, calls: 2 });
    bench.roll.begin();
    bench.roll.pump(0);
    bench.roll.decided(0, true, 100);
    expect(bench.roll.pump(100)).toBeNull();
    expect(bench.going).toEqual([0, 1]);
    bench.end(1, 200);
    expect(bench.roll.over).toBe(false);
    bench.end(0, 300);
    expect(bench.roll.over).toBe(true);
    expect(bench.roll.close(300)).toMatchObject({ reason: 'done', calls: { planned: 2, completed: 2 } });
  });

  it('hands on the turns of calls that go on, and of no others', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0], maxConcurrency: 1 });
    bench.roll.begin();
    bench.roll.pump(0);
    bench.roll.told(turn({ call: 0 }), 10);
    bench.roll.told(turn({ call: 1 }), 10);
    bench.end(0, 20);
    bench.roll.told(turn({ call: 0, turn: 1 }), 30);
    expect(bench.records.map(({ type }) => type)).toEqual(['started', 'turn', 'call']);
  });

  it.each(['interrupted', 'budget', 'threshold'] as const)(
    'that is stopped (%s) keeps its reason, though a worker is lost after',
    (reason) => {
      const bench = new Bench({ mode: 'open', startsMs: [0, 500, 900], maxConcurrency: 5 });
      bench.roll.begin();
      bench.roll.pump(0);
      expect(bench.roll.stop(reason, 'enough')).toBe(true);
      expect(bench.roll.stop('interrupted', 'again')).toBe(false);
      bench.lose(0, 40);
      expect(bench.roll.over).toBe(true);
      expect(bench.roll.close(50)).toMatchObject({
        reason,
        detail: 'enough',
        calls: { planned: 3, failed: 1, notStarted: 2 },
      });
      expect(bench.calls.map(({ failure, detail }) => [failure, detail])).toEqual([
        [null, 'enough'],
        [null, 'enough'],
        ['worker_lost', 'worker 0 died'],
      ]);
    },
  );

  it('loses calls as interrupted once it was broken off', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0], maxConcurrency: 1 });
    bench.roll.begin();
    bench.roll.pump(0);
    bench.roll.stop('interrupted', 'stopped by the user');
    bench.roll.cutOff();
    bench.lose(0, 40);
    expect(bench.calls).toMatchObject([{ outcome: 'failed', failure: 'interrupted', endedMs: 40 }]);
  });

  it('is over at once where it was stopped before it began, and tells nothing before that', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0, 1], maxConcurrency: 5 });
    bench.roll.stop('interrupted', 'changed my mind');
    expect(bench.roll.pump(0)).toBeNull();
    expect([bench.records.length, bench.roll.over]).toEqual([0, false]);
    bench.roll.begin();
    expect(bench.roll.over).toBe(true);
    expect(bench.calls.map(({ detail }) => detail)).toEqual(['changed my mind', 'changed my mind']);
  });

  it('took no time, not less than none, where it was called off before instant 0', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0], maxConcurrency: 1 });
    bench.roll.stop('interrupted', 'called off');
    expect(bench.roll.close(-120)).toMatchObject({ reason: 'interrupted', endedMs: 0 });
  });

  it('gives up a load that nobody is left to make', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0, 10, 60_000], maxConcurrency: 5 }, 2);
    bench.roll.begin();
    bench.roll.pump(0);
    bench.lose(0, 5);
    expect(bench.roll.over).toBe(false);
    bench.lose(1, 6);
    expect(bench.roll.over).toBe(true);
    expect(bench.roll.close(6)).toMatchObject({
      reason: 'worker_lost',
      detail: 'worker 0 died',
      calls: { planned: 3, failed: 1, notStarted: 2 },
    });
  });

  it('forgets no call of which its engine says nothing: that is a defect, and told as one', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0, 10], maxConcurrency: 5 });
    bench.roll.begin();
    bench.roll.pump(0);
    const footer = bench.roll.close(5);
    expect(footer).toMatchObject({ reason: 'error', calls: { planned: 2, failed: 1, notStarted: 1 } });
    expectWhole(bench, footer);
    expect(bench.calls[0]).toMatchObject({ failure: 'engine_error', endedMs: 5 });
  });

  it('keeps its reason where its engine forgets a call after it was stopped', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0, 10], maxConcurrency: 5 });
    bench.roll.begin();
    bench.roll.pump(0);
    bench.roll.stop('budget', 'spent');
    expect(bench.roll.close(5)).toMatchObject({ reason: 'budget', detail: 'spent' });
    expect(bench.calls.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['not_started', 'spent'],
      ['failed', expect.stringContaining('without a word')],
    ]);
  });

  it('ends in peace with no detail, and with what held it back only where something did', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0], maxConcurrency: 1 });
    bench.roll.begin();
    bench.roll.pump(0);
    bench.end(0, 10);
    const footer = bench.roll.close(20);
    expect(footer).toEqual({
      type: 'footer',
      endedMs: 20,
      reason: 'done',
      detail: null,
      calls: { planned: 1, completed: 1, failed: 0, blocked: 0, notStarted: 0 },
    });
    expect(bench.roll.pump(30)).toBeNull();
    expect(bench.roll.stop('interrupted', 'too late')).toBe(false);
  });

  it('holds a place back whose call failed within a moment of its session, and says how often', () => {
    const bench = new Bench({ mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 60_000, calls: 4 });
    const failed = (
      index: number,
      readyMs: number | null,
      atMs: number,
      endedMs: number | null = atMs,
    ): void => bench.roll.told(call({ call: index, outcome: 'failed', readyMs, endedMs }), atMs);
    bench.roll.begin();
    bench.roll.pump(0);
    failed(0, 10, 50);
    expect(bench.roll.pump(50)).toBe(1050);
    bench.roll.pump(1050);
    // Where the record does not say when it ended, it is when it was told.
    failed(1, 1100, 2500, null);
    expect(bench.roll.pump(2500)).toBeNull();
    expect(bench.roll.close(2500)).toMatchObject({ heldBack: 1, calls: { failed: 3, notStarted: 1 } });
  });

  it('fills the place of a call that was lost at once: it is not the target that failed it', () => {
    const bench = new Bench({ mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 60_000, calls: 2 }, 2);
    bench.roll.begin();
    bench.roll.pump(0);
    bench.lose(0, 40);
    expect(bench.roll.pump(40)).toBeNull();
    expect(bench.going).toEqual([1]);
    bench.end(1, 90);
    expect(bench.roll.close(90)).not.toHaveProperty('heldBack');
  });

  it('keeps what it told of the first worker that was lost', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0, 50], maxConcurrency: 5 }, 3);
    bench.roll.begin();
    bench.roll.pump(0);
    bench.lose(0, 10);
    bench.roll.pump(50);
    bench.lose(1, 60);
    expect(bench.roll.close(70)).toMatchObject({ reason: 'worker_lost', detail: 'worker 0 died' });
    expect(bench.calls.map(({ failure, detail }) => [failure, detail])).toEqual([
      ['worker_lost', 'worker 0 died'],
      ['worker_lost', 'worker 1 died'],
    ]);
  });

  it('starts nothing where all its workers are lost before it begins, and says that nobody is left', () => {
    const bench = new Bench({ mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 100, calls: 2 });
    bench.lose(0, 0);
    expect(bench.records).toEqual([]);
    bench.roll.begin();
    expect(bench.roll.pump(0)).toBeNull();
    expect(bench.roll.over).toBe(true);
    expect(bench.calls.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['not_started', expect.stringContaining('no worker')],
      ['not_started', expect.stringContaining('no worker')],
    ]);
    expect(bench.roll.close(1)).toMatchObject({ calls: { planned: 2, notStarted: 2 } });
  });

  it('says of a blocked call that it was the cap, and of one the load did not come to that it ended', () => {
    const bench = new Bench({ mode: 'open', startsMs: [0, 1], maxConcurrency: 1 });
    bench.roll.begin();
    bench.roll.pump(1);
    expect(bench.calls[0]).toMatchObject({ outcome: 'blocked', failure: null, endedMs: null });
    expect(bench.calls[0]?.detail).toContain('cap');
    const short = new Bench({ mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 10, calls: 2 });
    short.roll.begin();
    short.roll.pump(0);
    short.end(0, 50);
    expect(short.roll.over).toBe(true);
    short.roll.close(50);
    expect(short.calls[1]).toMatchObject({ outcome: 'not_started', failure: null, scheduledMs: 10 });
    expect(short.calls[1]?.detail).toContain('load ended');
  });

  it('takes the word of a decision once, and of none that is not going on', () => {
    const bench = new Bench({ mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 1000, calls: 6 });
    bench.roll.begin();
    bench.roll.pump(0);
    bench.roll.decided(0, true, 100);
    bench.roll.decided(0, true, 100);
    bench.roll.decided(5, true, 100);
    bench.roll.pump(100);
    expect(bench.going).toEqual([0, 1, 2]);
    bench.end(0, 110);
    bench.roll.pump(110);
    expect(bench.going).toEqual([1, 2]);
  });
});
