/**
 * The server that a telephone call's media stream goes to, with the session behind it: `start` sets the session up, the caller's audio
 * goes in, the session's comes out as `media` with marks, and a caller that speaks over the agent has what is queued thrown away by
 * `clear`. The tools are its own. What the protocol has no words for it tells only a client that asked. Pure; instants in ms.
 */

import { decodeBase64, encodeBase64 } from '../../audio/base64.ts';
import { usualStream } from '../fault/stream_manners.ts';
import { TELL, TELL_PARAMETER } from '../../core/plan/tells_of_itself.ts';
import type { ControlEvent } from '../protocol/wire.ts';
import type { ServerEvent } from '../protocol/server_event.ts';
import type { AgentSession, SessionInput } from '../session.ts';
import type { Inbound, WiredSession, WireEffect, WireInput, WireSetup } from './agent_wire.ts';
import { OwnTools } from './own_tools.ts';
import { PlayedAudio } from './played_audio.ts';
import { sessionUpdate } from './twilio_update.ts';
import { carrierOfStart, inTwilioWords, type ServedCarrier } from './served_carrier.ts';
import { TypedDigits } from './typed_digits.ts';

/** Of µ-law. */
const BYTES_PER_MS = 8;

type Behind = Pick<AgentSession, 'sessionId' | 'handle' | 'streams'>;

/** Of µ-law; and so much is sent at once where there is nothing to say. */
const SILENT = 0xff;
const SILENCE_MS = 100;

export class TwilioServer implements WiredSession {
  readonly sessionId: string;
  private readonly session: Behind;
  private readonly setup: WireSetup;
  private readonly only: ServedCarrier['name'] | undefined;
  private readonly tools: OwnTools;
  private readonly audio = new PlayedAudio();
  private readonly digits = new TypedDigits();
  private out: WireEffect[] = [];
  /** Null: it has not begun. */
  private carrier: ServedCarrier | null = null;
  /** It was asked to tell what the protocol does not. */
  private tells = false;
  private over = false;
  private answering = false;
  /** Words of the response that is being made. */
  private words = '';
  private manners = usualStream;
  /** When all that was sent will have been played. */
  private playedMs = Infinity;
  /** The session's own wish, and what was asked for. */
  private sessionWakeMs = Infinity;
  private wishMs = Infinity;

  /** `only`: whose streams it takes, and no others. Absent: anybody's. */
  constructor(session: Behind, setup: WireSetup, only?: ServedCarrier['name']) {
    this.only = only;
    this.sessionId = session.sessionId;
    this.session = session;
    this.setup = setup;
    this.tools = new OwnTools(setup);
  }

  handle(input: WireInput, atMs: number): readonly WireEffect[] {
    this.out = [];
    if (input.type === 'message') this.receive(input.message, atMs);
    else {
      if (input.type === 'timer') this.wishMs = Infinity;
      if (input.type === 'closed') this.over = true;
      this.feed(input, atMs);
    }
    this.serveTools(atMs);
    this.answerDigits(atMs);
    this.fillSilence(atMs);
    this.askForWake();
    return this.out;
  }

  private receive(message: Inbound, atMs: number): void {
    if (message.type === 'append') {
      const { carrier } = this;
      if (carrier === null) return;
      const bytes = carrier.heard(message.bytes);
      this.feed({ type: 'message', message: { ...message, bytes } }, atMs);
      return;
    }
    if (message.type !== 'json' || !isFields(message.value)) return;
    const { event, mark, dtmf } = inTwilioWords(message.value);
    switch (event) {
      case 'start':
        if (this.carrier === null) this.begin(carrierOfStart(message.value), atMs);
        break;
      case 'mark':
        if (isFields(mark) && typeof mark['name'] === 'string') this.audio.played(mark['name'], atMs);
        break;
      case 'dtmf':
        if (this.carrier === null || !isFields(dtmf) || typeof dtmf['digit'] !== 'string') break;
        this.giveWay(atMs);
        this.digits.press(dtmf['digit'], atMs);
        break;
      case 'stop':
        this.over = true;
        this.out.push({ type: 'close', code: 1000, reason: '' });
        break;
    }
  }

  private begin(carrier: ServedCarrier | null, atMs: number): void {
    const { tools, settings = null, greets = true } = this.setup;
    const { only } = this;
    if (only !== undefined && carrier?.name !== only) {
      this.over = true;
      this.out.push({ type: 'close', code: 1008, reason: `this is no start of a stream of ${only}` });
      return;
    }
    this.carrier = carrier;
    if (carrier === null) return;
    this.manners = this.session.streams(atMs);
    if (this.manners.sendsSilence) this.playedMs = atMs;
    this.tells = carrier.parameters[TELL_PARAMETER] === TELL;
    this.ask(sessionUpdate(tools, settings), atMs);
    if (greets) this.ask({ type: 'response.create' }, atMs);
  }

  private ask(event: ControlEvent, atMs: number): void {
    this.feed({ type: 'message', message: { type: 'event', event } }, atMs);
  }

