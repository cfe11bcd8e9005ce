import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callOf } from '../../../src/core/call/call_spec.ts';
import { Mouth } from '../../../src/core/call/mouth.ts';
import { layOut } from '../../../src/core/call/utterance.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';

const plan = smallPlan([SAY_HELLO, LISTEN]);
const { frameMs } = plan;
const speech = [{ utterance: 'hello' }];

function opened(atMs: number, microphonePhase: number): { readonly mouth: Mouth; readonly firstMs: number } {
  const mouth = new Mouth(plan, { ...callOf(plan, 0), microphonePhase });
  return { mouth, firstMs: mouth.open(atMs) };
}

/** Audible 80 ms into its first frame, so 20 ms before that is due; and 120 ms in, in its second. */
const early = layOut([0], plan.clips, frameMs);
const late = layOut([1], plan.clips, frameMs);

const phases = fc.double({ min: 0, max: 0.999, noNaN: true });
const instants = fc.double({ min: 0, max: 600_000, noNaN: true });

describe('the grid of a microphone', () => {
  it('begins a frame after it opens, later by its phase', () => {
    expect(opened(1000, 0).firstMs).toBe(1100);
    expect(opened(1000, 0.5).firstMs).toBe(1150);
  });

  it('has no frame due before its first, and one more with each frame from then on', () => {
    const { mouth, firstMs } = opened(1000, 0.25);
    expect([firstMs - 1, firstMs, firstMs + 99, firstMs + 100].map((atMs) => mouth.framesDue(atMs))).toEqual([
      0, 1, 1, 2,
    ]);
    expect(new Mouth(plan, callOf(plan, 0)).framesDue(5000)).toBe(0);
  });

  it('gives the first slot that has not been sent yet', () => {
    fc.assert(
      fc.property(instants, phases, instants, (openMs, phase, laterMs) => {
        const { mouth, firstMs } = opened(openMs, phase);
        const atMs = openMs + laterMs;
        const slotMs = mouth.slotNow(atMs, early);
        const frames = (slotMs - firstMs) / frameMs;
        expect(frames).toBeCloseTo(Math.round(frames), 6);
        expect(slotMs).toBeGreaterThan(atMs);
        // Nothing of it is said before it was decided on, and it is said as soon as a frame allows.
        expect(slotMs + early.speechStartMs).toBeGreaterThanOrEqual(atMs - 1e-6);
        expect(slotMs === firstMs || slotMs - atMs <= frameMs - Math.min(0, early.speechStartMs) + 1e-6).toBe(
          true,
        );
        expect(mouth.frameAt(slotMs)).toBe(Math.round(frames));
      }),
    );
  });

  it('takes a frame that is due within a millisecond for sent', () => {
    const { mouth, firstMs } = opened(1000, 0);
    expect(mouth.slotNow(firstMs - 1.5, late)).toBe(firstMs);
    expect(mouth.slotNow(firstMs - 0.5, late)).toBe(firstMs + frameMs);
    expect(mouth.slotNow(firstMs + frameMs - 1.5, late)).toBe(firstMs + frameMs);
    expect(mouth.slotNow(firstMs + frameMs - 0.5, late)).toBe(firstMs + 2 * frameMs);
  });

  it('lays an utterance so that it is heard at, or within a frame after, the wanted instant', () => {
    fc.assert(
      fc.property(phases, instants, (phase, laterMs) => {
        const { mouth, firstMs } = opened(1000, phase);
        const utterance = mouth.utterance(speech);
        const wantedMs = firstMs + utterance.speechStartMs + laterMs;
        const heardMs = mouth.slotToBeHeardAt(wantedMs, utterance) + utterance.speechStartMs;
        expect(heardMs - wantedMs).toBeGreaterThan(-1e-6);
        expect(heardMs - wantedMs).toBeLessThan(frameMs + 1e-6);
      }),
    );
  });

  it('cannot be heard before its first frame', () => {
    const { mouth, firstMs } = opened(1000, 0);
    expect(mouth.slotToBeHeardAt(0, mouth.utterance(speech))).toBe(firstMs);
  });
});

