import { expect, it } from 'vitest';
import { callOf } from '../../src/core/call/call_spec.ts';
import type { CallReport } from '../../src/core/log/call_report.ts';
import type { Driver } from '../../src/engine/drive.ts';
import { GuardedCall } from '../../src/engine/guarded_call.ts';
import { smallPlan } from '../core/plan/small_plan.ts';

const plan = smallPlan([{ op: 'hangup' }]);

/** A call whose driver, told of a defect, does this. */
function call(brokenDriver: () => void) {
  const told: string[] = [];
  const records: CallReport[] = [];
  const input = (): void => {
    told.push('broken');
    brokenDriver();
  };
  const driver = { input, failed: true } as unknown as Driver;
  const guarded = new GuardedCall({
    plan,
    spec: callOf(plan, 0),
    scheduledMs: 100,
    redact: (text) => text.replace('sesame', '***'),
    driver,
    now: () => 700,
    stopAlarms: () => void told.push('alarms'),
    drop: () => void told.push('drop'),
    onRecord: (record) => records.push(record),
    onOver: (gotThrough) => told.push(`over ${gotThrough}`),
  });
  return { guarded, told, records };
}

const defect = (): never => {
  throw new Error('sesame is no number');
};

it('leaves one record of a call whose driver breaks twice, without a secret, and is told of once', () => {
  const { guarded, told, records } = call(defect);
  guarded.guard(defect);
  guarded.guard(defect);
  expect(records).toMatchObject([
    {
      type: 'call',
      call: 0,
      outcome: 'failed',
      failure: 'engine_error',
      detail: '*** is no number',
      endedMs: 700,
    },
  ]);
  expect(told).toEqual(['alarms', 'drop', 'broken', 'alarms', 'over false']);
});

it('makes no record of its own where the driver has one', () => {
  const { guarded, records } = call(() => {
    const own = { type: 'call', call: 0, outcome: 'failed', turns: 3 } as CallReport;
    guarded.record(own);
  });
  guarded.guard(defect);
  expect(records).toMatchObject([{ type: 'call', turns: 3 }]);
});

it('tells once that a call is over', () => {
  const { guarded, told } = call(() => {});
  guarded.ready();
  guarded.decide();
  guarded.decide();
  // It failed in the moment in which it stood.
  expect(told).toEqual(['over false']);
});
