import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diarizes, logprobOf, tokensOf } from '../../../../src/agent/ear/turn/transcription_detail.ts';
import { anyText } from '../../../any_text.ts';

describe('the tokens of a transcript', () => {
  it('are its words, and together it', () => {
    expect(tokensOf('Where is my order?')).toEqual(['Where ', 'is ', 'my ', 'order?']);
    expect(tokensOf('')).toEqual([]);
  });

  it('are in bytes what they are in UTF-8', () => {
    fc.assert(
      fc.property(anyText(), (token) => {
        expect(logprobOf(token, 1).bytes).toEqual([...Buffer.from(token, 'utf8')]);
      }),
    );
    expect(logprobOf('\uD800', 1).bytes).toEqual([0xef, 0xbf, 0xbd]);
  });

  it('are as likely as the turn, and never so unlikely that JSON has no number for it', () => {
    expect(Math.exp(logprobOf('x', 0.75).logprob)).toBeCloseTo(0.75, 9);
    expect(logprobOf('x', 1).logprob).toBe(0);
    expect(Number.isFinite(logprobOf('x', 0).logprob)).toBe(true);
  });
});

it('tells speakers apart where the model does', () => {
  expect(diarizes({ model: 'gpt-4o-transcribe-diarize' })).toBe(true);
  expect([diarizes({ model: 'gpt-4o-transcribe' }), diarizes({})]).toEqual([false, false]);
});
