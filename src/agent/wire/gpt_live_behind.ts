/**
 * The agent's own session behind a GPT-Live one: what it says is played out, written down, delegated or left out; what is asked of it by
 * itself is nobody else's. Pure.
 */

import type { ServerEvent } from '../protocol/server_event.ts';
import type { ControlEvent } from '../protocol/wire.ts';
import type { AgentSession, SessionEffect, SessionInput } from '../session.ts';
import { Acknowledgements, type HeldVoice } from './acknowledgements.ts';
import { CallerWords } from './caller_words.ts';
import type { ContinuousVoice } from './continuous_voice.ts';
import { Delegations, type Called } from './delegations.ts';
import type { GptLiveOutbox } from './gpt_live_outbox.ts';
import { OWN } from './gpt_live_settings.ts';
import { PlayedAnswers } from './played_answers.ts';

export class GptLiveBehind {
  /** The instant of the input at hand. */
  nowMs = 0;
  /** When it wants to be woken. */
  wakeMs = Infinity;
  /** When it began to play, and to what; before that nothing is. */
  startedMs = 0;
  voice: ContinuousVoice | null = null;
  /** Where somebody has such a clock. */
  expiresAtS: number | null = null;
  /** Nobody has said anything yet. */
  silentSoFar = true;
  closed = false;
  readonly delegations = new Delegations();
  private readonly acknowledgements = new Acknowledgements();
  private readonly answers = new PlayedAnswers();
  private readonly caller = new CallerWords();
  private readonly session: AgentSession;
  private readonly outbox: GptLiveOutbox;
  /** It has lasted as long as it may, and is about to end. */
  private readonly onExpired: () => void;
  /** An answer is wanted as soon as the one that is being made is over. */
  private owed = false;

  constructor(session: AgentSession, outbox: GptLiveOutbox, onExpired: () => void) {
    this.session = session;
    this.outbox = outbox;
    this.onExpired = onExpired;
  }

  /** How long it is silent about a task that it has delegated. */
  set acknowledgementDelayMs(delayMs: number) {
    this.acknowledgements.delayMs = delayMs;
    this.session.callsFirst = delayMs > 0;
  }

  /** When something falls due. */
  get dueMs(): number {
    return Math.min(this.wakeMs, this.acknowledgements.wakeMs);
  }

  /** Where in the session it is. */
  get positionMs(): number {
    return this.voice === null ? 0 : this.nowMs - this.startedMs;
  }

  /** What has fallen due. */
  due(): void {
    const { nowMs } = this;
    if (this.wakeMs <= nowMs) {
      this.wakeMs = Infinity;
      this.own({ type: 'timer' });
    }
    if (this.closed) return;
    for (const call of this.delegations.due(nowMs)) this.delegate(call);
    for (const { responseId, voice } of this.acknowledgements.take(nowMs))
      for (const piece of voice) this.say(responseId, piece);
  }

  /** A result has come: that it is looked for is not said any more. */
  answered(callId: string): void {
    for (const itemId of this.acknowledgements.answered(callId)) this.unsaid(itemId, 0);
  }

  /** Some of an answer goes out. */
  played(responseId: string): void {
    const record = this.answers.played(responseId, this.nowMs);
    if (record !== null) this.outbox.push({ type: 'log', record });
  }

  /** The connection is over, or about to be. */
  ends(): void {
    this.closed = true;
    for (const record of this.answers.rest()) this.outbox.push({ type: 'log', record });
  }

  /** The agent says what there is to say: now, or once it has said what it is saying. */
  goOn(): void {
    this.owed = false;
    // Who speaks is answered anyway, with all that is known by then.
    if (!this.caller.speaking) this.ask({ type: 'response.create', event_id: OWN });
  }

  ask(event: ControlEvent): void {
    this.own({ type: 'message', message: { type: 'event', event } });
  }

  own(input: SessionInput): void {
    for (const effect of this.session.handle(input, this.nowMs)) this.carry(effect);
  }

  private carry(effect: SessionEffect): void {
    switch (effect.type) {
      case 'send':
        this.tell(effect.event);
        // What no client knows is no other in this protocol.
        if (effect.rewritten === true && effect.event.type.startsWith('callstorm.'))
          this.outbox.push({ type: 'say', text: JSON.stringify(effect.event) });
        break;
      case 'wake':
        this.wakeMs = effect.atMs;
        break;
      case 'log': {
        const record = this.answers.log(effect.record);
        if (record !== null) this.outbox.push({ type: 'log', record });
        break;
      }
      case 'close':
      case 'drop':
        if (this.closed) break;
        this.ends();
        this.outbox.push(effect);
        break;
    }
  }

