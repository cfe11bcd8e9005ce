/**
 * One session of the simulated agent: the Realtime protocol as a state machine. Pure: inputs and instants in, effects
 * out. It opens no socket, reads no clock and draws no randomness but from its seed, so it runs behind a server and in
 * virtual time alike. It never throws on what a client sends; whatever that is, it goes on answering.
 *
 * Two things move by themselves: the caller's turn (InputBuffer) and the agent's answer (Answer). The table says which
 * client events are refused, by whether an answer is under way; `advance` does what has fallen due, in its order.
 */

import type {
  AudioTranscription,
  ConversationItem,
  RealtimeAudioConfigInput,
  RealtimeResponse,
  RealtimeResponseCreateParams,
} from 'openai/resources/realtime/realtime';
import { Random } from '../core/random.ts';
import type { AgentRecord } from './agent_record.ts';
import type { Ending } from './answer.ts';
import { Answer } from './answer.ts';
import { Conversation } from './conversation.ts';
import type { DetectorFactory } from './detector.ts';
import { InputBuffer, MIN_COMMIT_MS } from './input_buffer.ts';
import { Latency } from './latency.ts';
import type { MeteredInput } from './meter.ts';
import { Meter, usageOf } from './meter.ts';
import { Mind } from './mind.ts';
import type { Profile } from './profile.ts';
import { TokenBucket } from './rate_limit.ts';
import type { ServerEvent, Unsent } from './server_event.ts';
import type { Settings, TurnRules } from './settings.ts';
import { bytesPerMs, defaultSettings, formatOf, turnRules, updateSettings } from './settings.ts';
import type { Problem } from './shape.ts';
import type { TurnChange } from './turn_taking.ts';
import type { VoiceLibrary } from './voice.ts';
import type { ClientMessage, ControlEvent } from './wire.ts';

export type SessionInput =
  | { readonly type: 'opened' }
  | { readonly type: 'message'; readonly message: ClientMessage }
  /** The wake has come (early or late does no harm). */
  | { readonly type: 'timer' }
  | { readonly type: 'closed' };

export type SessionEffect =
  | { readonly type: 'send'; readonly event: ServerEvent }
  /** Come back with `timer` at this instant; replaces the wake before it. */
  | { readonly type: 'wake'; readonly atMs: number }
  | { readonly type: 'close'; readonly code: number; readonly reason: string }
  | { readonly type: 'log'; readonly record: AgentRecord };

export interface SessionOptions {
  readonly profile: Profile;
  readonly seed: number;
  readonly sessionId: string;
  readonly model?: string;
  readonly voice: VoiceLibrary;
  readonly detector: DetectorFactory;
}

