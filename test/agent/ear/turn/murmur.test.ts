import { describe, expect, it } from 'vitest';
import { weighMurmur, type MurmurVerdict } from '../../../../src/agent/ear/turn/murmur.ts';
import type { Recognition } from '../../../../src/agent/ear/recognizer/recognition.ts';

const rules = { murmurs: ['mm-hm', 'okay', 'cough'], interruptionMs: 500 };
const heard = (confidence: number, ...utterances: string[]): Recognition => ({
  utterances,
  transcript: '',
  confidence,
  complete: true,
  unfinished: null,
});
/** In the middle of a word. */
const hearing = (unfinished: string, ...utterances: string[]): Recognition => ({
  ...heard(utterances.length > 0 ? 0.9 : 0, ...utterances),
  complete: false,
  unfinished,
});
const weigh = (recognition: Recognition, spokenMs: number, pausedMs = 0, over = false): MurmurVerdict =>
  weighMurmur(rules, recognition, { spokenMs, pausedMs, over });

describe('a voice over the agent', () => {
  it('is undecided while it is short and not clear', () => {
    expect(weigh(heard(0.2, 'wait'), 300)).toBe('undecided');
    expect(weigh(heard(0.9, 'wait'), 300)).toBe('undecided');
    expect(weigh(heard(0), 300, 300)).toBe('undecided');
  });

  it('is an interruption once it goes on, or a clear word is at its end', () => {
    expect(weigh(heard(0.2, 'wait'), 500)).toBe('interruption');
    expect(weigh(heard(0.9, 'wait'), 300, 200)).toBe('interruption');
    expect(weigh(heard(0), 600)).toBe('interruption');
  });

  it('is a murmur when it ends as one, however long it took up to twice the bound', () => {
    expect(weigh(heard(0.9, 'mm-hm'), 400, 500, true)).toBe('murmur');
    expect(weigh(heard(0.9, 'mm-hm', 'okay'), 900)).toBe('undecided');
    expect(weigh(heard(0.9, 'mm-hm', 'okay'), 900, 500, true)).toBe('murmur');
    expect(weigh(heard(0.9, 'mm-hm', 'okay'), 1000)).toBe('interruption');
  });

  it('may go on while it sounds like the middle of a murmur', () => {
    expect(weigh(hearing('cough'), 600)).toBe('undecided');
    expect(weigh(hearing('okay', 'mm-hm'), 900)).toBe('undecided');
    expect(weigh(hearing('cough'), 1000)).toBe('interruption');
    expect(weigh(hearing('refund'), 500)).toBe('interruption');
    expect(weigh(hearing('cough', 'wait'), 500)).toBe('interruption');
    expect(weigh(hearing('refund', 'okay'), 500)).toBe('interruption');
  });

  it('is passed over when it was short and said nothing', () => {
    expect(weigh(heard(0), 200, 500, true)).toBe('murmur');
    expect(weigh(heard(0.3, 'stop'), 200, 500, true)).toBe('murmur');
  });

  it('is an interruption when a murmur is followed by words', () => {
    expect(weigh(heard(0.9, 'okay', 'wait'), 450, 250)).toBe('interruption');
  });
});
