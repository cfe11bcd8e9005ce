import { describe, expect, it } from 'vitest';
import type { PlanLoad } from '../../../src/core/load/arrivals.ts';
import { Roll } from '../../../src/core/load/roll.ts';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { call } from '../../report/log_builder.ts';
import { smallPlan } from '../plan/small_plan.ts';

const closed = { mode: 'closed', concurrency: 3, rampMs: 0, holdMs: 1000 } as const;

/** Drained from within, as its second call is started. */
function drainedAtSecond(load: PlanLoad): { roll: Roll; records: LogRecord[]; started: number[] } {
  const records: LogRecord[] = [];
  const started: number[] = [];
  const roll: Roll = new Roll(smallPlan([{ op: 'silence', durationMs: 100 }], { load }), {
    able: () => true,
    start: (due) => void started.push(due.call),
    record: (record) => {
      records.push(record);
      if (record.type === 'started' && record.call === 1) roll.drain('budget', 'no room');
    },
  });
  roll.begin();
  roll.pump(0);
  return { roll, records, started };
}

const end = (roll: Roll, index: number, atMs: number): void =>
  roll.told(call({ call: index, outcome: 'completed', endedMs: atMs }), atMs);

describe('a roll that is drained', () => {
  it('starts not one call more, though several are due at the same instant', () => {
    const { roll, records, started } = drainedAtSecond({ ...closed, calls: 5 });
    expect(started).toEqual([0, 1]);
    expect(roll.over).toBe(false);
    end(roll, 0, 100);
    roll.pump(100);
    end(roll, 1, 120);
    expect(roll.pump(120)).toBeNull();
    expect(roll.over).toBe(true);
    const counts = { planned: 5, completed: 2, failed: 0, blocked: 0, notStarted: 3 };
    expect(roll.close(120)).toMatchObject({ reason: 'budget', detail: 'no room', calls: counts });
    const unmade = records.filter((record) => record.type === 'call' && record.outcome === 'not_started');
    expect(unmade.map((record) => record.type === 'call' && record.detail)).toEqual(Array(3).fill('no room'));
  });

  it('ends as it would have where nothing was left to start', () => {
    const { roll } = drainedAtSecond({ ...closed, concurrency: 2, calls: 2 });
    for (const index of [0, 1]) end(roll, index, 100);
    roll.pump(100);
    expect(roll.close(100)).toMatchObject({ reason: 'done', detail: null, calls: { completed: 2 } });
    const late = drainedAtSecond({ ...closed, concurrency: 2 });
    for (const index of [0, 1]) end(late.roll, index, 1200);
    late.roll.pump(1200);
    expect(late.roll.over).toBe(true);
    expect(late.roll.close(1200)).toMatchObject({ reason: 'done', calls: { planned: 2 } });
  });

  it('keeps a load of which nobody has counted the calls from filling its places again', () => {
    const { roll, started } = drainedAtSecond({ ...closed, concurrency: 2 });
    for (const index of [0, 1]) end(roll, index, 100);
    roll.pump(100);
    expect(started).toEqual([0, 1]);
    expect(roll.over).toBe(true);
    expect(roll.close(100)).toMatchObject({ reason: 'budget', calls: { planned: 2, notStarted: 0 } });
  });

  it('can be stopped after all: its reason stays, and the last word on it counts', () => {
    const { roll } = drainedAtSecond({ ...closed, calls: 5 });
    roll.pump(0);
    expect(roll.stop('budget', 'used up')).toBe(true);
    expect(roll.stop('interrupted', 'again')).toBe(false);
    for (const index of [0, 1]) end(roll, index, 100);
    expect(roll.close(100)).toMatchObject({ reason: 'budget', detail: 'used up' });
  });
});
