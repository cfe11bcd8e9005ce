/**
 * What a Gemini Live server says, as the answers of a session. The protocol names none: an answer begins with the first of its
 * content after the end of the last, and ends once all of it has been generated; that the turn is complete is told later, when the
 * server takes it to have been played, and brings what it has used. A call of tools is an answer's end. What still comes of one that
 * was interrupted is its own until the turn is complete. Pure; no instants.
 *
 *   state      left when                                  for
 *   ────────   ────────────────────────────────────────   ────────
 *   idle       content comes                              speaking
 *              tools are called                           called
 *   speaking   all is generated                           spoken
 *              tools are called                           called
 *              it is interrupted                          cut
 *              the turn is complete                       idle
 *   spoken     content comes                              speaking
 *              the turn is complete, or interrupted       idle
 *   called     content comes                              speaking
 *              the turn is complete                       idle
 *   cut        the turn is complete                       idle
 */

import type { AnswerStatus } from '../../core/call/event.ts';
import { unreportedUsage } from '../../core/log/usage.ts';
import type { ReadEvent } from '../dialect.ts';
import { geminiUsage } from './gemini_usage.ts';
import type { Said } from './gemini_read.ts';

const BYTES_PER_MS = 48;
/** Of a turn that came to nothing. */
const FAILED = /MALFORMED|REJECTED|PROHIBITED|SAFETY|BLOCKLIST|UNSAFE|OTHER|CELEBRITY/;

export class GeminiTurns {
  private state: 'idle' | 'speaking' | 'spoken' | 'called' | 'cut' = 'idle';
  private count = 0;
  private answer = '';
  /** Nothing has been told yet of what it has used. */
  private owesUsage = false;
  /** What it says. */
  private words = '';
  /** What came before its answer. */
  private early = '';
  /** What it has heard the caller say, and not been told to be all. */
  private heard = '';

  /** The answer that a piece of audio is of; null: it begins one. */
  get current(): string | null {
    return this.state === 'speaking' || this.state === 'cut' ? this.answer : null;
  }

  take(said: Said): readonly ReadEvent[] {
    switch (said.type) {
      case 'audio': {
        const { payload, bytes } = said;
        const begun = this.begin();
        return [
          ...begun,
          { type: 'audio', responseId: this.answer, itemId: '', ms: bytes / BYTES_PER_MS, payload },
        ];
      }
      case 'bad_audio':
        return [{ type: 'malformed', reason: 'audio that is no base64' }];
      case 'words':
        return this.says(said.text, said.written);
      case 'thought':
        return [{ type: 'other', name: 'thought', ofAnswer: true }];
      case 'heard':
        this.heard += said.text;
        return said.finished ? this.transcribed() : [{ type: 'other', name: 'inputTranscription' }];
      case 'interrupted':
        return this.interrupted();
      case 'generated':
        return this.generated();
      case 'complete':
        return this.complete(said.reason);
      case 'call':
        return this.calls(said);
      case 'usage':
        this.owesUsage = false;
        return [{ type: 'used', responseId: this.answer, usage: geminiUsage(said.told) }];
      default:
        return [];
    }
  }

  /** It is content: an answer begins, or goes on. */
  private begin(): readonly ReadEvent[] {
    if (this.state === 'speaking' || this.state === 'cut') return [];
    const before = this.owed();
    this.state = 'speaking';
    this.answer = `answer_${++this.count}`;
    this.owesUsage = true;
    this.words = '';
    const created = { type: 'answer_created', responseId: this.answer, inferred: true } as const;
    const { early } = this;
    this.early = '';
    return [...this.transcribed(), ...before, created, ...this.writes(early)];
  }

  private says(text: string, written: boolean): readonly ReadEvent[] {
    if (written) return [...this.begin(), ...this.writes(text)];
    switch (this.state) {
      case 'idle':
      case 'called':
        // Words may come before what is spoken of them, and after all of it.
        this.early += text;
        return [{ type: 'other', name: 'outputTranscription', ofAnswer: true }];
      case 'spoken':
        return text.trim() === ''
          ? []
          : [{ type: 'answer_text', responseId: this.answer, text: text.trim() }];
      case 'speaking':
      case 'cut':
        return this.writes(text);
    }
  }

  private writes(text: string): readonly ReadEvent[] {
    if (text === '') return [];
    this.words += text;
    return [{ type: 'answer_content', responseId: this.answer, itemId: '', text }];
  }

  private generated(): readonly ReadEvent[] {
    if (this.state !== 'speaking') return [{ type: 'other', name: 'generationComplete' }];
    this.state = 'spoken';
    return this.done('completed', null);
  }

  private interrupted(): readonly ReadEvent[] {
    if (this.state === 'speaking') this.state = 'cut';
    else if (this.state !== 'cut') this.state = 'idle';
    return [{ type: 'interrupted' }];
  }

  private complete(reason: string | null): readonly ReadEvent[] {
    const { state } = this;
    this.state = 'idle';
    const failed = reason !== null && FAILED.test(reason);
    const late = this.transcribed();
    if (state === 'cut') return [...late, ...this.done('cancelled', 'turn_detected')];
    if (state === 'speaking') return [...late, ...this.done(failed ? 'failed' : 'completed', reason)];
    // Of a turn that came to nothing the end is all that is told.
    if (failed && state === 'idle') {
      const begun = this.begin();
      this.state = 'idle';
      return [...begun, ...this.done('failed', reason)];
    }
    return late.length === 0 ? [{ type: 'other', name: 'turnComplete' }] : late;
  }

  private calls({ id, name, args }: Said & { readonly type: 'call' }): readonly ReadEvent[] {
    const before = this.state === 'called' ? [] : this.begin();
    const call = { type: 'tool_call', responseId: this.answer, callId: id, name, arguments: args } as const;
    // Several are called at once, or one after the other: the first ends the answer.
    const isFirst = this.state === 'speaking';
    if (isFirst) this.state = 'called';
    return [...before, call, ...(isFirst ? this.done('completed', null) : [])];
  }

  /** What it used is told with the turn's end, and may be told in several parts. */
  private done(status: AnswerStatus, reason: string | null): readonly ReadEvent[] {
    const responseId = this.answer;
    const text = this.words.trim();
    return [
      ...(text === '' ? [] : [{ type: 'answer_text', responseId, text } as const]),
      {
        type: 'answer_done',
        responseId,
        status,
        reason,
        rateLimited: false,
        usage: null,
        usageFollows: true,
        ...(text === '' ? {} : { worded: true }),
      },
    ];
  }

  /** Another answer begins, and of the one before nothing was told: nothing will be. */
  private owed(): readonly ReadEvent[] {
    if (!this.owesUsage || this.state === 'called') return [];
    this.owesUsage = false;
    return [{ type: 'used', responseId: this.answer, usage: unreportedUsage }];
  }

  private transcribed(): readonly ReadEvent[] {
    const text = this.heard.trim();
    this.heard = '';
    return text === '' ? [] : [{ type: 'transcribed', itemId: '', text, seconds: 0, tokens: 0 }];
  }
}
