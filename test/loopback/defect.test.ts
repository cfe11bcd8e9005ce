/** A defect of Callstorm's own, met in one call on a real socket: that call fails with it and has its line; nothing else ends. */

import { afterAll, describe, expect, it } from 'vitest';
import { callOf } from '../../src/core/call/call_spec.ts';
import type { CallRecord, TurnRecord } from '../../src/core/log/record.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { clockFrom, monotonicMs } from '../../src/engine/node/monotonic_clock.ts';
import { Gauge } from '../../src/engine/node/generator_meter.ts';
import { pulseWaker } from '../../src/engine/node/waker.ts';
import { NodeCall, type Surroundings } from '../../src/engine/node/node_call.ts';
import { Wheel } from '../../src/engine/node/wheel.ts';
import { SAY_HELLO, smallPlan } from '../core/plan/small_plan.ts';
import { ready, type Target } from './servers.ts';

const plan = smallPlan([SAY_HELLO, { op: 'silence', durationMs: 50_000 }]);
const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

type Log = (record: TurnRecord | CallRecord) => void;

/** The record of a call that meets a defect. */
async function callWith(defect: Partial<Surroundings>, log: Log = () => {}): Promise<CallRecord> {
  const target = await ready();
  targets.push(target);
  const now = clockFrom(monotonicMs());
  const gauge = new Gauge();
  const wheel = new Wheel(now, gauge.loopLag, pulseWaker);
  const dialect = dialectOf(plan);
  const connection = dialect.connection(plan.target, target.url, undefined);
  const frames = Array.from({ length: 40 }, () => Buffer.from([0x81, 0]));
  const around = { plan, dialect, connection, frames, now, wheel, gauge, strict: true, ...defect };
  const record = await new Promise<CallRecord>((resolve) => {
    const call = new NodeCall(around, callOf(plan, 0), now(), (each) => {
      log(each);
      if (each.type === 'call') resolve(each);
    });
    call.begin();
  });
  wheel.stop();
  return record;
}

describe('a defect', () => {
  it('met while a frame is sent ends the call', async () => {
    const record = await callWith({ frames: [] });
    expect(record).toMatchObject({ call: 0, outcome: 'failed', failure: 'engine_error' });
    expect(record.readyMs).not.toBeNull();
  });

  it('met while an event is read ends the call', async () => {
    const sound = dialectOf(plan);
    const dialect = {
      ...sound,
      open: () => ({
        ...sound.open(),
        read: () => {
          throw new Error('cannot read');
        },
      }),
    };
    const record = await callWith({ dialect });
    expect(record).toMatchObject({ failure: 'engine_error', detail: 'cannot read' });
  });

  it('met before there is a connection ends the call', async () => {
    const connection = { url: 'no url', headers: {}, protocols: [] };
    expect(await callWith({ connection })).toMatchObject({
      failure: 'engine_error',
      dialedMs: expect.any(Number),
    });
  });

  it('met again as the call is written down still leaves it its line', async () => {
    const record = await callWith({ frames: [] }, ({ type }) => {
      if (type === 'turn') throw new Error('cannot write');
    });
    expect(record).toMatchObject({
      call: 0,
      outcome: 'failed',
      failure: 'engine_error',
      endedMs: expect.any(Number),
    });
  });
});
