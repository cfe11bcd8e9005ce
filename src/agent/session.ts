/**
 * One session of the simulated agent: the Realtime protocol as a state machine. Pure: inputs and instants in, effects
 * out. It opens no socket, reads no clock and draws no randomness but from its seed, so it runs behind a server and in
 * virtual time alike. It never throws on what a client sends; whatever that is, it goes on answering.
 *
 * Three things move by themselves: the caller's turn (Listener), the agent's answer (Speaker), and what the agent makes of
 * the one for the other (Conduct). What the client asks for is done by Requests. Here they are joined, and what has fallen
 * due is done in its order, until the session ends.
 */

import { Capacity } from './capacity.ts';
import { Conduct } from './conduct.ts';
import type { DetectorFactory } from './ear/detector/detector.ts';
import { Listener } from './ear/turn/listener.ts';
import type { MurmurRules } from './ear/turn/murmur.ts';
import type { RecognizerFactory } from './ear/recognizer/recognition.ts';
import { Expiry } from './expiry.ts';
import { SessionFaults } from './fault/session_faults.ts';
import type { StreamManners } from './fault/stream_manners.ts';
import type { ArmedFault } from '../fault/arm_fault.ts';
import type { AgentMoments } from './fault/moments.ts';
import { Latency } from './latency.ts';
import type { Limits } from './limits.ts';
import { contextTokensOf } from './meter/context_limits.ts';
import { SessionAccount } from './meter/session_account.ts';
import { TokenBucket } from './meter/rate_limit.ts';
import type { Mind } from './mind/mind.ts';
import type { OwnWords } from './mind/own_words.ts';
import { mindOf } from './mind/mind_of.ts';
import { promptOf } from './mind/system_prompt.ts';
import type { TypedWords } from './mind/typed.ts';
import type { Profile } from './profile/profile.ts';
import { ConversationItems } from './protocol/conversation_items.ts';
import { ItemRequests } from './protocol/item_requests.ts';
import { McpServers } from './protocol/mcp_servers.ts';
import type { SessionEffect } from './protocol/outbox.ts';
import { Outbox } from './protocol/outbox.ts';
import { alreadyAnswering } from './protocol/permission.ts';
import { defaultSettings, publish } from './protocol/settings.ts';
import type { ClientMessage } from './protocol/wire.ts';
import { Requests } from './requests.ts';
import { Speaker } from './voice/speaker.ts';
import type { VoiceLibrary } from './voice/voice.ts';

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
  /** Among the sessions of its agent, from 0. */
  readonly index: number;
  readonly model?: string;
  readonly voice: VoiceLibrary;
  readonly detector: DetectorFactory;
  /** Null: it does not understand what it hears. */
  readonly recognizer: RecognizerFactory | null;
  readonly typed: TypedWords;
  readonly lines: OwnWords;
  readonly faults: readonly ArmedFault<AgentMoments>[];
  readonly limits: Limits;
  /** What it shares with the other sessions of its server; nothing: it has an allowance of its own. */
  readonly allowance?: TokenBucket;
  readonly capacity?: Capacity;
  /** In place of the profile's. */
  readonly mind?: Mind;
  /** When it ends at the latest, in seconds since the Unix epoch, where somebody has such a clock. */
  readonly expiresAtS?: number;
}

export class AgentSession {
  readonly sessionId: string;
  private readonly outbox: Outbox;
  private readonly faults: SessionFaults;
  private readonly expiry: Expiry;
  private readonly conduct: Conduct;
  private readonly listener: Listener;
  private readonly speaker: Speaker;
  private readonly requests: Requests;
  private readonly capacity: Capacity;
  private phase: 'new' | 'open' | 'closed' = 'new';
  private wakeMs = Infinity;

  constructor(options: SessionOptions) {
    const { profile, seed, sessionId, index, faults, voice, limits, expiresAtS } = options;
    const conversation = new ConversationItems();
    const outbox = new Outbox(seed, sessionId);
    const items = new ItemRequests(conversation, outbox);
    const latency = new Latency(profile.latency, seed, sessionId);
    const sessionFaults = new SessionFaults({
      faults,
      seed,
      sessionId,
      index,
      log: (record) => outbox.log(record),
    });
    const prompt = promptOf(profile, (utterance) => voice.utterance(utterance).transcript);
    const settings = {
      ...defaultSettings(sessionId, options.model ?? 'gpt-realtime-2.1', prompt),
      ...(expiresAtS === undefined ? {} : { expires_at: expiresAtS }),
    };
    const shared = { outbox, items, latency, faults: sessionFaults, conversation };
    this.capacity = options.capacity ?? Capacity.of(limits);
    this.sessionId = sessionId;
    this.outbox = outbox;
    this.faults = sessionFaults;
    this.expiry = new Expiry(limits.sessionMs);
    this.conduct = new Conduct({
      mind: options.mind ?? mindOf(profile, seed, sessionId, options.lines),
      typed: options.typed,
      outbox,
      conversation,
      speaker: () => this.speaker,
      unasked: () => this.listener.rules?.createResponse === true,
      callerSpeaks: () => this.listener.attending,
      onFloor: () => this.listener.expectNothing(),
      onExpecting: (sinceMs) => this.listener.expectCaller(sinceMs),
    });
    const ear = {
      detector: options.detector,
      recognizer: options.recognizer?.() ?? null,
      murmurs: murmursOf(profile),
      silenceMs: profile.manners.silence.afterMs,
    };
    this.listener = new Listener(shared, settings, ear, {
      onSpeech: () => this.giveWay(),
      onTurn: (itemId, heard, over) => {
        this.conduct.turn(itemId, heard);
        if (over) this.answerTurn();
      },
      onSilence: () => this.conduct.silence(),
      overAgent: () => this.speaker.heardUntilMs > outbox.nowMs,
    });
    this.speaker = new Speaker({
      settings,
      pace: profile.pace,
      capacity: this.capacity,
      voice,
      account: new SessionAccount(
        limits.contextTokens ?? contextTokensOf(settings.model),
        options.allowance ?? new TokenBucket(limits.tokensPerMinute),
      ),
      onDone: (spoken) => this.conduct.concluded(spoken),
      ...shared,
    });
    const { listener, speaker, conduct } = this;
    const mcpServers = new McpServers(conversation, outbox);
    this.requests = new Requests({ settings, outbox, items, mcpServers, listener, speaker, conduct });
  }

