import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DetectorFactory } from '../../../../src/agent/ear/detector/detector.ts';
import type { TurnRules } from '../../../../src/agent/protocol/settings.ts';
import type { TurnChange } from '../../../../src/agent/ear/turn/turn_taking.ts';
import { TurnTaking } from '../../../../src/agent/ear/turn/turn_taking.ts';

/** Frames of 20 ms at 8 kHz; a frame is voiced when its first sample is not 0. */
const plain: DetectorFactory = () => {
  let carry: number[] = [];
  return {
    frameMs: 20,
    push: (pcm) => {
      carry = [...carry, ...pcm];
      const frames = Math.floor(carry.length / 160);
      const decisions = Uint8Array.from({ length: frames }, (_, i) => (carry[i * 160] === 0 ? 0 : 1));
      carry = carry.slice(frames * 160);
      return decisions;
    },
    release: () => {},
  };
};

const rules = (changes: Partial<TurnRules> = {}): TurnRules => ({
  threshold: 0.5,
  prefixPaddingMs: 300,
  silenceDurationMs: 200,
  idleTimeoutMs: null,
  eagerness: null,
  createResponse: true,
  interruptResponse: true,
  ...changes,
});

/** `.` is a silent frame, `#` a voiced one. G.711's rate goes to the detector as it is. */
const audio = (frames: string): Int16Array =>
  Int16Array.from({ length: frames.length * 160 }, (_, i) => (frames[Math.floor(i / 160)] === '#' ? 1 : 0));

const hear = (frames: string, changes: Partial<TurnRules> = {}): readonly TurnChange[] =>
  new TurnTaking(rules(changes), plain, 0).push(audio(frames));

describe('turns', () => {
  it('begin with the first voiced frame and end with the last, and what the rules add', () => {
    expect(hear(`${'.'.repeat(30)}${'#'.repeat(10)}${'.'.repeat(20)}`)).toEqual([
      { type: 'started', audioStartMs: 300, speechStartMs: 600 },
      { type: 'stopped', audioEndMs: 1000, speechEndMs: 800 },
    ]);
  });

  it('do not begin before the audio does, or inside the turn before', () => {
    expect(hear('.#####')[0]).toMatchObject({ audioStartMs: 0, speechStartMs: 20 });
    const [, , second] = hear(`#####${'.'.repeat(10)}..#####`);
    expect(second).toMatchObject({ type: 'started', audioStartMs: 300, speechStartMs: 340 });
  });

  it('need enough voice in the last 100 ms, more at a higher threshold', () => {
    expect(hear('..#..#..#..#..')).toEqual([]);
    expect(hear('..#.#.#...')).toHaveLength(1);
    expect(hear('..#.#.#...', { threshold: 1 })).toEqual([]);
    expect(hear('..#####...', { threshold: 1 })).toHaveLength(1);
    expect(hear('..#...', { threshold: 0 })).toHaveLength(1);
  });

  it('are not kept open by single frames, but by two in a row', () => {
    expect(hear('#####....#....#..').map(({ type }) => type)).toEqual(['started', 'stopped']);
    expect(hear('#####....##....##....').map(({ type }) => type)).toEqual(['started']);
  });

  it('end when whoever listens to the words has waited long enough, and not in a short pause', () => {
    const asked: number[] = [];
    const turns = new TurnTaking(rules(), plain, 0, () => {
      asked.push(turns.pausedMs);
      return 400;
    });
    const changes = turns.push(audio(`#####${'.'.repeat(8)}#####${'.'.repeat(30)}`));
    expect(changes).toEqual([
      { type: 'started', audioStartMs: 0, speechStartMs: 0 },
      { type: 'stopped', audioEndMs: 760, speechEndMs: 360 },
    ]);
    expect(Math.min(...asked)).toBe(200);
  });

  it('are the same however the audio is cut', () => {
    const frames = fc.string({ unit: fc.constantFrom('.', '#'), maxLength: 200 });
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 1000 }), (text, cut) => {
        const pcm = audio(text);
        const turns = new TurnTaking(rules(), plain, 0);
        const found: TurnChange[] = [];
        for (let at = 0; at < pcm.length; at += cut) found.push(...turns.push(pcm.subarray(at, at + cut)));
        expect(found).toEqual(hear(text));
        // They alternate, and never run backwards.
        found.forEach((change, i) => expect(change.type).toBe(i % 2 === 0 ? 'started' : 'stopped'));
        const positions = found.map((change) =>
          change.type === 'started' ? change.audioStartMs : change.audioEndMs,
        );
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      }),
    );
  });
});
