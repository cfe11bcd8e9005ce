import { describe, expect, it } from 'vitest';
import { CutIn } from '../../../src/core/call/cut_in.ts';
import { layOut } from '../../../src/core/call/utterance.ts';
import { clips } from '../plan/small_plan.ts';

const utterance = layOut([1], clips, 100);

function wishing(): CutIn {
  const cutIn = new CutIn();
  cutIn.want(utterance, 500);
  cutIn.countFrom(2000);
  return cutIn;
}

describe('the wish to cut in', () => {
  it('is there once there is one, and until it is forgotten', () => {
    const cutIn = new CutIn();
    expect(cutIn.due).toBeNull();
    cutIn.want(utterance, 500);
    expect(cutIn.due).toEqual({ utterance, afterMs: 500 });
    cutIn.forget();
    expect(cutIn.due).toBeNull();
  });

  it('counts from when the answer was first heard', () => {
    const cutIn = wishing();
    expect(cutIn.wantedMs({ utterance, afterMs: 500 })).toBe(2500);
    // Nothing was postponed: what is said next changes nothing.
    cutIn.resume(3000);
    expect(cutIn.wantedMs({ utterance, afterMs: 500 })).toBe(2500);
  });

  it('waits while nothing is said, and counts anew from what is said next', () => {
    const cutIn = wishing();
    cutIn.postpone();
    expect(cutIn.due).toBeNull();
    cutIn.resume(4000);
    expect(cutIn.due).toEqual({ utterance, afterMs: 500 });
    expect(cutIn.wantedMs({ utterance, afterMs: 500 })).toBe(4500);
    cutIn.resume(9000);
    expect(cutIn.wantedMs({ utterance, afterMs: 500 })).toBe(4500);
  });

  it('does not count from before the answer', () => {
    const cutIn = wishing();
    cutIn.postpone();
    cutIn.resume(-Infinity);
    expect(cutIn.wantedMs({ utterance, afterMs: 500 })).toBe(2500);
  });

  it('does not make a later wish wait', () => {
    const cutIn = wishing();
    cutIn.postpone();
    cutIn.forget();
    cutIn.want(utterance, 700);
    expect(cutIn.due).toEqual({ utterance, afterMs: 700 });
  });
});
