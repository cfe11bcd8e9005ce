import { describe, expect, it } from 'vitest';
import { layOut } from '../../../src/core/call/utterance.ts';
import { clips } from '../plan/small_plan.ts';

describe('layOut', () => {
  it('starts and ends speech with the frames that carry it', () => {
    // hello, two frames of silence, wait: audible 80–850 of ten frames, then 120–400 from frame 12 on.
    const utterance = layOut([0, -2, 1], clips, 100);
    expect(utterance).toMatchObject({ frames: 17, speechStartMs: 0, speechEndMs: 1500, said: 'hello wait' });
  });

  it('is audible for as long as its samples are, whatever the frames', () => {
    const audible = [
      { startMs: 80, endMs: 850 },
      { startMs: 1320, endMs: 1600 },
    ];
    expect(layOut([0, -2, 1], clips, 100).audible).toEqual(audible);
    const short = clips
      .slice(0, 1)
      .map((clip) => ({ ...clip, frames: 1, segments: [{ startMs: 10, endMs: 90 }] }));
    expect(layOut([0], short, 200)).toMatchObject({
      speechStartMs: 0,
      speechEndMs: 0,
      audible: [{ startMs: 10, endMs: 90 }],
    });
  });

  it('refuses a playlist without speech', () => {
    expect(() => layOut([-3], clips, 100)).toThrow(RangeError);
    expect(() => layOut([99], clips, 100)).toThrow(RangeError);
  });
});