describe('what was said', () => {
  it('is audible where its recording is', () => {
    const { mouth } = opened(1000, 0);
    expect(mouth.speechEndMs).toBe(-Infinity);
    mouth.says(mouth.utterance(speech), 1100);
    // Audible 80–850 ms of what was captured from a frame before the first one was due.
    expect(mouth.spoken).toEqual([{ startMs: 1080, endMs: 1850 }]);
    expect(mouth.speechEndMs).toBe(1850);
  });

  it('is silent of its own will from a pause until it speaks or listens, and between its own words', () => {
    const { mouth } = opened(1000, 0);
    mouth.pause(1010);
    mouth.pause(1050);
    mouth.says(mouth.utterance(speech), 1100);
    mouth.pause(1850);
    mouth.resume(2400);
    mouth.resume(2500);
    mouth.pause(2600);
    mouth.resume(2600);
    expect(mouth.pauses).toEqual([
      { startMs: 1010, endMs: 1080 },
      { startMs: 1080, endMs: 1850 },
      { startMs: 1850, endMs: 2400 },
    ]);
  });
});

describe('a microphone that is shut in the middle', () => {
  /** "hello" from the frame due at 1100: audible, as captured, 1080–1850; "wait" after it, 2620–2900. */
  function talking(): Mouth {
    const { mouth } = opened(1000, 0);
    mouth.says(mouth.utterance(speech), 1100);
    mouth.says(mouth.utterance([{ utterance: 'wait' }]), 2600);
    return mouth;
  }

  it('has said what was captured by then, and nothing of what was to come', () => {
    const during = talking();
    during.shut(1500);
    expect(during.spoken).toEqual([{ startMs: 1080, endMs: 1500 }]);
    expect(during.speechEndMs).toBe(1500);
    const between = talking();
    between.shut(2000);
    expect(between.spoken).toEqual([{ startMs: 1080, endMs: 1850 }]);
    const atItsStart = talking();
    atItsStart.shut(2620);
    expect(atItsStart.spoken).toEqual([{ startMs: 1080, endMs: 1850 }]);
  });

  it('keeps what was said before it was shut, whole', () => {
    const mouth = talking();
    mouth.shut(2900);
    expect(mouth.spoken).toEqual([
      { startMs: 1080, endMs: 1850 },
      { startMs: 2620, endMs: 2900 },
    ]);
    expect(mouth.speechEndMs).toBe(2900);
    mouth.shut(5000);
    expect(mouth.speechEndMs).toBe(2900);
  });

  it('is silent of its own will no longer than it was open, and for no less than no time', () => {
    const { mouth } = opened(1000, 0);
    mouth.says(mouth.utterance(speech), 1100);
    mouth.shut(1500);
    expect(mouth.pauses).toEqual([{ startMs: 1080, endMs: 1500 }]);
    const early = opened(1000, 0).mouth;
    early.says(early.utterance(speech), 1100);
    early.shut(1050);
    expect(early.pauses).toEqual([{ startMs: 1080, endMs: 1080 }]);
    expect(early.spoken).toEqual([]);
    const over = opened(1000, 0).mouth;
    over.pause(1010);
    over.resume(1200);
    over.shut(1300);
    expect(over.pauses).toEqual([{ startMs: 1010, endMs: 1200 }]);
  });

  it('has its frames counted through once it is opened again, and none while it is shut', () => {
    const { mouth } = opened(1000, 0);
    mouth.shut(1350);
    expect([mouth.framesDue(1350), mouth.framesDue(9000)]).toEqual([3, 3]);
    const firstMs = mouth.open(2000);
    expect(firstMs).toBe(2100);
    expect([2099, 2100, 2200].map((atMs) => mouth.framesDue(atMs))).toEqual([3, 4, 5]);
    expect([2100, 2300].map((slotMs) => mouth.frameAt(slotMs))).toEqual([3, 5]);
    mouth.shut(2200);
    expect(mouth.framesDue(9000)).toBe(5);
  });
});
