import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/word/random.ts';
import { rmsDbfs } from '../../src/audio/level.ts';
import { readImpairText } from '../../src/impair/impair_text.ts';
import { lossModel, lostPackets, type LossModel } from '../../src/impair/loss_model.ts';
import { minus, RATE, speech, spoiled } from './tools.ts';

const PACKET = 480;
/** Runs are what is random: the longer they are, the fewer there are among so many packets. */
const PACKETS = 100_000;

function runsOf(lost: readonly boolean[]): readonly number[] {
  const runs: number[] = [];
  lost.forEach((one, at) => {
    if (!one) return;
    if (lost[at - 1] === true) runs[runs.length - 1] = (runs.at(-1) as number) + 1;
    else runs.push(1);
  });
  return runs;
}

/** So many packets in all, in stretches with draws of their own: the mean of some of the same. */
function figures(model: LossModel, seed: number): { readonly rate: number; readonly burst: number } {
  const lost = lostPackets(PACKETS, model, new Random(seed, 'loss'));
  const runs = runsOf(lost);
  const count = lost.filter(Boolean).length;
  return { rate: count / PACKETS, burst: count / runs.length };
}

describe('the model of loss', () => {
  it.each([
    [0.03, 1.5, 0, 1],
    [0.1, 2, 0, 1],
    [0.2, 3, 0, 1],
    [0.3, 4, 0, 1],
    [0.1, 1.5, 0.01, 0.6],
    [0.25, 2, 0.02, 0.7],
  ])('loses a share of %d in bursts of %d: %d when good, %d when bad', (rate, burst, good, bad) => {
    const model = lossModel(rate, burst, good, bad);
    if ('mistake' in model) throw new Error(model.mistake);
    const found = figures(model, 1);
    expect(Math.abs(found.rate / rate - 1)).toBeLessThan(0.05);
    expect(Math.abs(found.burst / burst - 1)).toBeLessThan(0.05);
  });

  it('loses nothing, or refuses what no line could do', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.95, noNaN: true }),
        fc.double({ min: 1, max: 50, noNaN: true }),
        (rate, burst) => {
          const model = lossModel(rate, burst, 0, 1);
          // A line that is bad so often, and so briefly, would have to turn bad more than always.
          const possible = rate / (1 - rate) <= burst;
          const { turnsBad = 1, turnsGood = 1 } = 'mistake' in model ? {} : model;
          expect('mistake' in model).toBe(!possible);
          expect(Math.min(turnsBad, turnsGood)).toBeGreaterThanOrEqual(0);
          expect(Math.max(turnsBad, turnsGood)).toBeLessThanOrEqual(1);
        },
      ),
    );
    expect(figuresOfNone()).toBe(0);
    expect(readImpairText('loss=50%@4,bad=40%')).toMatchObject({
      mistake: expect.stringContaining('loss: expected a rate over what a good line loses') as unknown,
    });
  });
});

/** One packet as another. */
function isSame(a: Float32Array, atA: number, b: Float32Array, atB: number): boolean {
  const other = b.subarray(atB, atB + PACKET);
  const packet = a.subarray(atA, atA + PACKET);
  return packet.length === other.length && packet.every((sample, i) => sample === other[i]);
}

function figuresOfNone(): number {
  const model = lossModel(0, 3, 0, 1);
  return 'mistake' in model ? 1 : lostPackets(1000, model, new Random(1)).filter(Boolean).length;
}

describe('loss', () => {
  const clean = speech(6, 4);
  const lostIn = (heard: Float32Array): readonly boolean[] =>
    Array.from({ length: clean.length / PACKET }, (_, k) =>
      heard.subarray(k * PACKET, (k + 1) * PACKET).every((sample) => sample === 0),
    );

  it('takes whole packets out and leaves the others as they are', () => {
    const heard = spoiled(clean, ['loss=20%@2']);
    const lost = lostIn(heard);
    expect(lost.filter(Boolean).length).toBeGreaterThan(10);
    const kept = lost.flatMap((gone, k) => (gone ? [] : [k * PACKET]));
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.filter((from) => !isSame(heard, from, clean, from))).toEqual([]);
  });

  it('repeats the packet before, where that is asked for', () => {
    const lost = lostIn(spoiled(clean, ['loss=20%@2']));
    const heard = spoiled(clean, ['loss=20%@2,conceal=repeat']);
    const repeated = lost.flatMap((gone, k) => (gone && k > 0 ? [k * PACKET] : []));
    expect(repeated.length).toBeGreaterThan(10);
    expect(repeated.filter((from) => !isSame(heard, from, heard, from - PACKET))).toEqual([]);
  });

  it('is nearer to what was said when it is concealed than when it is silent', () => {
    const off = (text: string): number => rmsDbfs(minus(spoiled(clean, [text]), clean));
    expect(off('loss=10%@1,conceal=conceal')).toBeLessThan(off('loss=10%@1') - 1);
    expect(clean).toHaveLength(4 * RATE);
  });
});