  /** To the session, and what comes of it. */
  private feed(input: SessionInput, atMs: number): void {
    // Whatever it wanted to be woken for is dealt with now.
    if (this.sessionWakeMs <= atMs) this.sessionWakeMs = Infinity;
    for (const effect of this.session.handle(input, atMs)) {
      if (effect.type === 'wake') this.sessionWakeMs = effect.atMs;
      else if (effect.type === 'send') this.translate(effect.event, atMs);
      else this.out.push(effect);
    }
  }

  private translate(event: ServerEvent, atMs: number): void {
    switch (event.type) {
      case 'response.created':
        this.answering = true;
        break;
      case 'response.output_audio.delta': {
        const { delta, item_id: itemId, response_id: audioOf } = event;
        const { carrier } = this;
        if (this.over || carrier === null) break;
        const ms = decodedBytes(delta) / BYTES_PER_MS;
        for (const payload of this.pieces(delta)) {
          this.out.push({ type: 'say', text: carrier.media(payload), audioOf });
        }
        this.playedMs = Math.max(this.playedMs, atMs) + ms;
        this.putMark(this.audio.sends(itemId, ms, atMs));
        break;
      }
      case 'response.output_audio_transcript.delta':
        this.words += event.delta;
        break;
      case 'response.output_audio.done':
        this.putMark(this.audio.ends(event.item_id));
        break;
      case 'response.output_item.done':
        if (event.item.type !== 'function_call') break;
        this.calls(event.item.call_id ?? '', event.item.name, event.item.arguments, atMs);
        break;
      case 'response.done':
        this.answering = false;
        // Not before: whose words they are is told by what is being played.
        if (this.words !== '') this.tell({ type: 'says', text: this.words });
        this.words = '';
        break;
      case 'conversation.item.input_audio_transcription.completed':
        this.tell({ type: 'hears', text: event.transcript });
        break;
      case 'input_audio_buffer.speech_started':
        this.giveWay(atMs);
        break;
    }
  }

  private giveWay(atMs: number): void {
    this.tools.spoke();
    if (!this.audio.playing) return;
    this.playedMs = Math.min(this.playedMs, atMs);
    if (this.manners.clears) this.put(this.carrier?.clear());
    for (const { itemId, heardMs } of this.audio.clear(atMs)) {
      const about = { item_id: itemId, content_index: 0, audio_end_ms: heardMs };
      this.ask({ type: 'conversation.item.truncate', ...about }, atMs);
    }
  }

  private calls(callId: string, name: string, written: string, atMs: number): void {
    this.tell({ type: 'calls', callId, name, arguments: written });
    this.tools.call(callId, name, atMs);
  }

  private serveTools(atMs: number): void {
    for (const { callId, output } of this.tools.take(atMs)) {
      const item = { type: 'function_call_output' as const, call_id: callId, output };
      this.ask({ type: 'conversation.item.create', item }, atMs);
    }
    if (!this.answering && this.tools.takeAsking()) this.ask({ type: 'response.create' }, atMs);
  }

  /** As its buffers end. */
  private pieces(delta: string): readonly string[] {
    const { pieceBytes } = this.manners;
    if (pieceBytes === null) return [delta];
    const audio = decodeBase64(delta);
    return Array.from({ length: Math.ceil(audio.length / pieceBytes) }, (_, i) =>
      encodeBase64(audio.subarray(i * pieceBytes, (i + 1) * pieceBytes)),
    );
  }

  private fillSilence(atMs: number): void {
    const { carrier } = this;
    if (carrier === null || !this.manners.sendsSilence || this.over || this.playedMs > atMs) return;
    const silence = new Uint8Array(SILENCE_MS * BYTES_PER_MS).fill(SILENT);
    for (const payload of this.pieces(encodeBase64(silence))) {
      this.out.push({ type: 'say', text: carrier.media(payload) });
    }
    this.playedMs = Math.max(this.playedMs, atMs - SILENCE_MS) + SILENCE_MS;
  }

  /** A number that was typed is what the caller says. */
  private answerDigits(atMs: number): void {
    const text = this.digits.take(atMs);
    if (text === null) return;
    const content = [{ type: 'input_text' as const, text }];
    this.ask({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } }, atMs);
    if (this.answering) this.ask({ type: 'response.cancel' }, atMs);
    this.ask({ type: 'response.create' }, atMs);
  }

  private putMark(name: string | null): void {
    if (name === null || !this.manners.marks) return;
    this.put(this.carrier?.mark(name));
  }

  private put(message: Readonly<Record<string, unknown>> | undefined): void {
    if (message !== undefined) this.out.push({ type: 'say', text: JSON.stringify(message) });
  }

  private tell(told: Readonly<Record<string, string>>): void {
    if (!this.tells || this.over) return;
    this.put(this.carrier?.tell(told));
  }

  private askForWake(): void {
    const silenceMs = this.manners.sendsSilence && !this.over ? this.playedMs : Infinity;
    const wishMs = Math.min(this.sessionWakeMs, this.tools.wakeMs, this.digits.wakeMs, silenceMs);
    if (wishMs === this.wishMs) return;
    this.wishMs = wishMs;
    if (wishMs !== Infinity) this.out.push({ type: 'wake', atMs: wishMs });
  }
}

function decodedBytes(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
