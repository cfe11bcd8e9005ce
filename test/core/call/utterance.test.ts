import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../src/core/call/utterance.ts';
import { clips } from '../plan/small_plan.ts';

describe('layOut', () => {
  it('starts and ends speech when it is captured, and when the frames that carry it are due', () => {
    // hello, two frames of silence, wait: audible 80–850 of ten frames, then 120–400 from frame 12 on.
    const utterance = layOut([0, -2, 1], clips, 100);
    expect(utterance).toMatchObject({
      frames: 17,
      speechStartMs: -20,
      speechEndMs: 1500,
      speechStartDueMs: 0,
      speechEndDueMs: 1500,
      said: 'hello wait',
    });
  });

  it('captures each sample up to a frame before its frame is due, and never after', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 99 }));
    fc.assert(
      fc.property(span, fc.constantFrom(20, 50, 100, 200), ([startMs, length], frameMs) => {
        const [one] = clips.map((clip) => ({
          ...clip,
          frames: Math.ceil(1000 / frameMs),
          segments: [{ startMs, endMs: startMs + length }],
        }));
        const { speechEndMs, speechEndDueMs } = layOut([0], [one as (typeof clips)[number]], frameMs);
        expect(speechEndDueMs - speechEndMs).toBeGreaterThanOrEqual(0);
        expect(speechEndDueMs - speechEndMs).toBeLessThan(frameMs);
        expect(speechEndDueMs % frameMs).toBe(0);
      }),
    );
  });

  it('is audible for as long as its samples are, whatever the frames', () => {
    const audible = [
      { startMs: -20, endMs: 750 },
      { startMs: 1220, endMs: 1500 },
    ];
    expect(layOut([0, -2, 1], clips, 100).audible).toEqual(audible);
    const short = clips
      .slice(0, 1)
      .map((clip) => ({ ...clip, frames: 1, segments: [{ startMs: 10, endMs: 90 }] }));
    expect(layOut([0], short, 200)).toMatchObject({
      speechStartDueMs: 0,
      speechEndDueMs: 0,
      audible: [{ startMs: -190, endMs: -110 }],
    });
  });

  it('refuses a playlist without speech', () => {
    expect(() => layOut([-3], clips, 100)).toThrow(RangeError);
    expect(() => layOut([99], clips, 100)).toThrow(RangeError);
  });

  it('says what was recorded, and tells people of a digit as of itself', () => {
    expect(layOut([2, 0], clips, 100)).toMatchObject({
      playlist: [2, 0],
      frames: 13,
      said: '4 hello',
      transcript: 'digit-4. hello.',
    });
  });

  it('begins with the silence that stands before its first words', () => {
    // Three frames, then digit-4: audible 50–250.
    expect(layOut([-3, 2], clips, 100)).toMatchObject({
      frames: 6,
      speechStartMs: 250,
      speechStartDueMs: 300,
      speechEndMs: 450,
      speechEndDueMs: 500,
    });
  });

  it('is due with its first frame where nothing but that frame’s beginning is audible', () => {
    const click = clips.slice(0, 1).map((clip) => ({ ...clip, segments: [{ startMs: 0, endMs: 0 }] }));
    expect(layOut([0], click, 100)).toMatchObject({ speechStartDueMs: 0, speechEndDueMs: 0 });
  });

  it('says which clip it lacks', () => {
    const silent = clips.slice(0, 1).map((clip) => ({ ...clip, segments: [] }));
    expect(() => layOut([99], clips, 100)).toThrow('clip 99 is not in the plan or holds no speech');
    expect(() => layOut([0], silent, 100)).toThrow('clip 0 is not in the plan or holds no speech');
    expect(() => layOut([-3], clips, 100)).toThrow('a playlist without speech');
  });
});
