/** Until when a phase lasts, and what it does with what it does not know. */

import { describe, expect, it } from 'vitest';
import { PhaseClock } from '../../../src/core/call/phase_clock.ts';

const ENDS_MS = 60_000;

/** Dialled, and waiting for the connection. */
function dialled(strict = true): PhaseClock {
  const clock = new PhaseClock(ENDS_MS, strict);
  clock.take('begin');
  clock.enter('dialing', 10_000);
  return clock;
}

describe('a phase', () => {
  it('is waiting first, with no deadline', () => {
    expect(new PhaseClock(ENDS_MS, true)).toMatchObject({
      phase: 'waiting',
      deadlineMs: Infinity,
      outOfTime: false,
    });
  });

  it('lasts until its own deadline, or until the call may last no longer', () => {
    expect(dialled()).toMatchObject({ phase: 'dialing', deadlineMs: 10_000, outOfTime: false });
    const clock = dialled();
    clock.enter('dialing', ENDS_MS);
    expect(clock).toMatchObject({ deadlineMs: ENDS_MS, outOfTime: false });
    clock.enter('dialing', ENDS_MS + 1);
    expect(clock).toMatchObject({ deadlineMs: ENDS_MS, outOfTime: true });
    clock.enter('dialing', Infinity);
    expect(clock).toMatchObject({ deadlineMs: ENDS_MS, outOfTime: true });
  });

  it.each(['closing', 'ended'] as const)('that is %s outlives the call’s limit', (phase) => {
    const clock = dialled(false);
    clock.enter(phase, ENDS_MS + 500);
    expect(clock).toMatchObject({ phase, deadlineMs: ENDS_MS + 500, outOfTime: false });
  });
});

describe('what the table does not list', () => {
  it('is a defect where the call is strict, said in words', () => {
    expect(() => new PhaseClock(ENDS_MS, true).take('event')).toThrow(
      'a call that is waiting does not know "event"',
    );
    expect(() => new PhaseClock(ENDS_MS, true).enter('talking', 0)).toThrow(
      'no way leads from waiting to talking',
    );
    const clock = dialled();
    expect(() => clock.enter('waiting', 0)).toThrow('no way leads from dialing to waiting');
  });

  it('is passed over where it is not, and a phase entered all the same', () => {
    const clock = new PhaseClock(ENDS_MS, false);
    expect(clock.take('event')).toBeNull();
    clock.enter('talking', 500);
    expect(clock).toMatchObject({ phase: 'talking', deadlineMs: 500 });
  });

  it('does not take the place of the rule that was followed last', () => {
    const clock = dialled();
    clock.take('opened');
    expect(() => clock.take('event')).toThrow('a call that is dialing does not know "event"');
    expect(() => clock.enter('configuring', 10)).not.toThrow();
  });
});
