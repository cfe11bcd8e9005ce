/** Which of a caller's words nothing spoiled. */

import { describe, expect, it } from 'vitest';
import type { StrikeRecord } from '../../../src/core/log/record.ts';
import { GoodAudio } from '../../../src/report/quality/good_audio.ts';
import { turn, type TurnFields } from '../log_builder.ts';

const spoilt = (fields: Partial<StrikeRecord> = {}): StrikeRecord => ({
  type: 'strike',
  call: 0,
  atMs: 2000,
  fault: 'noise',
  connection: 0,
  of: 'voice',
  ...fields,
});
const said = (fields: TurnFields = {}) =>
  turn({ call: 0, marks: { speechStart: 1000, speechEnd: 2000 }, ...fields });
const of = (strikes: readonly StrikeRecord[], fields: TurnFields = {}) =>
  new GoodAudio({ strikes: [...strikes] }).of(said(fields));

describe('what a caller says', () => {
  it('is good where nothing spoiled a voice', () => {
    expect(of([])).toBe(true);
    expect(of([spoilt({ of: 'network' })])).toBe(true);
    const { of: _, ...deed } = spoilt();
    expect(of([deed])).toBe(true);
    expect(of([spoilt({ call: 1 })])).toBe(true);
  });

  it('is spoilt from then on, up to the very end of the words', () => {
    expect(of([spoilt({ atMs: 2000 })])).toBe(false);
    expect(of([spoilt({ atMs: 0 })])).toBe(false);
    expect(of([spoilt({ atMs: 2001 })])).toBe(true);
    expect(of([spoilt({ atMs: 9000 }), spoilt({ atMs: 1500 })])).toBe(false);
  });

  it('is spoilt in one step alone where that was said, whenever it was told', () => {
    expect(of([spoilt({ step: 2, atMs: 9000 })], { step: 2 })).toBe(false);
    expect(of([spoilt({ step: 0, atMs: 9000 })], { step: 0 })).toBe(false);
    expect(of([spoilt({ step: 2, atMs: 0 })], { step: 1 })).toBe(true);
  });

  it('is not known where nothing is said: a greeting, a silence, keys, or words without an end', () => {
    for (const kind of ['greeting', 'silence', 'dtmf'] as const) expect(of([spoilt()], { kind })).toBeNull();
    expect(of([], { marks: { speechEnd: 2000 } })).toBeNull();
    expect(of([], { marks: { speechStart: 1000 } })).toBeNull();
    expect(of([], { kind: 'interrupt' })).toBe(true);
  });
});
