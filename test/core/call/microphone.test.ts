import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MicrophoneBed } from '../../../src/core/call/bed.ts';
import { Microphone } from '../../../src/core/call/microphone.ts';
import { layOut } from '../../../src/core/call/utterance.ts';
import { clips } from '../plan/small_plan.ts';

const take = (microphone: Microphone, n: number): number[] =>
  Array.from({ length: n }, () => microphone.take());

describe('Microphone', () => {
  it('sends silence until it is told to speak, then the clip from the frame asked for', () => {
    const microphone = new Microphone(clips, 100);
    microphone.open(1000);
    expect(take(microphone, 2)).toEqual([0, 0]);
    microphone.speak([1], 1400);
    expect(take(microphone, 8)).toEqual([0, 0, 11, 12, 13, 14, 15, 0]);
  });

  it('says when the last frame of an utterance has left, once', () => {
    const microphone = new Microphone(clips, 100);
    microphone.open(0);
    microphone.speak([2, -2, 2], 0);
    const spoke = Array.from({ length: 10 }, () => [microphone.take(), microphone.justSpoke]);
    expect(spoke.map(([message]) => message)).toEqual([16, 17, 18, 0, 0, 16, 17, 18, 0, 0]);
    expect(spoke.map(([, last]) => last)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
  });

  it('falls silent when hushed', () => {
    const microphone = new Microphone(clips, 100);
    microphone.open(0);
    microphone.speak([0], 0);
    take(microphone, 3);
    microphone.hush();
    expect(take(microphone, 3)).toEqual([0, 0, 0]);
  });

  it('never drifts: frame k is due at open + k · frameMs, whatever is said', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (openMs, k) => {
          const microphone = new Microphone(clips, 20);
          microphone.open(openMs);
          take(microphone, k);
          expect(microphone.dueMs).toBe(openMs + k * 20);
        },
      ),
    );
  });

  it('sends exactly the frames an utterance was laid out to take', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -5, max: -1 })), {
          minLength: 1,
          maxLength: 8,
        }),
        (playlist) => {
          fc.pre(playlist.some((entry) => entry >= 0));
          const microphone = new Microphone(clips, 100);
          microphone.open(0);
          microphone.speak(playlist, 0);
          let frames = 0;
          do {
            microphone.take();
            frames++;
          } while (!microphone.justSpoke);
          expect(frames).toBe(layOut(playlist, clips, 100).frames);
        },
      ),
    );
  });
});

describe('the bed between words', () => {
  const BED = { firstFrame: 100, frames: 4, offset: 3 };
  const opened = (bed: MicrophoneBed | null = BED): Microphone => {
    const microphone = new Microphone(clips, 100, bed);
    microphone.open(0);
    return microphone;
  };

  it('is played in place of silence, round and round, from the call’s own offset', () => {
    expect(take(opened(), 9)).toEqual([103, 100, 101, 102, 103, 100, 101, 102, 103]);
  });

  it('makes way for speech, and is where it would have been when the words are over', () => {
    const microphone = opened();
    microphone.speak([1], 200);
    // Two frames of the bed, five of `wait`, and on with the bed at frame 7: (3 + 7) mod 4.
    expect(take(microphone, 9)).toEqual([103, 100, 11, 12, 13, 14, 15, 102, 103]);
  });

  it('fills the pauses of what is said, before it starts and after it is hushed', () => {
    const microphone = opened();
    microphone.speak([2, -2, 2], 100);
    expect(take(microphone, 7)).toEqual([103, 16, 17, 18, 103, 100, 16]);
    microphone.hush();
    expect(take(microphone, 2)).toEqual([102, 103]);
  });

  it('is told of where a recording begins over it and ends, with what goes on underneath', () => {
    const microphone = opened();
    microphone.speak([2, -1, 2, 1], 100);
    const edges = Array.from({ length: 14 }, () => {
      microphone.take();
      return microphone.edge === null ? null : [microphone.edge, microphone.under];
    });
    expect(edges.filter((edge) => edge !== null)).toEqual([
      ['begins', 100],
      ['ends', 102],
      ['begins', 100],
      ['ends', 102],
      ['begins', 103],
      ['ends', 103],
    ]);
    const silent = opened(null);
    silent.speak([2], 0);
    silent.take();
    expect(silent.edge).toBeNull();
  });

  it('goes on as time does, whatever is said', () => {
    const utterance = fc.record({
      playlist: fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -5, max: -1 })), {
        minLength: 1,
        maxLength: 4,
      }),
      atMs: fc.integer({ min: 0, max: 6000 }),
    });
    fc.assert(
      fc.property(utterance, fc.integer({ min: 0, max: 3 }), ({ playlist, atMs }, offset) => {
        const [without, over] = [opened(null), opened({ ...BED, offset })];
        for (const microphone of [without, over]) microphone.speak(playlist, atMs);
        const [quiet, noisy] = [take(without, 100), take(over, 100)];
        expect(noisy).toEqual(
          quiet.map((message, frame) => (message === 0 ? 100 + ((offset + frame) % 4) : message)),
        );
        expect(over.dueMs).toBe(without.dueMs);
      }),
    );
  });
});

describe('layOut', () => {
  it('puts speech where its frames are sent, from the first clip’s start to the last one’s end', () => {
    // hello 10 frames, audible 80–850; two frames of silence; wait 5 frames, audible 120–400.
    expect(layOut([0, -2, 1], clips, 100)).toMatchObject({
      frames: 17,
      speechStartMs: -20,
      speechEndMs: 1200 + 300,
      said: 'hello wait',
    });
  });

  it('refuses a playlist that says nothing', () => {
    expect(() => layOut([-3], clips, 100)).toThrow(RangeError);
    expect(() => layOut([99], clips, 100)).toThrow(/clip 99/);
  });
});
