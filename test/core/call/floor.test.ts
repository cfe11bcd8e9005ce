import { describe, expect, it } from 'vitest';
import { callOf } from '../../../src/core/call/call_spec.ts';
import { Floor, type Intention } from '../../../src/core/call/floor.ts';
import { Playback } from '../../../src/core/call/playback.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';

const plan = smallPlan([SAY_HELLO, LISTEN]);
const hello: Intention = { kind: 'say', speech: [{ utterance: 'hello' }] };

function waiting(): { readonly floor: Floor; readonly playback: Playback } {
  const playback = new Playback(0);
  return { floor: new Floor(plan, callOf(plan, 0), playback), playback };
}

describe('a caller with something to say', () => {
  it('speaks a pause after nobody has spoken', () => {
    const { floor, playback } = waiting();
    expect(floor.want(hello, 300, 1000)).toBe(1300);
    playback.push(500, 1200, false);
    expect(floor.freeMs()).toBe(2000);
    playback.push(500, 1600, true);
    expect(floor.freeMs()).toBe(2500);
  });

  it('waits from the end of what is still being heard', () => {
    const { floor, playback } = waiting();
    playback.push(2000, 1000, false);
    expect(floor.want(hello, 300, 1500)).toBe(3300);
  });

  it('does not wait for ever: over an agent that never stops it speaks', () => {
    const { floor, playback } = waiting();
    floor.want(hello, 300, 1000);
    playback.push(10 * plan.limits.answerMs, 1100, false);
    expect(floor.freeMs()).toBe(1000 + plan.limits.answerMs);
  });

  it('takes its persona’s pause where the script names none, and the same again in the same call', () => {
    const [least, most] = callOf(plan, 0).persona.pauseMs;
    const pauses = [waiting(), waiting()].map(({ floor }) => floor.want(hello, undefined, 0));
    expect(pauses[0]).toBe(pauses[1]);
    expect(pauses[0]).toBeGreaterThanOrEqual(least);
    expect(pauses[0]).toBeLessThanOrEqual(most);
  });

  it('says it once', () => {
    const { floor } = waiting();
    floor.want(hello, 0, 0);
    expect([floor.take(), floor.take()]).toEqual([hello, null]);
  });
});

describe('where answers are found by ear', () => {
  const byEar = smallPlan([SAY_HELLO, LISTEN], { limits: { gapMs: 800 } });
  const listening = (): { readonly floor: Floor; readonly playback: Playback } => {
    const playback = new Playback(0);
    return { floor: new Floor(byEar, callOf(byEar, 0), playback), playback };
  };

  it('the pause counts from the last that was audible, and not from when that was known to be the end', () => {
    const { floor, playback } = listening();
    playback.push(2000, 1000, false);
    playback.hear(1000, 2200);
    expect(floor.want(hello, 1500, 3000, 2200)).toBe(3700);
    expect(floor.want(hello, 300, 3000, 2200)).toBe(3000);
  });

  it('counts from the decision where there was nothing to hear before it', () => {
    const { floor } = listening();
    expect(floor.want(hello, 300, 3000)).toBe(3300);
  });

  it('counts anew from what is heard meanwhile, and from no silence that is queued behind it', () => {
    const { floor, playback } = listening();
    floor.want(hello, 300, 1000);
    playback.push(5000, 1200, false);
    playback.hear(1200, 2000);
    expect(floor.freeMs()).toBe(2300);
  });
});
