/** Frames that are no WebSocket's, from a target that does not close after them: a protocol error, told as that and at once. */

import { afterAll, describe, expect, it } from 'vitest';
import { LISTEN, smallPlan } from '../core/plan/small_plan.ts';
import { oneCall } from './one_call.ts';
import { deaf, type Target } from './servers.ts';

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

describe('a target that does not close', () => {
  it.each([
    ['an unknown kind of frame', [0x83, 0x00]],
    ['reserved bits', [0xf1, 0x00]],
    ['a masked frame', [0x81, 0x80, 1, 2, 3, 4]],
    ['a continuation of nothing', [0x80, 0x00]],
    ['a control frame in parts', [0x09, 0x00]],
  ])('after %s has violated the protocol', async (_what, frame) => {
    const target = await deaf(frame);
    targets.push(target);
    // Patience for longer than the test has: only the protocol error can end this call.
    const patient = { ...LISTEN, deadlineMs: 200_000 };
    const plan = smallPlan([patient], { limits: { callMs: 300_000, closeMs: 100 } });
    const { call } = await oneCall(plan, target.url);
    expect(call).toMatchObject({ outcome: 'failed', failure: 'protocol_error', protocolViolations: 1 });
    expect(call.detail).toMatch(/WebSocket frame/);
  });
});
