/** A caller's bed on a real socket: what goes up between words is its loop, from the call's own offset. */

import { expect, it } from 'vitest';
import { bedOf } from '../../src/core/call/bed.ts';
import { callOf } from '../../src/core/call/call_spec.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import { Gauge } from '../../src/engine/node/generator_meter.ts';
import { clockFrom, monotonicMs } from '../../src/engine/node/monotonic_clock.ts';
import { Session } from '../../src/engine/node/node_session.ts';
import { pulseWaker } from '../../src/engine/node/waker.ts';
import { Wheel } from '../../src/engine/node/wheel.ts';
import { BED, numbered, streetPlan } from '../core/plan/street_plan.ts';
import { ready } from './servers.ts';

it('is sent as long as nothing is said', async () => {
  const plan = streetPlan();
  const sent: number[] = [];
  const target = await ready((_peer, type, event) => {
    if (type === 'input_audio_buffer.append') {
      sent.push(Buffer.from(String(event['audio']), 'base64')[0] as number);
    }
  });
  const now = clockFrom(monotonicMs());
  const gauge = new Gauge();
  const wheel = new Wheel(now, gauge.loopLag, pulseWaker);
  const dialect = dialectOf(plan);
  const connection = dialect.connection(plan.target, target.url, undefined);
  const frames = viewsOf(framed(numbered()));
  const spec = callOf(plan, 0);
  const around = { plan, dialect, connection, frames, now, wheel, gauge };
  await new Promise<void>((resolve) => {
    new Session(around, spec, now(), ({ type }) => type === 'call' && resolve()).dial();
  });
  wheel.stop();
  await target.close();
  const offset = bedOf(plan, spec)?.offset ?? NaN;
  expect(sent.length).toBeGreaterThan(BED.frames);
  expect(sent).toEqual(sent.map((_, frame) => BED.firstFrame + ((offset + frame) % BED.frames)));
});