  /** It ends then at the latest; Infinity before it is open. */
  get endsMs(): number {
    return this.expiry.atMs;
  }

  /** From its next answer on, tools are called before what is said about that, and not after it. */
  set callsFirst(first: boolean) {
    this.speaker.callsFirst = first;
  }

  /** The effects are in their order; the array is the caller's. Instants never go back. */
  handle(input: SessionInput, atMs: number): readonly SessionEffect[] {
    this.outbox.nowMs = atMs;
    if (this.phase === 'new' && input.type === 'opened') this.open();
    else if (this.phase === 'open') {
      const due = this.wakeMs <= atMs;
      if (due) this.advance(atMs);
      if (this.phase !== 'open') return this.take();
      if (input.type === 'message') {
        this.requests.receive(input.message);
        // Nearly all that comes is audio in which nothing happens: no deadline can have moved.
        if (!due && input.message.type === 'append' && this.listener.calm) return this.take();
      } else if (input.type === 'closed') this.end();
    }
    this.askForWake();
    return this.take();
  }

  /** How the server that stands before it keeps to the protocol of a media stream, which begins now. What strikes is told with what comes next. */
  streams(atMs: number): StreamManners {
    return this.faults.stream(atMs);
  }

  private take(): readonly SessionEffect[] {
    const { faults, outbox } = this;
    return outbox.take(faults.rewrites ? (event) => faults.rewrite(event, outbox.nowMs) : null);
  }

  private open(): void {
    if (!this.capacity.enter()) {
      this.phase = 'closed';
      this.outbox.close(1013, 'too many sessions');
      return;
    }
    this.phase = 'open';
    this.expiry.begin(this.outbox.nowMs);
    this.listener.open(this.requests.settings);
    this.outbox.log({ type: 'opened', sessionId: this.sessionId, atMs: this.outbox.nowMs });
    this.faults.begin(this.outbox.nowMs);
    // Credentials are refused before there is a session to speak of.
    if (this.faults.nextDueMs() <= this.outbox.nowMs) return this.breakOff();
    this.outbox.send({ type: 'session.created', session: publish(this.requests.settings) });
  }

  private expire(): void {
    const problem = this.expiry.problem();
    this.outbox.fail(problem, null);
    this.outbox.close(1001, problem.message);
    this.end();
  }

  /** The session ends in a way that it should not. */
  private breakOff(): void {
    const ending = this.faults.takeEnding(this.outbox.nowMs);
    if (ending === null) return;
    const { error, close } = ending;
    if (error !== null) this.outbox.send({ type: 'error', error: { ...error, param: null, event_id: null } });
    if (close === null) this.outbox.drop();
    else this.outbox.close(close.code, close.reason);
    this.end();
  }

  private end(): void {
    this.phase = 'closed';
    this.capacity.leave();
    this.speaker.abandon();
    this.listener.release();
    const { appends, quality } = this.listener;
    this.outbox.log({ type: 'closed', sessionId: this.sessionId, atMs: this.outbox.nowMs, appends, quality });
  }

  /** Does what has fallen due, the earliest first. */
  private advance(atMs: number): void {
    for (let dueMs = this.nextDueMs(); dueMs <= atMs; dueMs = this.nextDueMs()) {
      if (dueMs === this.listener.nextDueMs()) this.listener.advance();
      else if (dueMs === this.speaker.nextDueMs()) this.speaker.advance();
      else if (dueMs === this.conduct.nextDueMs()) this.conduct.advance();
      else if (dueMs === this.faults.nextDueMs()) return this.breakOff();
      else if (this.expiry.look(atMs)) return this.expire();
    }
  }

  private nextDueMs(): number {
    return Math.min(
      this.listener.nextDueMs(),
      this.speaker.nextDueMs(),
      this.conduct.nextDueMs(),
      this.faults.nextDueMs(),
      this.expiry.nextDueMs(),
    );
  }

  private askForWake(): void {
    const dueMs = this.phase === 'open' ? this.nextDueMs() : Infinity;
    if (dueMs === this.wakeMs) return;
    this.wakeMs = dueMs;
    if (dueMs !== Infinity) this.outbox.wake(dueMs);
  }

  // ── What the caller's voice does ──────────────────────────────────────────────────────────────────────────────

  private giveWay(): void {
    this.conduct.interrupted();
    if (this.listener.rules?.interruptResponse !== true) return;
    this.speaker.cancel('turn_detected');
    this.speaker.silenced();
  }

  private answerTurn(): void {
    if (this.listener.rules?.createResponse !== true) return;
    if (this.conduct.volunteered) this.speaker.cancel('turn_detected');
    if (this.speaker.answer === null) this.conduct.answer();
    else this.outbox.fail(alreadyAnswering, null);
  }
}

/** What does not interrupt it; null where every voice does. */
function murmursOf({ manners, mind }: Profile): MurmurRules | null {
  if (manners.backchannels === 'yield' || mind.type === 'list') return null;
  return { murmurs: mind.dialogue.backchannels, interruptionMs: manners.interruptionMs };
}
