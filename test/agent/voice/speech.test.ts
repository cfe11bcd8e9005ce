import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Speech } from '../../../src/agent/voice/speech.ts';
import type { Utterance, VoiceChunk } from '../../../src/agent/voice/voice.ts';

/** An utterance cut as a voice cuts it: pieces of 250 ms, the last as long as is left. */
function recorded(
  id: number,
  durationMs: number,
): { utterance: Utterance; chunks: VoiceChunk[]; bytes: Buffer } {
  const bytes = Buffer.alloc(durationMs * 48);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 7 + id) & 255;
  const chunks: VoiceChunk[] = [];
  for (let from = 0; from < bytes.length; from += 12_000) {
    const piece = bytes.subarray(from, from + 12_000);
    chunks.push({ base64: piece.toString('base64'), ms: piece.length / 48 });
  }
  const transcript = Array.from({ length: 1 + (durationMs >> 8) }, (_, i) => `word${id}${i}`).join(' ');
  return { utterance: { id: String(id), transcript, durationMs }, chunks, bytes };
}

function said(speech: Speech): { audio: Buffer; words: string } {
  const audio: Buffer[] = [];
  let words = '';
  while (!speech.over) {
    const chunk = speech.nextChunk();
    if (chunk !== null) audio.push(Buffer.from(chunk.base64, 'base64'));
    words += speech.nextWords();
  }
  return { audio: Buffer.concat(audio), words };
}

const durations = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 });

describe('speech', () => {
  it('is the utterances one after another, to the byte and to the letter', () => {
    fc.assert(
      fc.property(durations, (durations) => {
        const all = durations.map((ms, i) => recorded(i, ms));
        const speech = new Speech(
          all.map(({ utterance }) => utterance),
          all.map(({ chunks }) => chunks),
          Infinity,
        );
        const { audio, words } = said(speech);
        expect(audio.equals(Buffer.concat(all.map(({ bytes }) => bytes)))).toBe(true);
        expect(words).toBe(all.map(({ utterance }) => utterance.transcript).join(' '));
        expect(speech.whole).toBe(true);
        expect(speech.audioMs).toBeCloseTo(
          durations.reduce((sum, ms) => sum + ms, 0),
          6,
        );
        expect(speech.tokens.text + speech.tokens.audio).toBe(speech.wholeTokens);
      }),
      { numRuns: 50 },
    );
  });

  it('costs no more than its budget, and is whole where that pays for it', () => {
    fc.assert(
      fc.property(durations, fc.integer({ min: 1, max: 400 }), (durations, budget) => {
        const all = durations.map((ms, i) => recorded(i, ms));
        const speech = new Speech(
          all.map(({ utterance }) => utterance),
          all.map(({ chunks }) => chunks),
          budget,
        );
        said(speech);
        const { text, audio } = speech.tokens;
        expect(text + audio).toBeLessThanOrEqual(budget);
        expect(speech.whole).toBe(speech.wholeTokens <= budget);
      }),
      { numRuns: 100 },
    );
  });

  it('can be heard again, as far as it was said', () => {
    fc.assert(
      fc.property(
        durations,
        fc.integer({ min: 0, max: 20_000 }),
        fc.nat(20),
        (durations, untilMs, pieces) => {
          const all = durations.map((ms, i) => recorded(i, ms));
          const speech = new Speech(
            all.map(({ utterance }) => utterance),
            all.map(({ chunks }) => chunks),
            Infinity,
          );
          for (let i = 0; i < pieces; i++) speech.nextChunk();
          const again = Buffer.from(speech.audio(untilMs), 'base64');
          const whole = Buffer.concat(all.map(({ bytes }) => bytes));
          expect(again.length).toBe(Math.round(Math.min(untilMs, speech.audioMs) * 48));
          expect(again.equals(whole.subarray(0, again.length))).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has no audio in text alone, and comes in pieces all the same', () => {
    const { utterance } = recorded(1, 3000);
    const speech = new Speech([utterance], null, Infinity);
    const pieces: string[] = [];
    while (!speech.over) {
      expect(speech.nextChunk()).toBeNull();
      pieces.push(speech.nextWords());
    }
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe(utterance.transcript);
    expect(speech.tokens.audio).toBe(0);
  });
});