  private tell(event: ServerEvent): void {
    switch (event.type) {
      case 'session.created': {
        const { expires_at: expiresAtS } = event.session as { expires_at?: unknown };
        if (typeof expiresAtS === 'number') this.expiresAtS = expiresAtS;
        break;
      }
      case 'input_audio_buffer.speech_started':
        this.silentSoFar = false;
        this.caller.begins(event.item_id, this.positionMs);
        this.yields();
        break;
      case 'input_audio_buffer.speech_stopped':
        this.caller.ends(this.positionMs);
        break;
      case 'input_audio_buffer.committed':
        this.delegations.committed(event.item_id);
        break;
      case 'conversation.item.input_audio_transcription.completed':
        this.write(event.item_id, event.transcript);
        break;
      case 'conversation.item.input_audio_transcription.failed':
        this.write(event.item_id, '');
        break;
      case 'response.output_audio.delta':
        this.silentSoFar = false;
        this.speak(event.response_id, { type: 'audio', itemId: event.item_id, base64: event.delta });
        break;
      case 'response.output_audio_transcript.delta':
        this.speak(event.response_id, { type: 'words', text: event.delta });
        break;
      case 'response.function_call_arguments.done': {
        const { call_id: callId, name, arguments: written } = event;
        const call = { callId, name, arguments: written };
        this.acknowledgements.called(event.response_id, callId);
        if (this.delegations.called(call, this.nowMs)) this.delegate(call);
        break;
      }
      case 'response.done':
        this.acknowledgements.over(event.response.id ?? '');
        this.tellFailure(event.response.status_details?.error ?? null);
        if (this.owed) this.goOn();
        break;
      case 'error':
        this.tellError(event.error);
        break;
      default:
        break;
    }
  }

  /** An answer that is not made is told by an error, and by nothing else. */
  private tellFailure(error: { readonly type?: string; readonly code?: string } | null): void {
    if (error === null) return;
    const { type = 'server_error', code = type } = error;
    const message = (error as { message?: unknown }).message;
    const words = typeof message === 'string' ? message : 'The response could not be made.';
    this.outbox.error({ type, code, message: words }, null);
  }

  /** The caller has the floor: what was not played yet is not. */
  private yields(): void {
    for (const itemId of this.acknowledgements.yields()) this.unsaid(itemId, 0);
    const broken = this.voice?.yields() ?? null;
    if (broken !== null) this.unsaid(broken.itemId, broken.playedMs);
  }

  private speak(responseId: string, piece: HeldVoice): void {
    if (!this.acknowledgements.takes(responseId, piece)) this.say(responseId, piece);
  }

  private say(responseId: string, piece: HeldVoice): void {
    if (piece.type === 'audio') this.voice?.say(responseId, piece.itemId, piece.base64);
    else this.voice?.write(responseId, piece.text);
  }

  /** No more of it than this was played, and no more will be. */
  private unsaid(itemId: string, playedMs: number): void {
    const at = { item_id: itemId, content_index: 0, audio_end_ms: Math.floor(playedMs) };
    this.ask({ type: 'conversation.item.truncate', event_id: OWN, ...at });
  }

  /** What the caller has said, or nothing where that could not be made out. Fragments are put together as they come. */
  private write(itemId: string, transcript: string): void {
    const { startMs, endMs } = this.caller.take(itemId);
    const told = { delta: ` ${transcript}`, start_ms: startMs, end_ms: endMs };
    if (transcript !== '') this.outbox.say({ type: 'session.input_transcript.delta', ...told });
    for (const call of this.delegations.written(itemId)) this.delegate(call);
  }

  private delegate(call: Called): void {
    const { delegation, events } = this.delegations.delegate(call);
    const offset = { offset_ms: Math.round(this.positionMs) };
    this.acknowledgements.delegated(call.callId, this.nowMs);
    this.outbox.say({ type: 'session.delegation.created', delegation, ...offset });
    for (const event of events)
      this.outbox.say({ type: 'response.event', delegation_id: delegation.id, event });
  }

  private tellError({
    type,
    code,
    message,
    param,
    event_id: eventId,
  }: (ServerEvent & { type: 'error' })['error']): void {
    // What the wire asks for by itself is none of the client's.
    if (eventId === OWN) this.owed ||= code === 'conversation_already_has_active_response';
    else if (code === 'session_expired') this.onExpired();
    else {
      const error = { type, code: code ?? type, message, ...(param == null ? {} : { param }) };
      this.outbox.error(error, eventId ?? null);
    }
  }
}
