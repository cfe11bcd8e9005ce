/**
 * One session of the reference agent: as much of a Realtime server as a sentinel needs. It waits for an utterance and its
 * silence, thinks for a seeded while, answers with a tone, and tells what it knows of the turn. Time, timers and the socket
 * are its host's.
 */

import { Random } from '../core/word/random.ts';
import { ReferenceEar, samplesPerMs, type WireFormat } from './reference_ear.ts';
import { answerAudio } from './reference_voice.ts';
import type { TrueTurn } from './truth.ts';

export interface ReferenceHost {
  /** The machine's monotonic clock. */
  nowMs(): number;
  send(text: string): void;
  after(delayMs: number, act: () => void): void;
  tell(turn: TrueTurn): void;
}

const THINKS_MS = [80, 500] as const;
const LEAD_IN_MS = [20, 140] as const;
/** So much audio goes into one message. */
const DELTA_MS = 40;

export class ReferenceSession {
  private readonly id: string;
  private readonly random: Random;
  private readonly host: ReferenceHost;
  private format: WireFormat = 'pcm16';
  private ear = new ReferenceEar('pcm16');
  private turns = 0;
  private events = 0;

  constructor(id: string, random: Random, host: ReferenceHost) {
    this.id = id;
    this.random = random;
    this.host = host;
  }

  open(): void {
    this.say({
      type: 'session.created',
      session: { id: this.id, type: 'realtime', object: 'realtime.session' },
    });
  }

  /** Whatever it does not need it lets pass. Throws SyntaxError for what is no JSON. */
  hear(text: string, arrivedMs: number): void {
    const event = JSON.parse(text) as ClientEvent;
    if (event.type === 'input_audio_buffer.append') this.listen(event.audio ?? '', arrivedMs);
    else if (event.type === 'session.update') {
      this.format = formatOf(event);
      this.ear = new ReferenceEar(this.format);
      this.say({ type: 'session.updated', session: { id: this.id, type: 'realtime' } });
    }
  }

  private listen(base64: string, arrivedMs: number): void {
    const before = this.ear.hearing;
    const end = this.ear.hear(Buffer.from(base64, 'base64'), arrivedMs);
    const item_id = `item_${this.turns}`;
    if (!before && (this.ear.hearing || end !== null)) {
      this.say({ type: 'input_audio_buffer.speech_started', item_id });
    }
    if (end === null) return;
    this.say({ type: 'input_audio_buffer.speech_stopped', item_id });
    this.say({ type: 'input_audio_buffer.committed', item_id });
    const turn = this.turns++;
    const rate = samplesPerMs(this.format);
    const leadInSamples = Math.round(this.random.between(...LEAD_IN_MS) * rate);
    this.host.after(this.random.between(...THINKS_MS), () => {
      const sentMs = this.answer(turn, leadInSamples);
      this.host.tell({ session: this.id, turn, ...end, sentMs, leadInMs: leadInSamples / rate });
    });
  }

  /** Returns when its audio began to be handed to the socket. */
  private answer(turn: number, leadInSamples: number): number {
    const response_id = `resp_${turn}`;
    const item_id = `item_answer_${turn}`;
    const audio = Buffer.from(answerAudio(leadInSamples, this.format));
    const bytes = DELTA_MS * samplesPerMs(this.format) * (this.format === 'pcm16' ? 2 : 1);
    this.say({ type: 'response.created', response: { id: response_id, status: 'in_progress' } });
    const deltas: string[] = [];
    for (let from = 0; from < audio.length; from += bytes) {
      const delta = audio.toString('base64', from, Math.min(from + bytes, audio.length));
      deltas.push(this.written({ type: 'response.output_audio.delta', response_id, item_id, delta }));
    }
    const sentMs = this.host.nowMs();
    for (const delta of deltas) this.host.send(delta);
    this.say({ type: 'response.done', response: { id: response_id, status: 'completed' } });
    return sentMs;
  }

  private say(event: Readonly<Record<string, unknown>>): void {
    this.host.send(this.written(event));
  }

  private written({ type, ...rest }: Readonly<Record<string, unknown>>): string {
    return JSON.stringify({ type, event_id: `event_${this.events++}`, ...rest });
  }
}

interface ClientEvent {
  readonly type?: string;
  readonly audio?: string;
  readonly session?: {
    readonly audio?: { readonly input?: { readonly format?: { readonly type?: string } } };
  };
}

function formatOf({ session }: ClientEvent): WireFormat {
  switch (session?.audio?.input?.format?.type) {
    case 'audio/pcmu':
      return 'g711_ulaw';
    case 'audio/pcma':
      return 'g711_alaw';
    default:
      return 'pcm16';
  }
}
