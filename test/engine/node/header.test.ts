import { describe, expect, it } from 'vitest';
import type { TurnDetection } from '../../../src/core/plan/session_settings.ts';
import { headerOf } from '../../../src/engine/node/header.ts';
import { recordShapes } from '../../../src/report/record_shape.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';

const plan = smallPlan([]);
const headerWith = (turnDetection: TurnDetection | null) =>
  headerOf({
    run: 'run-1',
    plan: {
      ...plan,
      target: { ...plan.target, session: { ...plan.target.session, turnDetection } },
    },
    url: 'ws://127.0.0.1:1',
    workers: 1,
    startedAtMs: 0,
    monotonicAtMs: 0,
    command: 'callstorm run',
  });

describe('the header of a run', () => {
  const rules = { createResponse: true, interruptResponse: true };

  it('says how much silence ends a turn, where the session goes by that', () => {
    const detection = {
      ...rules,
      type: 'server_vad',
      threshold: 0.5,
      prefixPaddingMs: 300,
      silenceDurationMs: 640,
    } as const;
    const header = headerWith(detection);
    expect(header.target.silenceDurationMs).toBe(640);
    expect(recordShapes.header(header)).toBe(null);
  });

  it.each([null, { ...rules, type: 'semantic_vad', eagerness: 'auto' } as const])(
    'says nothing of it with %j',
    (detection) => {
      expect(headerWith(detection).target).not.toHaveProperty('silenceDurationMs');
    },
  );
});
