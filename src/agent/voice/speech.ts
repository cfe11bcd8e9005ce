/**
 * What one message says: recorded utterances one after another, as pieces of audio and, ahead of them, pieces of transcript.
 * Pure. The audio is the voice's own, shared by all sessions: what is kept here is how far it has been said. A budget of
 * tokens pays for the whole transcript first and for audio with what is left; what it does not pay for is not said.
 */

import { decodeBase64, encodeBase64 } from '../../audio/base64.ts';
import { AGENT_AUDIO_MS, textTokens } from '../meter/tokens.ts';
import type { Said } from '../protocol/conversation_items.ts';
import type { Utterance, VoiceChunk } from './voice.ts';

/** Audio pieces to one piece of transcript: about a second of speech. */
export const CHUNKS_PER_WORDS = 4;
/** Text alone comes in pieces of about so many characters. */
const CHARACTERS_PER_PIECE = 40;

export class Speech implements Said {
  /** Audio said so far. */
  audioMs = 0;
  chunksSaid = 0;
  /** Transcript said so far. */
  words = '';
  readonly transcript: string;
  private readonly lines: readonly (readonly VoiceChunk[])[] | null;
  private readonly pieces: readonly string[];
  private readonly wordLimit: number;
  private readonly chunkLimit: number;
  private readonly chunkCount: number;
  private piecesSaid = 0;
  private line = 0;
  private chunk = 0;

  /** `lines`: the audio of each utterance; null where it is said in text alone. */
  constructor(
    utterances: readonly Utterance[],
    lines: readonly (readonly VoiceChunk[])[] | null,
    budgetTokens: number,
  ) {
    this.transcript = utterances.map(({ transcript }) => transcript).join(' ');
    this.lines = lines;
    this.chunkCount = (lines ?? []).reduce((count, chunks) => count + chunks.length, 0);
    const pieces =
      lines === null
        ? Math.ceil(this.transcript.length / CHARACTERS_PER_PIECE)
        : Math.ceil(this.chunkCount / CHUNKS_PER_WORDS);
    this.pieces = split(this.transcript, Math.max(1, pieces));
    this.wordLimit = Math.max(0, budgetTokens * 4);
    this.chunkLimit = affordable(lines ?? [], budgetTokens - textTokens(this.transcript.length));
  }

  /** There is no more audio. */
  get silent(): boolean {
    return this.chunksSaid >= this.chunkLimit;
  }

  /** All is said that the budget pays for. */
  get over(): boolean {
    return this.silent && (this.piecesSaid >= this.pieces.length || this.words.length >= this.wordLimit);
  }

  /** Nothing of it is left unsaid. */
  get whole(): boolean {
    return this.chunksSaid === this.chunkCount && this.words.length === this.transcript.length;
  }

  get tokens(): { readonly text: number; readonly audio: number } {
    return { text: textTokens(this.words.length), audio: Math.ceil(this.audioMs / AGENT_AUDIO_MS) };
  }

  /** What it costs to say it all. */
  get wholeTokens(): number {
    const ms = (this.lines ?? []).flat().reduce((sum, chunk) => sum + chunk.ms, 0);
    return textTokens(this.transcript.length) + Math.ceil(ms / AGENT_AUDIO_MS);
  }

  /** The next piece of audio; null where there is none (left to pay for). */
  nextChunk(): VoiceChunk | null {
    if (this.lines === null || this.chunksSaid >= this.chunkLimit) return null;
    while (this.chunk >= (this.lines[this.line]?.length ?? Infinity)) {
      this.line++;
      this.chunk = 0;
    }
    const chunk = this.lines[this.line]?.[this.chunk];
    if (chunk === undefined) return null;
    this.chunk++;
    this.chunksSaid++;
    this.audioMs += chunk.ms;
    return chunk;
  }

  /** The next piece of transcript; empty where there is none. */
  nextWords(): string {
    const piece = this.pieces[this.piecesSaid] ?? '';
    this.piecesSaid++;
    const words = piece.slice(0, Math.max(0, this.wordLimit - this.words.length));
    this.words += words;
    return words;
  }

  /** The first so many ms of what was said, as base64: in whole samples, and no more than was said. */
  audio(untilMs: number): string {
    const chunks = (this.lines ?? []).flat();
    let left = Math.min(untilMs, this.audioMs);
    let text = '';
    let i = 0;
    // What is whole groups of base64 can be put together as it is.
    for (let chunk = chunks[0]; chunk !== undefined && left >= chunk.ms; chunk = chunks[++i]) {
      if (chunk.base64.endsWith('=')) break;
      text += chunk.base64;
      left -= chunk.ms;
    }
    const parts: Uint8Array[] = [];
    for (let chunk = chunks[i]; chunk !== undefined && left > 0; chunk = chunks[++i]) {
      const bytes = decodeBase64(chunk.base64);
      const perMs = bytes.length / chunk.ms;
      // Two bytes a sample in PCM; an even number does no harm elsewhere.
      const wanted = left >= chunk.ms ? bytes.length : Math.floor((left * perMs) / 2) * 2;
      parts.push(bytes.subarray(0, wanted));
      left -= chunk.ms;
    }
    return text + encodeBase64(joined(parts));
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Cuts a transcript into about equal pieces at its spaces; joined, they are the transcript. */
function split(transcript: string, pieces: number): string[] {
  const words = transcript.match(/\S+\s*/g) ?? [transcript];
  const out: string[] = [];
  for (let i = 0; i < pieces; i++) {
    const from = Math.round((i * words.length) / pieces);
    const to = Math.round(((i + 1) * words.length) / pieces);
    out.push(words.slice(from, to).join(''));
  }
  return out;
}

/** How many pieces of audio a number of tokens pays for. */
function affordable(lines: readonly (readonly VoiceChunk[])[], tokens: number): number {
  let ms = 0;
  let count = 0;
  for (const chunks of lines) {
    for (const chunk of chunks) {
      ms += chunk.ms;
      if (ms / AGENT_AUDIO_MS > tokens) return count;
      count++;
    }
  }
  return count;
}