type AnswerState = 'silent' | 'answering';

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
const transitions: Readonly<Record<ControlEvent['type'], Readonly<Record<AnswerState, 'do' | Refusal>>>> = {
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

interface Turn {
  readonly itemId: string;
  readonly audioStartMs: number;
  readonly speechStartMs: number;
  readonly startedMs: number;
}

interface PendingStop {
  readonly dueMs: number;
  readonly audioEndMs: number;
  readonly speechEndMs: number;
}

export class AgentSession {
  readonly sessionId: string;
  private readonly profile: Profile;
  private readonly voice: VoiceLibrary;
  private readonly mind: Mind;
  private readonly latency: Latency;
  private readonly meter = new Meter();
  private readonly bucket: TokenBucket;
  private readonly conversation = new Conversation();
  private readonly input: InputBuffer;
  private readonly tag: string;

  private phase: 'new' | 'open' | 'closed' = 'new';
  private settings: Settings;
  private rules: TurnRules | null;
  private answer: Answer | null = null;
  private metered: MeteredInput | null = null;
  private hasSpoken = false;
  private turn: Turn | null = null;
  private stop: PendingStop | null = null;
  private transcriptions: { readonly dueMs: number; readonly itemId: string; readonly seconds: number }[] =
    [];
  private idle: { readonly dueMs: number; readonly sinceMs: number } | null = null;
  private prompt: string | null = null;

  private out: SessionEffect[] = [];
  private nowMs = 0;
  private wakeMs = Infinity;
  private numbered = 0;

  constructor(options: SessionOptions) {
    const { profile, seed, sessionId } = options;
    this.sessionId = sessionId;
    this.profile = profile;
    this.voice = options.voice;
    this.mind = new Mind(profile, seed, sessionId);
    this.latency = new Latency(profile.latency, seed, sessionId);
    this.bucket = new TokenBucket(profile.tokensPerMinute);
    this.settings = defaultSettings(sessionId, options.model ?? 'gpt-realtime-2.1', profile.instructions);
    this.rules = turnRules(this.settings);
    this.input = new InputBuffer(options.detector);
    this.tag = idTag(new Random(seed, 'agent-ids', sessionId));
  }

  /** The effects are in their order; the array is the caller's. Instants never go back. */
  handle(input: SessionInput, atMs: number): readonly SessionEffect[] {
    this.nowMs = atMs;
    if (this.phase === 'new' && input.type === 'opened') this.open();
    else if (this.phase === 'open') {
      this.advance();
      if (input.type === 'message') this.receive(input.message);
      else if (input.type === 'closed') this.end();
    }
    this.askForWake();
    if (this.out.length === 0) return nothing;
    const effects = this.out;
    this.out = [];
    return effects;
  }

  // ── The session's own life ────────────────────────────────────────────────────────────────────────────────────

  private open(): void {
    this.phase = 'open';
    this.input.configure(this.rules);
    this.out.push({ type: 'log', record: { type: 'opened', sessionId: this.sessionId, atMs: this.nowMs } });
    this.send({ type: 'session.created', session: publish(this.settings) });
  }

  private end(): void {
    if (this.answer !== null) this.logAnswer(this.answer, 'cancelled', 'closed');
    this.phase = 'closed';
    this.answer = null;
    const { appends } = this.input;
    this.input.release();
    this.out.push({
      type: 'log',
      record: { type: 'closed', sessionId: this.sessionId, atMs: this.nowMs, appends },
    });
  }

  /** Does what has fallen due, the earliest first. */
  private advance(): void {
    for (let dueMs = this.nextDueMs(); dueMs <= this.nowMs; dueMs = this.nextDueMs()) {
      const [transcription] = this.transcriptions;
      if (this.stop?.dueMs === dueMs) this.stopTurn();
      else if (this.answer?.nextMs() === dueMs) this.continueAnswer(this.answer);
      else if (transcription?.dueMs === dueMs) this.transcribe();
      else this.promptCaller();
    }
  }

  private nextDueMs(): number {
    return Math.min(
      this.stop?.dueMs ?? Infinity,
      this.answer?.nextMs() ?? Infinity,
      this.transcriptions[0]?.dueMs ?? Infinity,
      this.idle?.dueMs ?? Infinity,
    );
  }

  private askForWake(): void {
    const dueMs = this.phase === 'open' ? this.nextDueMs() : Infinity;
    if (dueMs === this.wakeMs) return;
    this.wakeMs = dueMs;
    if (dueMs !== Infinity) this.out.push({ type: 'wake', atMs: dueMs });
  }

  // ── What the client sends ─────────────────────────────────────────────────────────────────────────────────────

  private receive(message: ClientMessage): void {
    switch (message.type) {
      case 'append':
        return this.hear(message.bytes, message.eventId);
      case 'unreadable':
        return this.fail(message.problem, message.eventId);
      case 'event':
        return this.obey(message.event);
    }
  }

  private obey(event: ControlEvent): void {
    const eventId = event.event_id ?? null;
    const verdict = transitions[event.type][this.answer === null ? 'silent' : 'answering'];
    if (verdict !== 'do')
      return this.fail({ code: verdict, message: refusals[verdict], param: null }, eventId);
    const problem = this.perform(event);
    if (problem !== null) this.fail(problem, eventId);
  }

  private perform(event: ControlEvent): Problem | null {
    switch (event.type) {
      case 'session.update':
        return this.configure(event);
      case 'input_audio_buffer.commit':
        return this.commitByHand();
      case 'input_audio_buffer.clear':
        return this.clearInput();
      case 'output_audio_buffer.clear':
        return null;
      case 'conversation.item.create':
        return this.createItem(event.item, event.previous_item_id);
      case 'conversation.item.delete':
        return this.deleteItem(event.item_id);
      case 'conversation.item.retrieve':
        return this.retrieveItem(event.item_id);
      case 'conversation.item.truncate':
        return this.truncateItem(event.item_id, event.content_index, event.audio_end_ms);
      case 'response.create':
        this.respond(
          this.conversation.size === 0 ? this.mind.greet() : this.mind.answer(),
          event.response ?? undefined,
        );
        return null;
      case 'response.cancel':
        return this.cancelByHand(event.response_id ?? null);
    }
  }

  private configure(event: ControlEvent & { type: 'session.update' }): Problem | null {
    if (event.session.type !== 'realtime') return null;
    const updated = updateSettings(this.settings, event.session, this.hasSpoken);
    if ('code' in updated) return updated;
    this.settings = updated;
    this.rules = turnRules(updated);
    this.prompt = null;
    if (this.rules === null && this.stop !== null) this.stopTurn();
    this.input.configure(this.rules);
    if (this.rules === null) this.turn = null;
    if ((this.rules?.idleTimeoutMs ?? null) === null) this.idle = null;
    this.send({ type: 'session.updated', session: publish(updated) });
    return null;
  }

  // ── The caller's turn ─────────────────────────────────────────────────────────────────────────────────────────

  private hear(bytes: Uint8Array, eventId: string | null): void {
    const format = formatOf(this.settings.audio.input.format);
    const changes = this.input.append(bytes, format, this.nowMs, this.turn !== null);
    if (changes === null) {
      const message = "Invalid 'audio': the bytes are not whole 16-bit samples.";
      return this.fail({ code: 'invalid_value', message, param: 'audio' }, eventId);
    }
    for (const change of changes) this.takeTurn(change);
  }

  private takeTurn(change: TurnChange): void {
    if (change.type === 'stopped') {
      if (this.turn === null) return;
      const dueMs = this.nowMs + this.latency.draw('vad');
      this.stop = { dueMs, audioEndMs: change.audioEndMs, speechEndMs: change.speechEndMs };
      return;
    }
    if (this.stop !== null) this.stopTurn();
    this.idle = null;
    const { audioStartMs, speechStartMs } = change;
    const itemId = this.newId('item');
    this.turn = { itemId, audioStartMs, speechStartMs, startedMs: this.nowMs };
    this.send({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: Math.round(audioStartMs),
      item_id: itemId,
    });
    if (this.answer !== null && this.rules?.interruptResponse === true) {
      this.finishAnswer(this.answer, 'cancelled', 'turn_detected');
    }
  }

  private stopTurn(): void {
    const { stop, turn } = this;
    this.stop = null;
    this.turn = null;
    if (stop === null || turn === null) return;
    this.send({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: Math.round(stop.audioEndMs),
      item_id: turn.itemId,
    });
    const stoppedMs = this.nowMs;
    const { audioMs, arrivals } = this.input.commit(turn.audioStartMs, stop.audioEndMs, turn.speechStartMs);
    this.addUserAudio(turn.itemId, audioMs);
    this.out.push({
      type: 'log',
      record: {
        type: 'utterance',
        sessionId: this.sessionId,
        itemId: turn.itemId,
        speechStartAudioMs: turn.speechStartMs,
        speechEndAudioMs: stop.speechEndMs,
        speechStartedMs: turn.startedMs,
        speechStoppedMs: stoppedMs,
        committedMs: this.nowMs,
        arrivals,
      },
    });
    if (this.rules?.createResponse !== true) return;
    if (this.answer === null) this.respond(this.mind.answer());
    else this.fail({ code: ACTIVE, message: refusals[ACTIVE], param: null }, null);
  }

  private commitByHand(): Problem | null {
    if (this.stop !== null) this.stopTurn();
    const { pendingMs } = this.input;
    if (pendingMs < MIN_COMMIT_MS) {
      return {
        code: 'input_audio_buffer_commit_empty',
        message: `Error committing input audio buffer: buffer too small. Expected at least ${MIN_COMMIT_MS}ms of audio, but buffer only has ${pendingMs.toFixed(2)}ms of audio.`,
        param: null,
      };
    }
    const itemId = this.turn?.itemId ?? this.newId('item');
    const { turn } = this;
    this.turn = null;
    const { audioMs, arrivals } = this.input.commitAll();
    this.addUserAudio(itemId, audioMs);
    this.out.push({
      type: 'log',
      record: {
        type: 'utterance',
        sessionId: this.sessionId,
        itemId,
        speechStartAudioMs: turn?.speechStartMs ?? null,
        speechEndAudioMs: null,
        speechStartedMs: turn?.startedMs ?? null,
        speechStoppedMs: null,
        committedMs: this.nowMs,
        arrivals,
      },
    });
    return null;
  }

  private clearInput(): null {
    if (this.stop !== null) this.stopTurn();
    this.turn = null;
    this.input.clear();
    this.send({ type: 'input_audio_buffer.cleared' });
    return null;
  }

  private addUserAudio(itemId: string, audioMs: number): void {
    this.idle = null;
    const item: ConversationItem = {
      id: itemId,
      object: 'realtime.item',
      type: 'message',
      status: 'completed',
      role: 'user',
      content: [{ type: 'input_audio' }],
    };
    const previous = this.conversation.add(itemId, item, audioMs);
    this.send({ type: 'input_audio_buffer.committed', previous_item_id: previous, item_id: itemId });
    this.announce(item, previous);
    if (this.settings.audio.input.transcription === null) return;
    const dueMs = this.nowMs + this.latency.draw('transcription');
    this.transcriptions.push({ dueMs, itemId, seconds: audioMs / 1000 });
    this.transcriptions.sort((a, b) => a.dueMs - b.dueMs);
  }

  /** Nothing is recognized yet: the transcript is empty, which is what is known of it, and its price is not. */
  private transcribe(): void {
    const done = this.transcriptions.shift();
    if (done === undefined) return;
    this.send({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: done.itemId,
      content_index: 0,
      transcript: '',
      usage: { type: 'duration', seconds: Math.round(done.seconds * 1000) / 1000 },
    });
  }

  /** The caller has said nothing since the last answer was heard: the silence becomes an item, and is answered. */
  private promptCaller(): void {
    const { idle } = this;
    this.idle = null;
    if (idle === null || this.answer !== null || this.turn !== null) return;
    const itemId = this.newId('item');
    const audioEndMs = Math.round(this.input.positionMs);
    const audioStartMs = Math.max(0, Math.round(audioEndMs - (this.nowMs - idle.sinceMs)));
    this.send({
      type: 'input_audio_buffer.timeout_triggered',
      audio_start_ms: audioStartMs,
      audio_end_ms: audioEndMs,
      item_id: itemId,
    });
    this.addUserAudio(itemId, this.input.commit(audioStartMs, audioEndMs, audioEndMs).audioMs);
    this.respond(this.mind.prompt());
  }

  // ── The agent's answer ────────────────────────────────────────────────────────────────────────────────────────

  private respond(utteranceId: string, wanted: RealtimeResponseCreateParams = {}): void {
    const { settings, profile } = this;
    const modalities = wanted.output_modalities ?? settings.output_modalities;
    const format = wanted.audio?.output?.format ?? settings.audio.output.format;
    const spoken = modalities.includes('audio') || modalities.length === 0;
    const firstTokenMs = this.nowMs + this.latency.draw('llm');
    const firstAudioMs = firstTokenMs + this.latency.draw('tts');
    this.idle = null;
    this.metered = this.meter.input(this.promptText(wanted.instructions), this.conversation.all());
    this.answer = new Answer({
      responseId: this.newId('resp'),
      itemId: this.newId('item'),
      utterance: this.voice.utterance(utteranceId),
      chunks: spoken ? this.voice.chunks(utteranceId, formatOf(format)) : null,
      createdMs: this.nowMs,
      firstTokenMs,
      firstAudioMs,
      everyMs: profile.pace.everyMs,
      maxTokens: wanted.max_output_tokens ?? settings.max_output_tokens,
      metadata: wanted.metadata ?? null,
      format,
    });
    this.send({ type: 'response.created', response: this.describe(this.answer, 'in_progress') });
  }

  private continueAnswer(answer: Answer): void {
    const { itemId } = answer.options;
    if (answer.phase === 'thinking') {
      const previous = this.conversation.add(itemId, answer.item('in_progress'), 0);
      this.sendAll(answer.begin(previous));
    } else {
      this.sendAll(answer.step(this.nowMs));
      this.hasSpoken ||= answer.audioMs > 0;
    }
    if (answer.phase === 'finished') this.finishAnswer(answer, answer.naturalEnding(), null);
  }

  private finishAnswer(
    answer: Answer,
    ending: Ending,
    reason: 'turn_detected' | 'client_cancelled' | null,
  ): void {
    const { itemId } = answer.options;
    const events = answer.close(ending, this.conversation.previousOf(itemId));
    const entry = this.conversation.find(itemId);
    if (entry !== undefined && !entry.truncated) {
      entry.item = answer.item(ending === 'completed' ? 'completed' : 'incomplete');
      entry.audioMs = answer.audioMs;
      entry.revision++;
    }
    this.answer = null;
    this.sendAll(events);
    const tokens = answer.tokens();
    const usage = usageOf(this.metered as MeteredInput, tokens.text, tokens.audio);
    const why = ending === 'incomplete' ? 'max_output_tokens' : reason;
    this.send({
      type: 'response.done',
      response: {
        ...this.describe(answer, ending),
        status_details: why === null ? { type: ending } : { type: ending, reason: why },
        output: events.length === 0 ? [] : [answer.item(ending === 'completed' ? 'completed' : 'incomplete')],
        usage,
      },
    });
    const limit = this.bucket.take(usage.total_tokens ?? 0, this.nowMs);
    this.send({
      type: 'rate_limits.updated',
      rate_limits: [
        { name: 'tokens', limit: limit.limit, remaining: limit.remaining, reset_seconds: limit.resetSeconds },
      ],
    });
    this.logAnswer(answer, ending, why);
    const idleMs = this.rules?.idleTimeoutMs ?? null;
    if (idleMs === null || this.turn !== null) return;
    const sinceMs = Math.max(this.nowMs, (answer.firstAudioSentMs ?? 0) + answer.audioMs);
    this.idle = { dueMs: sinceMs + idleMs, sinceMs };
  }

  private cancelByHand(responseId: string | null): Problem | null {
    const { answer } = this;
    if (answer === null || (responseId !== null && responseId !== answer.options.responseId)) {
      return {
        code: NOT_ACTIVE,
        message: refusals[NOT_ACTIVE],
        param: responseId === null ? null : 'response_id',
      };
    }
    this.finishAnswer(answer, 'cancelled', 'client_cancelled');
    return null;
  }

  private describe(answer: Answer, status: NonNullable<RealtimeResponse['status']>): RealtimeResponse {
    const { responseId, maxTokens, metadata, format } = answer.options;
    const { voice } = this.settings.audio.output;
    return {
      object: 'realtime.response',
      id: responseId,
      status,
      output: [],
      conversation_id: `conv_${this.tag}`,
      output_modalities: [answer.modality],
      max_output_tokens: maxTokens,
      audio: { output: { format, voice: typeof voice === 'string' ? voice : voice.id } },
      metadata: metadata ?? null,
    };
  }

  private logAnswer(answer: Answer, status: AnswerStatus, reason: string | null): void {
    const { responseId, utterance, createdMs } = answer.options;
    this.out.push({
      type: 'log',
      record: {
        type: 'answer',
        sessionId: this.sessionId,
        responseId,
        utterance: utterance.id,
        createdMs,
        firstAudioSentMs: answer.firstAudioSentMs,
        doneMs: this.nowMs,
        audioMs: answer.audioMs,
        status,
        reason,
      },
    });
  }

  /** Instructions and tool definitions as the model would read them; what the meter bills at the head of each response. */
  private promptText(instructions: string | undefined): string {
    const { tools } = this.settings;
    const toolText = tools.length === 0 ? '' : JSON.stringify(tools);
    if (instructions !== undefined) return instructions + toolText;
    this.prompt ??= this.settings.instructions + toolText;
    return this.prompt;
  }

  // ── Conversation items ────────────────────────────────────────────────────────────────────────────────────────

  private createItem(given: ConversationItem, previousId: string | null | undefined): Problem | null {
    const id = given.id ?? this.newId('item');
    if (this.conversation.find(id) !== undefined) {
      return {
        code: 'invalid_value',
        message: `An item with the id '${id}' exists already.`,
        param: 'item.id',
      };
    }
    if (!this.conversation.canFollow(previousId)) {
      return {
        code: 'item_create_invalid_previous_item_id',
        message: `Error adding item: the previous item with id '${previousId}' does not exist.`,
        param: 'previous_item_id',
      };
    }
    const { item, audioBytes } = withoutAudio(given, id);
    const audioMs = audioBytes / bytesPerMs(formatOf(this.settings.audio.input.format));
    const previous = this.conversation.add(id, item, audioMs, previousId);
    this.announce(item, previous);
    return null;
  }

  private deleteItem(id: string): Problem | null {
    if (!this.conversation.remove(id)) return unknownItem('item_delete_invalid_item_id', 'deleting', id);
    if (this.answer?.options.itemId === id) this.answer.forgotten = true;
    this.send({ type: 'conversation.item.deleted', item_id: id });
    return null;
  }

  private retrieveItem(id: string): Problem | null {
    const entry = this.conversation.find(id);
    if (entry === undefined) return unknownItem('item_retrieve_invalid_item_id', 'retrieving', id);
    this.send({ type: 'conversation.item.retrieved', item: entry.item });
    return null;
  }

  /** Cuts the agent's audio at what was heard; the transcript goes, because nobody knows how much of it was heard. */
  private truncateItem(id: string, contentIndex: number, audioEndMs: number): Problem | null {
    const entry = this.conversation.find(id);
    if (entry === undefined) return unknownItem('item_truncate_invalid_item_id', 'truncating', id);
    const { item } = entry;
    const spoken =
      item.type === 'message' && item.role === 'assistant' && item.content[0]?.type !== 'output_text';
    if (!spoken) {
      const message = 'Only model output audio messages can be truncated.';
      return { code: 'invalid_value', message, param: 'item_id' };
    }
    if (contentIndex !== 0) {
      const message = `There is no content part ${contentIndex} in item '${id}'.`;
      return { code: 'invalid_value', message, param: 'content_index' };
    }
    const underWay = this.answer?.options.itemId === id ? this.answer : null;
    const lengthMs = underWay !== null && !entry.truncated ? underWay.audioMs : entry.audioMs;
    if (audioEndMs > Math.ceil(lengthMs)) {
      return {
        code: 'invalid_value',
        message: `Audio content of ${Math.round(lengthMs)}ms is already shorter than ${audioEndMs}ms.`,
        param: 'audio_end_ms',
      };
    }
    entry.item = { ...item, content: [{ type: 'output_audio' }] };
    entry.audioMs = Math.min(audioEndMs, lengthMs);
    entry.truncated = true;
    entry.revision++;
    this.send({
      type: 'conversation.item.truncated',
      item_id: id,
      content_index: contentIndex,
      audio_end_ms: audioEndMs,
    });
    return null;
  }

  private announce(item: ConversationItem, previousItemId: string | null): void {
    this.send({ type: 'conversation.item.added', previous_item_id: previousItemId, item });
    this.send({ type: 'conversation.item.done', previous_item_id: previousItemId, item });
  }

  // ── Sending ───────────────────────────────────────────────────────────────────────────────────────────────────

  private fail(problem: Problem, eventId: string | null): void {
    const { code, message, param } = problem;
    this.send({
      type: 'error',
      error: { type: 'invalid_request_error', code, message, param, event_id: eventId },
    });
  }

  private sendAll(events: readonly Unsent[]): void {
    for (const event of events) this.send(event);
  }

  private send(unsent: Unsent): void {
    const { type, ...rest } = unsent;
    const event = { type, event_id: this.newId('event'), ...rest } as ServerEvent;
    this.out.push({ type: 'send', event });
  }

  private newId(kind: 'event' | 'item' | 'resp'): string {
    return `${kind}_${this.tag}${(this.numbered++).toString(36).padStart(6, '0')}`;
  }
}

type AnswerStatus = (AgentRecord & { type: 'answer' })['status'];

const nothing: readonly SessionEffect[] = [];

type PublishedSession = (ServerEvent & { type: 'session.updated' })['session'];

/** The published type knows no null for what is switched off; the protocol says it with one. */
function publish(settings: Settings): PublishedSession {
  const { audio } = settings;
  return {
    ...settings,
    include: settings.include as NonNullable<Settings['include']>,
    audio: {
      input: {
        ...audio.input,
        transcription: audio.input.transcription as AudioTranscription,
        noise_reduction: audio.input.noise_reduction as RealtimeAudioConfigInput.NoiseReduction,
      },
      output: audio.output,
    },
  };
}

function unknownItem(code: string, doing: string, id: string): Problem {
  return { code, message: `Error ${doing} item: the item with id '${id}' does not exist.`, param: 'item_id' };
}

/** The item to keep, and how long the audio in it was. */
function withoutAudio(given: ConversationItem, id: string): { item: ConversationItem; audioBytes: number } {
  if (given.type === 'function_call') {
    return {
      item: { ...given, id, object: 'realtime.item', status: 'completed', call_id: given.call_id ?? id },
      audioBytes: 0,
    };
  }
  if (given.type === 'function_call_output') {
    return { item: { ...given, id, object: 'realtime.item', status: 'completed' }, audioBytes: 0 };
  }
  if (given.type !== 'message') return { item: given, audioBytes: 0 };
  let audioBytes = 0;
  const content = given.content.map((part) => {
    const { audio, ...rest } = part as { audio?: string };
    audioBytes += Math.floor(((audio?.length ?? 0) * 3) / 4);
    return rest;
  });
  const item = { ...given, id, object: 'realtime.item', status: 'completed', content } as ConversationItem;
  return { item, audioBytes };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function idTag(random: Random): string {
  let tag = '';
  for (let i = 0; i < 12; i++) tag += ALPHABET[random.below(ALPHABET.length)];
  return tag;
}
