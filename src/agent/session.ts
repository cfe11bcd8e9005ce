/**
 * One session of the simulated agent: the Realtime protocol as a state machine. Pure: inputs and instants in, effects
 * out. It opens no socket, reads no clock and draws no randomness but from its seed, so it runs behind a server and in
 * virtual time alike. It never throws on what a client sends; whatever that is, it goes on answering.
 *
 * Two things move by themselves: the caller's turn (Listener) and the agent's answer (Speaker). What is to be answered
 * gathers on the Agenda, and the Mind says how. The table says which client events are refused, by whether an answer is
 * under way.
 */

import { Conversation } from './protocol/conversation.ts';
import type { ConversationItem, RealtimeResponseCreateParams } from 'openai/resources/realtime/realtime';
import type { DetectorFactory } from './ear/detector.ts';
import { Listener } from './ear/listener.ts';
import type { RecognizerFactory } from './ear/recognition.ts';
import { Mischief } from './fault/mischief.ts';
import type { ArmedFault } from './fault/read_fault.ts';
import { Latency } from './latency.ts';
import { Agenda } from './mind/agenda.ts';
import { DialogueMind } from './mind/dialogue_mind.ts';
import { ListMind } from './mind/list_mind.ts';
import type { Mind } from './mind/mind.ts';
import { OpenCalls } from './mind/open_calls.ts';
import { promptOf } from './mind/prompt.ts';
import type { Reply } from './mind/reply.ts';
import type { TypedWords } from './mind/typed.ts';
import { Items } from './protocol/items.ts';
import type { SessionEffect } from './protocol/outbox.ts';
import { Outbox } from './protocol/outbox.ts';
import type { Profile } from './profile/profile.ts';
import type { Settings } from './protocol/settings.ts';
import { defaultSettings, formatOf, publish, updateSettings } from './protocol/settings.ts';
import type { Problem } from './protocol/shape.ts';
import type { MurmurRules } from './ear/murmur.ts';
import { Speaker, type SpokenReply } from './voice/speaker.ts';
import type { VoiceLibrary } from './voice/voice.ts';
import type { ClientMessage, ControlEvent } from './protocol/wire.ts';

export type { SessionEffect } from './protocol/outbox.ts';

export type SessionInput =
  | { readonly type: 'opened' }
  | { readonly type: 'message'; readonly message: ClientMessage }
  /** The wake has come (early or late does no harm). */
  | { readonly type: 'timer' }
  | { readonly type: 'closed' };

export interface SessionOptions {
  readonly profile: Profile;
  readonly seed: number;
  readonly sessionId: string;
  readonly model?: string;
  readonly voice: VoiceLibrary;
  readonly detector: DetectorFactory;
  /** Null: it does not understand what it hears. */
  readonly recognizer: RecognizerFactory | null;
  readonly typed: TypedWords;
  readonly faults: readonly ArmedFault[];
}

/** From the agent's last word to its hanging up. */
const GOODBYE_MS = 500;
const ACTIVE = 'conversation_already_has_active_response';
const NOT_ACTIVE = 'response_cancel_not_active';
const NOT_HERE = 'unsupported_event';
const refusals = {
  [ACTIVE]:
    'Conversation already has an active response in progress. Wait until it is finished before creating a new one.',
  [NOT_ACTIVE]: 'Cancellation failed: no active response found.',
  [NOT_HERE]: 'There is no output audio buffer on a WebSocket: the client plays the audio itself.',
} as const;
type Refusal = keyof typeof refusals;

/** What a client event does, by whether an answer is under way: `do` it, or refuse it with an `error`. */
const transitions: Readonly<
  Record<ControlEvent['type'], Readonly<Record<'silent' | 'answering', 'do' | Refusal>>>
> = {
  'session.update': { silent: 'do', answering: 'do' },
  'input_audio_buffer.commit': { silent: 'do', answering: 'do' },
  'input_audio_buffer.clear': { silent: 'do', answering: 'do' },
  'output_audio_buffer.clear': { silent: NOT_HERE, answering: NOT_HERE },
  'conversation.item.create': { silent: 'do', answering: 'do' },
  'conversation.item.delete': { silent: 'do', answering: 'do' },
  'conversation.item.retrieve': { silent: 'do', answering: 'do' },
  'conversation.item.truncate': { silent: 'do', answering: 'do' },
  'response.create': { silent: 'do', answering: ACTIVE },
  'response.cancel': { silent: NOT_ACTIVE, answering: 'do' },
};

export class AgentSession {
  readonly sessionId: string;
  private readonly outbox: Outbox;
  private readonly conversation = new Conversation();
  private readonly items: Items;
  private readonly mind: Mind;
  private readonly agenda = new Agenda();
  private readonly calls = new OpenCalls();
  private readonly mischief: Mischief;
  private readonly typed: TypedWords;
  private readonly listener: Listener;
  private readonly speaker: Speaker;
  private settings: Settings;
  private phase: 'new' | 'open' | 'closed' = 'new';
  private wakeMs = Infinity;
  /** The agent has said its last word; it hangs up at this instant. */
  private hangUpMs = Infinity;

