import { describe, expect, it } from 'vitest';
import { activeDbfs, rmsDbfs } from '../../src/audio/level.ts';
import { isSame, minus, RATE, speech, spoiled } from './tools.ts';

const clean = speech(8);
const added = (text: string): Float32Array => minus(spoiled(clean, [text]), clean);

/** How loud one frequency is in it, as a sine's RMS. */
function levelAt(samples: Float32Array, hz: number): number {
  let [re, im] = [0, 0];
  samples.forEach((sample, i) => {
    re += sample * Math.cos((2 * Math.PI * hz * i) / RATE);
    im += sample * Math.sin((2 * Math.PI * hz * i) / RATE);
  });
  return 20 * Math.log10((Math.SQRT2 * Math.hypot(re, im)) / samples.length);
}

describe('a silence', () => {
  it.each([
    ['start', 0],
    ['middle', 0.75],
    ['end', 1.5],
  ] as const)('takes half a second away at the %s, and nothing else', (at, fromSeconds) => {
    const heard = spoiled(clean, [`silence=500ms@${at}`]);
    const [from, to] = [fromSeconds * RATE, (fromSeconds + 0.5) * RATE];
    expect(heard.subarray(from, to).every((sample) => sample === 0)).toBe(true);
    expect(isSame(heard.subarray(0, from), clean.subarray(0, from))).toBe(true);
    expect(isSame(heard.subarray(to), clean.subarray(to))).toBe(true);
  });
});

describe('keys', () => {
  it.each([
    ['1', 697, 1209],
    ['5', 770, 1336],
    ['#', 941, 1477],
    ['D', 941, 1633],
  ])('sound as two tones: %s', (key, low, high) => {
    const pressed = added(`dtmf=${key}@-3dB`).subarray(0, RATE / 10);
    const level = activeDbfs(clean, RATE) - 3;
    expect(rmsDbfs(pressed)).toBeCloseTo(level, 0);
    for (const hz of [697, 770, 852, 941, 1209, 1336, 1477, 1633]) {
      const there = levelAt(pressed, hz) > level - 10;
      expect([hz, there]).toEqual([hz, hz === low || hz === high]);
    }
  });

  it('are pressed one after another', () => {
    const made = added('dtmf=159');
    const loud = Array.from({ length: 6 }, (_, k) => rmsDbfs(made.subarray(k * 2400, (k + 1) * 2400)) > -60);
    expect(loud).toEqual([true, false, true, false, true, false]);
  });
});

describe('a tone', () => {
  it.each([440, 1000, 3000])('is of its frequency and level: %i Hz', (hz) => {
    const made = added(`tone=${hz}Hz@-12dB`);
    const level = activeDbfs(clean, RATE) - 12;
    expect(levelAt(made, hz)).toBeCloseTo(level, 0);
    expect(rmsDbfs(made)).toBeCloseTo(level, 0);
  });

  it('may be music, of the level asked for', () => {
    expect(rmsDbfs(added('hold_music=-6dB'))).toBeCloseTo(activeDbfs(clean, RATE) - 6, 0);
  });
});

describe('gain', () => {
  it.each([-40, -6, 12])('is %i dB for all of it', (by) => {
    expect(rmsDbfs(spoiled(clean, [`gain=${by}dB`])) - rmsDbfs(clean)).toBeCloseTo(by, 2);
  });

  it('jumps in steps that stay for as long as was asked, within what was asked', () => {
    const flat = new Float32Array(2 * RATE).fill(0.5);
    const heard = spoiled(flat, ['gain_steps=20dB@250ms']);
    const steps = Array.from({ length: 8 }, (_, k) => {
      const part = heard.subarray(k * (RATE / 4) + 480, (k + 1) * (RATE / 4));
      expect(part.every((sample) => sample === part[0])).toBe(true);
      return 20 * Math.log10((part[0] as number) / 0.5);
    });
    expect(steps.every((db) => db <= 0 && db >= -20)).toBe(true);
    expect(Math.max(...steps) - Math.min(...steps)).toBeGreaterThan(3);
  });
});

describe('slips', () => {
  it('repeat a piece and skip one in turn, and leave the rest in time', () => {
    const ramp = Float32Array.from({ length: 4 * RATE }, (_, i) => i / (4 * RATE));
    const late = spoiled(ramp, ['slip=20ms@300ms']).map((sample, i) => Math.round(i - sample * 4 * RATE));
    expect(new Set(late)).toEqual(new Set([0, 480]));
    expect(late.at(-1)).toBe(0);
    const jumps = late.filter((each, i) => i > 0 && each !== late[i - 1]).length;
    expect(jumps).toBeGreaterThan(3);
    expect(jumps % 2).toBe(0);
  });
});
