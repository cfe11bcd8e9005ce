/** A caller's bed on a real socket: what goes up between words is its loop, from the call's own offset. */

import { expect, it } from 'vitest';
import { bedOf } from '../../src/core/call/bed.ts';
import { callOf } from '../../src/core/call/call_spec.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import { BED, numbered, streetPlan } from '../core/plan/street_plan.ts';
import { oneCall } from './one_call.ts';
import { ready } from './servers.ts';

it('is sent as long as nothing is said', async () => {
  const plan = streetPlan();
  const sent: number[] = [];
  const target = await ready((_peer, type, event) => {
    if (type === 'input_audio_buffer.append') {
      sent.push(Buffer.from(String(event['audio']), 'base64')[0] as number);
    }
  });
  await oneCall(plan, target.url, { frames: viewsOf(framed(numbered())) });
  await target.close();
  const offset = bedOf(plan, callOf(plan, 0))?.offset ?? NaN;
  expect(sent.length).toBeGreaterThan(BED.frames);
  expect(sent).toEqual(sent.map((_, frame) => BED.firstFrame + ((offset + frame) % BED.frames)));
});