  constructor(options: SessionOptions) {
    const { profile, seed, sessionId } = options;
    const outbox = new Outbox(seed, sessionId);
    const items = new Items(this.conversation, outbox);
    const latency = new Latency(profile.latency, seed, sessionId);
    const prompt = promptOf(profile, (utterance) => options.voice.utterance(utterance).transcript);
    const settings = defaultSettings(sessionId, options.model ?? 'gpt-realtime-2.1', prompt);
    const mischief = new Mischief(options.faults, seed, sessionId, (record) => outbox.log(record));
    const shared = { outbox, items, latency, mischief, conversation: this.conversation };
    this.sessionId = sessionId;
    this.outbox = outbox;
    this.items = items;
    this.mind =
      profile.mind.type === 'list'
        ? new ListMind(profile, profile.mind.answers, seed, sessionId)
        : new DialogueMind(profile, profile.mind.dialogue);
    this.typed = options.typed;
    this.mischief = mischief;
    this.settings = settings;
    const ear = {
      detector: options.detector,
      recognizer: options.recognizer?.() ?? null,
      murmurs: murmursOf(profile),
      silenceMs: profile.manners.silence.afterMs,
    };
    this.listener = new Listener(shared, settings, ear, {
      onSpeech: () => this.giveWay(),
      onTurn: (heard, over) => {
        this.agenda.turn(heard);
        if (over && this.listener.rules?.createResponse === true) this.answer();
      },
      onSilence: () => this.say(this.mind.silence()),
      overAgent: () => this.speaker.heardUntilMs > this.outbox.nowMs,
    });
    this.speaker = new Speaker(shared, settings, profile, options.voice, (done) => this.concluded(done));
  }

  /** The effects are in their order; the array is the caller's. Instants never go back. */
  handle(input: SessionInput, atMs: number): readonly SessionEffect[] {
    this.outbox.nowMs = atMs;
    if (this.phase === 'new' && input.type === 'opened') this.open();
    else if (this.phase === 'open') {
      this.advance(atMs);
      if (input.type === 'message') this.receive(input.message);
      else if (input.type === 'closed') this.end();
    }
    this.askForWake();
    return this.outbox.take(
      this.mischief.rewrites ? (event) => this.mischief.rewrite(event, this.outbox.nowMs) : null,
    );
  }

  private open(): void {
    this.phase = 'open';
    this.listener.configure(this.settings);
    this.outbox.log({ type: 'opened', sessionId: this.sessionId, atMs: this.outbox.nowMs });
    this.outbox.send({ type: 'session.created', session: publish(this.settings) });
    this.mischief.begin(this.outbox.nowMs);
  }

  private end(): void {
    this.phase = 'closed';
    this.speaker.abandon();
    this.listener.release();
    const { appends } = this.listener;
    this.outbox.log({ type: 'closed', sessionId: this.sessionId, atMs: this.outbox.nowMs, appends });
  }

  /** Does what has fallen due, the earliest first. */
  private advance(atMs: number): void {
    for (;;) {
      const listenerMs = this.listener.nextDueMs();
      const speakerMs = this.speaker.nextDueMs();
      const callsMs = this.speaker.answer === null ? this.calls.nextDueMs() : Infinity;
      const mischiefMs = this.mischief.nextDueMs();
      const firstMs = Math.min(listenerMs, speakerMs, callsMs, mischiefMs, this.hangUpMs);
      if (firstMs > atMs) return;
      if (firstMs === listenerMs) this.listener.advance();
      else if (firstMs === speakerMs) this.speaker.advance();
      else if (firstMs === callsMs) this.callOverdue();
      else if (firstMs === mischiefMs) this.breakOff();
      else this.hangUp();
    }
  }

  private askForWake(): void {
    const dueMs =
      this.phase === 'open'
        ? Math.min(
            this.listener.nextDueMs(),
            this.speaker.nextDueMs(),
            this.speaker.answer === null ? this.calls.nextDueMs() : Infinity,
            this.mischief.nextDueMs(),
            this.hangUpMs,
          )
        : Infinity;
    if (dueMs === this.wakeMs) return;
    this.wakeMs = dueMs;
    if (dueMs !== Infinity) this.outbox.wake(dueMs);
  }

  private receive(message: ClientMessage): void {
    if (message.type === 'unreadable') this.outbox.fail(message.problem, message.eventId);
    else if (message.type === 'append') {
      const problem = this.listener.hear(message.bytes, message.zeros);
      if (problem !== null) this.outbox.fail(problem, message.eventId);
    } else {
      const { event } = message;
      const verdict = transitions[event.type][this.speaker.answer === null ? 'silent' : 'answering'];
      const problem = verdict === 'do' ? this.perform(event) : refuse(verdict);
      if (problem !== null) this.outbox.fail(problem, event.event_id ?? null);
    }
  }

