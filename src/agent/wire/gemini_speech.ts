/**
 * The agent's side of a conversation as the Gemini Live API tells it: the session's own events in, messages out. A turn of its has no
 * beginning on the wire; all of it is generated before it is complete, which is when the server takes it to have been played. One that
 * is interrupted is complete at once. Calls of tools leave it open until what they gave has been answered. Pure; instants in ms.
 */

import type { RealtimeResponse } from 'openai/resources/realtime/realtime';
import type { ServerEvent } from '../protocol/server_event.ts';
import type { GeminiMemory } from './gemini_memory.ts';
import { usageMetadataOf } from './gemini_metadata.ts';
import type { Metadata, ServerSays } from './gemini_says.ts';

export interface Told {
  readonly text: string;
  readonly audioOf?: string;
}

export interface SpeechWants {
  readonly interrupts: boolean;
  readonly transcribesInput: boolean;
  readonly transcribesOutput: boolean;
  readonly resumable: boolean;
}

/** The session cannot go on as the service has it. */
export interface Ended {
  readonly code: number;
  readonly reason: string;
}

const AUDIO_HEAD =
  '{"serverContent":{"modelTurn":{"role":"model","parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"';
const AUDIO_TAIL = '"}}]}}}';
const BYTES_PER_MS = 48;
const INTERNAL = 'Internal error encountered.';
const QUOTA = 'You exceeded your current quota, please check your plan and billing details.';

export class GeminiSpeech {
  /** When the turn is taken to have been played, and is complete; Infinity: nothing waits for that. */
  completesMs = Infinity;
  /** What the session is to be told of how much of an item was played. */
  cut: { readonly itemId: string; readonly playedMs: number } | null = null;
  private readonly memory: GeminiMemory;
  private readonly wants: SpeechWants;
  private out: Told[] = [];
  /** The response that is being made. */
  private making: string | null = null;
  private itemId = '';
  private firstMs: number | null = null;
  private audioMs = 0;
  private words = '';
  private interrupted = false;
  /** What the turn has used, not told yet. */
  private usage: Metadata | null | undefined = undefined;
  /** Calls without a result. */
  private readonly calls = new Set<string>();
  /** Taken back. */
  private readonly moot = new Set<string>();

  constructor(memory: GeminiMemory, wants: SpeechWants) {
    this.memory = memory;
    this.wants = wants;
  }

  take(): readonly Told[] {
    const { out } = this;
    this.out = [];
    return out;
  }

  /** What the session says; null where it goes on. */
  hears(event: ServerEvent, atMs: number): Ended | null {
    switch (event.type) {
      case 'input_audio_buffer.speech_started':
        if (this.wants.interrupts) this.interrupt(atMs);
        break;
      case 'response.created':
        this.begins(event.response.id ?? '', atMs);
        break;
      case 'response.output_audio.delta':
        this.firstMs ??= atMs;
        this.itemId = event.item_id;
        this.audioMs += Math.floor((event.delta.length * 3) / 4) / BYTES_PER_MS;
        this.out.push({ text: `${AUDIO_HEAD}${event.delta}${AUDIO_TAIL}`, audioOf: event.response_id });
        break;
      case 'response.output_audio_transcript.delta':
        this.words += event.delta;
        if (this.wants.transcribesOutput)
          this.say({ serverContent: { outputTranscription: { text: event.delta } } });
        break;
      case 'response.output_text.delta':
        this.words += event.delta;
        this.say({ serverContent: { modelTurn: { role: 'model', parts: [{ text: event.delta }] } } });
        break;
      case 'conversation.item.input_audio_transcription.completed':
        this.memory.says('user', event.transcript);
        if (this.wants.transcribesInput) {
          this.say({ serverContent: { inputTranscription: { text: event.transcript } } });
        }
        break;
      case 'response.done':
        return this.done(event.response, atMs);
      default:
        break;
    }
    return null;
  }

