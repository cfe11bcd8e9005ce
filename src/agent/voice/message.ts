/** A message of the agent's on its way out: its words about a second ahead of its audio, or its words alone. Pure. */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import type { Unsent } from '../protocol/server_event.ts';
import { MS_PER_CHARACTER, type OutputItem, type Place } from './output_item.ts';
import type { Speech } from './speech.ts';
import { CHUNKS_PER_WORDS } from './speech.ts';

export class Message implements OutputItem {
  readonly itemId: string;
  readonly speech: Speech;
  readonly affordable = true;
  phase: OutputItem['phase'] = 'waiting';
  private readonly place: Place;
  private readonly part: Place & { readonly item_id: string; readonly content_index: number };
  private readonly modality: 'audio' | 'text';

  constructor(itemId: string, place: Place, speech: Speech, modality: 'audio' | 'text') {
    this.itemId = itemId;
    this.place = place;
    const { response_id, output_index } = place;
    this.part = { response_id, output_index, item_id: itemId, content_index: 0 };
    this.speech = speech;
    this.modality = modality;
  }

  get whole(): boolean {
    return this.speech.whole;
  }

  get saidMs(): number {
    const { speech } = this;
    return this.modality === 'audio' ? speech.audioMs : speech.words.length * MS_PER_CHARACTER;
  }

  get tokens(): { readonly text: number; readonly audio: number } {
    return this.speech.tokens;
  }

  item(status: 'in_progress' | 'completed' | 'incomplete'): ConversationItem {
    const { words } = this.speech;
    const content =
      status === 'in_progress' && words === ''
        ? []
        : this.modality === 'audio'
          ? [{ type: 'output_audio' as const, transcript: words }]
          : [{ type: 'output_text' as const, text: words }];
    return {
      id: this.itemId,
      object: 'realtime.item',
      type: 'message',
      status,
      role: 'assistant',
      content,
    };
  }

  /** First content, no audio yet. */
  begin(kept: Unsent | null): Unsent[] {
    const events: Unsent[] = [
      { type: 'response.output_item.added', ...this.place, item: this.item('in_progress') },
    ];
    this.phase = 'open';
    if (kept !== null) events.push(kept);
    events.push({
      type: 'response.content_part.added',
      ...this.part,
      part: this.modality === 'audio' ? { type: 'audio', transcript: '' } : { type: 'text', text: '' },
    });
    this.sayWords(events);
    return events;
  }

  /** The next piece of audio, with the words that go ahead of the next second; or the next words. */
  step(): Unsent[] {
    const { speech } = this;
    const events: Unsent[] = [];
    const chunk = speech.nextChunk();
    if (chunk !== null) {
      events.push({ type: 'response.output_audio.delta', ...this.part, delta: chunk.base64 });
      if (speech.chunksSaid % CHUNKS_PER_WORDS === 0) this.sayWords(events);
    }
    if (this.modality === 'text') this.sayWords(events);
    else while (speech.silent && !speech.over) this.sayWords(events);
    if (speech.over) this.phase = 'finished';
    return events;
  }

  close(status: 'completed' | 'incomplete', settled: Unsent | null): Unsent[] {
    this.phase = 'finished';
    const { words } = this.speech;
    const audio = this.modality === 'audio';
    const events: Unsent[] = audio
      ? [
          { type: 'response.output_audio.done', ...this.part },
          { type: 'response.output_audio_transcript.done', ...this.part, transcript: words },
        ]
      : [{ type: 'response.output_text.done', ...this.part, text: words }];
    events.push({
      type: 'response.content_part.done',
      ...this.part,
      part: audio ? { type: 'audio', transcript: words } : { type: 'text', text: words },
    });
    if (settled !== null) events.push(settled);
    events.push({ type: 'response.output_item.done', ...this.place, item: this.item(status) });
    return events;
  }

  private sayWords(events: Unsent[]): void {
    const delta = this.speech.nextWords();
    if (delta === '') return;
    events.push(
      this.modality === 'audio'
        ? { type: 'response.output_audio_transcript.delta', ...this.part, delta }
        : { type: 'response.output_text.delta', ...this.part, delta },
    );
  }
}