  private perform(event: ControlEvent): Problem | null {
    switch (event.type) {
      case 'session.update':
        return this.configure(event);
      case 'input_audio_buffer.commit':
        return this.listener.commit();
      case 'input_audio_buffer.clear':
        this.listener.clear();
        return null;
      case 'output_audio_buffer.clear':
        return null;
      case 'conversation.item.create': {
        const format = formatOf(this.settings.audio.input.format);
        const problem = this.items.create(event.item, event.previous_item_id, format);
        if (problem === null) this.learn(event.item);
        return problem;
      }
      case 'conversation.item.delete':
        return this.items.delete(event.item_id, this.speaker.answer);
      case 'conversation.item.retrieve':
        return this.items.retrieve(event.item_id);
      case 'conversation.item.truncate': {
        const { item_id: itemId, content_index: index, audio_end_ms: endMs } = event;
        const problem = this.items.truncate(itemId, index, endMs, this.speaker.answer);
        if (problem === null) this.speaker.silenced();
        return problem;
      }
      case 'response.create':
        return this.respond(event);
      case 'response.cancel':
        return this.cancel(event.response_id ?? null);
    }
  }

  private configure(event: ControlEvent & { type: 'session.update' }): Problem | null {
    if (event.session.type !== 'realtime') return null;
    const updated = updateSettings(this.settings, event.session, this.speaker.hasSpoken);
    if ('code' in updated) return updated;
    this.settings = updated;
    this.speaker.configure(updated);
    const declared = updated.tool_choice === 'none' ? [] : updated.tools;
    this.mind.tools = new Set(declared.map((tool) => ('name' in tool ? (tool.name ?? '') : '')));
    this.listener.configure(updated);
    this.outbox.send({ type: 'session.updated', session: publish(updated) });
    return null;
  }

  private respond(event: ControlEvent & { type: 'response.create' }): null {
    this.answer(event.response ?? {});
    return null;
  }

  /** What the client puts into the conversation may be something to answer. */
  private learn(item: ConversationItem): void {
    if (item.type === 'function_call_output') {
      const tool = this.calls.answered(item.call_id);
      if (tool !== undefined) this.agenda.result(tool, item.output);
    } else if (item.type === 'message' && item.role === 'assistant') this.agenda.replay();
    else if (item.type === 'message' && item.role === 'user') {
      const text = item.content.map((part) => part.text ?? part.transcript ?? '').join(' ');
      this.agenda.turn(this.typed.read(text));
    }
  }

  private cancel(responseId: string | null): Problem | null {
    if (responseId !== null && responseId !== this.speaker.answer?.options.responseId) {
      return { ...refuse(NOT_ACTIVE), param: 'response_id' };
    }
    this.speaker.cancel('client_cancelled');
    return null;
  }

  // ── What the caller's voice does ──────────────────────────────────────────────────────────────────────────────

  private giveWay(): void {
    if (this.listener.rules?.interruptResponse !== true) return;
    this.speaker.cancel('turn_detected');
    this.speaker.silenced();
  }

  private answer(wanted: RealtimeResponseCreateParams = {}): void {
    if (this.speaker.answer !== null) return this.outbox.fail(refuse(ACTIVE), null);
    this.say(this.agenda.next(this.mind, this.conversation.size === 0), wanted);
  }

  private say(reply: Reply | null, wanted: RealtimeResponseCreateParams = {}): void {
    if (reply === null || this.speaker.answer !== null) return;
    this.listener.expectNothing();
    this.speaker.say(reply, wanted);
  }

  // ── What the agent's own words do ─────────────────────────────────────────────────────────────────────────────

  private concluded({ heardMs, kind, calls }: SpokenReply): void {
    for (const { callId, name } of calls) {
      this.calls.opened(callId, name, this.outbox.nowMs + this.mind.timeoutMs(name));
    }
    if (kind === 'end') this.hangUpMs = heardMs + GOODBYE_MS;
    // Who waits for a tool is not waiting for the caller.
    else if (calls.length === 0) this.listener.expectCaller(heardMs);
  }

  private callOverdue(): void {
    const tool = this.calls.takeOverdue(this.outbox.nowMs);
    if (tool !== undefined) this.say(this.mind.overdue(tool));
  }

  /** The session ends in a way that it should not. */
  private breakOff(): void {
    const ending = this.mischief.takeEnding(this.outbox.nowMs);
    if (ending === null) return;
    const { error, close } = ending;
    if (error !== null) this.outbox.send({ type: 'error', error: { ...error, param: null, event_id: null } });
    if (close === null) this.outbox.drop();
    else this.outbox.close(close.code, close.reason);
  }

  private hangUp(): void {
    this.hangUpMs = Infinity;
    this.outbox.close(1000, 'the agent ended the call');
  }
}

/** What does not interrupt it; null where every voice does. */
function murmursOf({ manners, mind }: Profile): MurmurRules | null {
  if (manners.backchannels === 'yield' || mind.type === 'list') return null;
  return { murmurs: mind.dialogue.backchannels, interruptionMs: manners.interruptionMs };
}

function refuse(refusal: Refusal): Problem {
  return { code: refusal, message: refusals[refusal], param: null };
}