  /** The turn goes on, for all that the server knows. */
  get going(): boolean {
    return this.making !== null || this.completesMs !== Infinity || this.calls.size > 0;
  }

  get isMaking(): boolean {
    return this.making !== null;
  }

  /** The caller has something to say: what is being said breaks off, and calls of tools are taken back. */
  interrupt(atMs: number): void {
    if (!this.going) return;
    this.say({ serverContent: { interrupted: true } });
    this.interrupted = true;
    if (this.calls.size > 0) {
      this.say({ toolCallCancellation: { ids: [...this.calls] } });
      for (const id of this.calls) this.moot.add(id);
      this.calls.clear();
    }
    if (this.making === null) this.complete(atMs);
  }

  /** A result has come. True: it was the last that was waited for, and is to be answered. */
  result(id: string, goesOn: boolean, silent: boolean): boolean {
    if (goesOn) return false;
    const waited = this.calls.delete(id);
    return waited && this.calls.size === 0 && !silent;
  }

  wasCalled(id: string): boolean {
    return this.calls.has(id) || this.moot.has(id);
  }

  /** The time has come to take the turn for played. */
  complete(atMs: number): void {
    this.completesMs = Infinity;
    const content = { turnComplete: true, interactionStatus: 'IDLE' } as const;
    this.say({ serverContent: content, ...(this.usage === undefined ? {} : { usageMetadata: this.usage }) });
    this.usage = undefined;
    if (this.interrupted && this.firstMs !== null) {
      const playedMs = Math.min(this.audioMs, Math.max(0, atMs - this.firstMs));
      if (playedMs < this.audioMs) this.cut = { itemId: this.itemId, playedMs: Math.floor(playedMs) };
    }
    this.interrupted = false;
    this.firstMs = null;
    this.audioMs = 0;
    this.offerHandle();
  }

  /** By this the conversation can be gone on with, as it is now. */
  offerHandle(): void {
    if (!this.wants.resumable) return;
    this.say({ sessionResumptionUpdate: { newHandle: this.memory.handle(), resumable: true } });
  }

  private begins(id: string, atMs: number): void {
    // What came before was never told to be over, or is taken for played now.
    if (this.completesMs !== Infinity) this.complete(atMs);
    else if (this.making !== null) this.firstMs = null;
    if (this.firstMs === null) this.audioMs = 0;
    this.making = id;
    this.words = '';
  }

  private done(response: RealtimeResponse, atMs: number): Ended | null {
    if (this.making !== response.id) return null;
    this.making = null;
    const { status, status_details: details } = response;
    if (status === 'failed') {
      const code = details?.error?.code ?? '';
      return { code: 1011, reason: code.includes('rate_limit') ? QUOTA : INTERNAL };
    }
    this.memory.says('assistant', this.words);
    this.words = '';
    const usage = usageMetadataOf(response.usage ?? null);
    const calls = (response.output ?? []).flatMap((item) => (item.type === 'function_call' ? [item] : []));
    if (status === 'completed' && calls.length > 0) {
      const functionCalls = calls.map(({ call_id: id = '', name, arguments: written }) => {
        this.calls.add(id);
        this.memory.add({ type: 'function_call', call_id: id, name, arguments: written });
        return { id, name, args: objectIn(written) };
      });
      this.say({ toolCall: { functionCalls }, usageMetadata: usage });
      return null;
    }
    this.usage = usage;
    if (this.interrupted || status === 'cancelled') {
      if (!this.interrupted) this.say({ serverContent: { interrupted: true } });
      this.interrupted = true;
      this.complete(atMs);
      return null;
    }
    this.say({ serverContent: { generationComplete: true } });
    this.completesMs = this.firstMs === null ? atMs : Math.max(atMs, this.firstMs + this.audioMs);
    return null;
  }

  private say(message: ServerSays): void {
    this.out.push({ text: JSON.stringify(message) });
  }
}

function objectIn(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return {};
  }
}
