/**
 * One answer on its way out: waits for the first token, then gives its items one after another at the beats of an absolute
 * schedule: a message's audio several times faster than it plays, then the calls of tools. Pure. Gives the events between
 * `response.created` and `response.done`, complete and in the service's order however it ends.
 */

import type { ConversationItem, RealtimeResponse } from 'openai/resources/realtime/realtime';
import type { Unsent } from '../protocol/server_event.ts';
import type { ItemStore } from './item_store.ts';
import { Message } from './message.ts';
import type { OutputItem } from './output_item.ts';
import { ToolCall } from './tool_call.ts';

export interface AnswerOptions {
  /** The response as it was created. */
  readonly frame: RealtimeResponse & { readonly id: string };
  readonly items: readonly OutputItem[];
  /** Ids of the utterances that it says. */
  readonly utterances: readonly string[];
  readonly store: ItemStore;
  readonly createdMs: number;
  readonly firstTokenMs: number;
  /** First beat: the first audio, where it speaks. */
  readonly firstBeatMs: number;
  readonly everyMs: number;
  /** What falls due between two bursts waits for the next. 0: nothing waits. */
  readonly burstMs: number;
}

export class Answer {
  readonly options: AnswerOptions;
  /** Where it stands: nothing said yet, in the middle, all said. */
  phase: 'thinking' | 'speaking' | 'finished' = 'thinking';
  firstAudioSentMs: number | null = null;
  /** Its items so far, as the client has them. */
  readonly output: ConversationItem[] = [];
  private index = 0;
  private beats = 0;

  constructor(options: AnswerOptions) {
    this.options = options;
  }

  /** Audio sent so far. */
  get audioMs(): number {
    return this.message?.speech.audioMs ?? 0;
  }

  /** How much of it has been said, in whatever way. */
  get saidMs(): number {
    let ms = 0;
    for (const { saidMs } of this.options.items) ms += saidMs;
    return ms;
  }

  /** Once it is closed: somebody has had something of it, a sound, or, where it has none, words to read. */
  get begun(): boolean {
    const spoken = this.message !== null && this.options.frame.output_modalities?.[0] === 'audio';
    return spoken ? this.audioMs > 0 : this.output.length > 0;
  }

  get message(): Message | null {
    return this.options.items.find((item): item is Message => item instanceof Message) ?? null;
  }

  /** The calls that were made, whole. */
  get calls(): readonly { readonly callId: string; readonly name: string }[] {
    return this.options.items.filter(
      (item): item is ToolCall => item instanceof ToolCall && item.phase === 'finished' && item.whole,
    );
  }

  /** The instant at which there is something to send. */
  nextMs(): number {
    const { firstTokenMs, firstBeatMs, burstMs } = this.options;
    if (this.phase === 'thinking') return firstTokenMs;
    const afterMs = this.beatMs() - firstBeatMs;
    return firstBeatMs + (burstMs === 0 ? afterMs : Math.ceil(afterMs / burstMs) * burstMs);
  }

  /** When its next piece would be sent if it did not come in bursts. */
  beatMs(): number {
    return this.options.firstBeatMs + this.beats * this.options.everyMs;
  }

  get tokens(): { readonly text: number; readonly audio: number } {
    let text = 0;
    let audio = 0;
    for (const { tokens } of this.options.items) {
      text += tokens.text;
      audio += tokens.audio;
    }
    return { text, audio };
  }

  /** What is due: an item's beginning, or its next piece; and its end, where another item follows. */
  advance(atMs: number): Unsent[] {
    const item = this.options.items[this.index];
    if (this.phase === 'thinking') this.phase = 'speaking';
    else this.beats++;
    if (item === undefined) return this.close();
    const events = item.phase === 'waiting' ? item.begin(this.options.store.add(item)) : item.step();
    if (this.audioMs > 0) this.firstAudioSentMs ??= atMs;
    if (item.phase !== 'finished') return events;
    // What the budget cut short is the last that is said.
    if (item.whole && this.options.items[this.index + 1]?.affordable === true) {
      events.push(...this.end(item));
      this.index++;
    } else this.phase = 'finished';
    return events;
  }

  /** Nothing that it was to say or call is left out. */
  get whole(): boolean {
    return this.options.items.every(({ whole }) => whole);
  }

  /** Closes what was opened; nothing where nothing was. */
  close(): Unsent[] {
    const item = this.options.items[this.index];
    this.phase = 'finished';
    return item === undefined || item.phase === 'waiting' ? [] : this.end(item);
  }

  private end(item: OutputItem): Unsent[] {
    const status = item.phase === 'finished' && item.whole ? 'completed' : 'incomplete';
    const events = item.close(status, this.options.store.finish(item, status));
    this.output.push(item.item(status));
    return events;
  }
}
