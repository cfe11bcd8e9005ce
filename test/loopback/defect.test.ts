/** A defect of Callstorm's own, met in one call on a real socket: that call fails with it and has its line; nothing else ends. */

import { afterAll, describe, expect, it } from 'vitest';
import type { CallLine, CallRecord } from '../../src/core/log/record.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import type { Surroundings } from '../../src/engine/node/surroundings.ts';
import { SAY_HELLO, smallPlan } from '../core/plan/small_plan.ts';
import { oneCall } from './one_call.ts';
import { ready, type Target } from './servers.ts';

const plan = smallPlan([SAY_HELLO, { op: 'silence', durationMs: 50_000 }], { limits: { redials: 3 } });
const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

/** The record of a call that meets a defect. */
async function callWith(
  defect: Partial<Surroundings>,
  log?: (record: CallLine) => void,
): Promise<CallRecord> {
  const target = await ready();
  targets.push(target);
  return (await oneCall(plan, target.url, defect, log)).call;
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
