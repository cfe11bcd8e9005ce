/**
 * One answer on its way out: waits for the first token, then for the first audio, then sends a piece of audio at each
 * beat of an absolute schedule, several times faster than it plays. Pure. Gives the events between `response.created`
 * and `response.done`, complete and in the service's order however it ends.
 */

import type {
  ConversationItem,
  RealtimeAudioFormats,
  RealtimeResponse,
} from 'openai/resources/realtime/realtime';
import { AGENT_AUDIO_MS, textTokens } from '../meter/meter.ts';
import type { Unsent } from '../protocol/server_event.ts';
import type { Utterance, VoiceChunk } from './voice.ts';

export interface AnswerOptions {
  readonly responseId: string;
  readonly itemId: string;
  readonly utterance: Utterance;
  /** Null: the answer is text only. */
  readonly chunks: readonly VoiceChunk[] | null;
  readonly createdMs: number;
  readonly firstTokenMs: number;
  readonly firstAudioMs: number;
  readonly everyMs: number;
  readonly maxTokens: number | 'inf';
  /** Echoed to the client, and of no other use here. */
  readonly metadata: NonNullable<RealtimeResponse['metadata']> | null;
  readonly format: RealtimeAudioFormats;
}

export type Ending = 'completed' | 'incomplete' | 'cancelled';

/** Audio pieces to one piece of transcript: about a second of speech. */
const CHUNKS_PER_WORDS = 4;

export class Answer {
  readonly options: AnswerOptions;
  /** Where it stands: nothing said yet, in the middle, all said. */
  phase: 'thinking' | 'speaking' | 'finished' = 'thinking';
  /** Audio sent so far. */
  audioMs = 0;
  firstAudioSentMs: number | null = null;
  /** The item was deleted from the conversation while it was being said. */
  forgotten = false;
  private readonly words: readonly string[];
  private said = '';
  private wordsSent = 0;
  private chunksSent = 0;
  private readonly chunkLimit: number;
  private readonly wordLimit: number;

  constructor(options: AnswerOptions) {
    this.options = options;
    const { chunks, utterance, maxTokens } = options;
    const pieces = chunks === null ? 1 : Math.max(1, Math.ceil(chunks.length / CHUNKS_PER_WORDS));
    this.words = split(utterance.transcript, pieces);
    const budget = maxTokens === 'inf' ? Infinity : maxTokens;
    this.wordLimit = Math.max(0, budget * 4);
    this.chunkLimit =
      chunks === null ? 0 : affordable(chunks, budget - textTokens(utterance.transcript.length));
  }

  get modality(): 'audio' | 'text' {
    return this.options.chunks === null ? 'text' : 'audio';
  }

  /** The instant at which there is something to send. */
  nextMs(): number {
    const { firstTokenMs, firstAudioMs, everyMs } = this.options;
    if (this.phase === 'thinking') return firstTokenMs;
    return firstAudioMs + this.chunksSent * everyMs;
  }

  tokens(): { readonly text: number; readonly audio: number } {
    return { text: textTokens(this.said.length), audio: Math.ceil(this.audioMs / AGENT_AUDIO_MS) };
  }

  item(status: 'in_progress' | 'completed' | 'incomplete'): ConversationItem {
    const { itemId } = this.options;
    const content =
      status === 'in_progress' && this.said === ''
        ? []
        : this.modality === 'audio'
          ? [{ type: 'output_audio' as const, transcript: this.said }]
          : [{ type: 'output_text' as const, text: this.said }];
    return { id: itemId, object: 'realtime.item', type: 'message', status, role: 'assistant', content };
  }

  /** The opening: first content, no audio yet. */
  begin(previousItemId: string | null): Unsent[] {
    this.phase = 'speaking';
    const item = this.item('in_progress');
    const events: Unsent[] = [
      { type: 'response.output_item.added', ...this.place(), item },
      { type: 'conversation.item.added', previous_item_id: previousItemId, item },
      {
        type: 'response.content_part.added',
        ...this.part(),
        part: this.modality === 'audio' ? { type: 'audio', transcript: '' } : { type: 'text', text: '' },
      },
    ];
    this.sayWords(events);
    return events;
  }

  /** The next piece of audio, with the words that go ahead of the next second. */
  step(atMs: number): Unsent[] {
    const events: Unsent[] = [];
    const chunk = this.chunksSent < this.chunkLimit ? this.options.chunks?.[this.chunksSent] : undefined;
    if (chunk !== undefined) {
      this.firstAudioSentMs ??= atMs;
      events.push({ type: 'response.output_audio.delta', ...this.part(), delta: chunk.base64 });
      this.chunksSent++;
      this.audioMs += chunk.ms;
      if (this.chunksSent % CHUNKS_PER_WORDS === 0) this.sayWords(events);
    }
    if (this.chunksSent >= this.chunkLimit) {
      while (this.wordsSent < this.words.length && this.said.length < this.wordLimit) this.sayWords(events);
      this.phase = 'finished';
    }
    return events;
  }

  /** How it ends when nobody ends it. */
  naturalEnding(): Ending {
    const cut = this.options.chunks === null ? false : this.chunkLimit < this.options.chunks.length;
    return cut || this.said.length < this.options.utterance.transcript.length ? 'incomplete' : 'completed';
  }

  /** Closes what was opened; nothing where nothing was. */
  close(ending: Ending, previousItemId: string | null): Unsent[] {
    if (this.phase === 'thinking') {
      this.phase = 'finished';
      return [];
    }
    this.phase = 'finished';
    const item = this.item(ending === 'completed' ? 'completed' : 'incomplete');
    const audio = this.modality === 'audio';
    const events: Unsent[] = audio
      ? [
          { type: 'response.output_audio.done', ...this.part() },
          { type: 'response.output_audio_transcript.done', ...this.part(), transcript: this.said },
        ]
      : [{ type: 'response.output_text.done', ...this.part(), text: this.said }];
    events.push({
      type: 'response.content_part.done',
      ...this.part(),
      part: audio ? { type: 'audio', transcript: this.said } : { type: 'text', text: this.said },
    });
    if (!this.forgotten)
      events.push({ type: 'conversation.item.done', previous_item_id: previousItemId, item });
    events.push({ type: 'response.output_item.done', ...this.place(), item });
    return events;
  }

  private sayWords(events: Unsent[]): void {
    const words = this.words[this.wordsSent];
    if (words === undefined) return;
    this.wordsSent++;
    const delta = words.slice(0, Math.max(0, this.wordLimit - this.said.length));
    if (delta === '') return;
    this.said += delta;
    events.push(
      this.modality === 'audio'
        ? { type: 'response.output_audio_transcript.delta', ...this.part(), delta }
        : { type: 'response.output_text.delta', ...this.part(), delta },
    );
  }

  private place(): { response_id: string; output_index: number } {
    return { response_id: this.options.responseId, output_index: 0 };
  }

  private part(): { response_id: string; item_id: string; output_index: number; content_index: number } {
    const { responseId, itemId } = this.options;
    return { response_id: responseId, item_id: itemId, output_index: 0, content_index: 0 };
  }
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
function affordable(chunks: readonly VoiceChunk[], tokens: number): number {
  if (tokens === Infinity) return chunks.length;
  let ms = 0;
  let count = 0;
  for (const chunk of chunks) {
    ms += chunk.ms;
    if (ms / AGENT_AUDIO_MS > tokens) break;
    count++;
  }
  return count;
}
