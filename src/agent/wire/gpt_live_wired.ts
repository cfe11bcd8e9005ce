/**
 * One GPT-Live session before the agent's own: starts it as the client asks, plays out what it says in real time, and tells in this
 * protocol's words what there are words for here. Of turns and answers there are none; what the agent calls tools for is delegated.
 * Pure; never throws on what a client sends.
 */

import type { ClientEvent, SessionClosedEvent, SessionConfig } from 'openai-live/resources/live/live';
import type { ClientMessage } from '../protocol/wire.ts';
import { notText } from '../protocol/wire.ts';
import type { AgentSession } from '../session.ts';
import type { Inbound, WiredSession, WireEffect, WireInput, WireSetup } from './agent_wire.ts';
import { ContinuousVoice } from './continuous_voice.ts';
import { GptLiveBehind } from './gpt_live_behind.ts';
import { audioOf, silentAs } from './gpt_live_audio.ts';
import { checkLive, isProblem } from './gpt_live_client.ts';
import { answering, GptLiveOutbox } from './gpt_live_outbox.ts';
import { GptLiveRequests, invalid } from './gpt_live_requests.ts';
import { historyItem, OWN, ownSettings, resourceOf } from './gpt_live_settings.ts';
import { twoToThree, wireFormatOf, type WireFormat } from './wire_format.ts';

const USAGE_EVERY_MS = 15_000;

/** What there is once the session has started. */
interface Started {
  readonly format: WireFormat;
  readonly voice: ContinuousVoice;
  readonly requests: GptLiveRequests;
  usageMs: number;
}

export class GptLiveWired implements WiredSession {
  readonly sessionId: string;
  private readonly setup: WireSetup;
  private readonly outbox: GptLiveOutbox;
  private readonly behind: GptLiveBehind;
  private started: Started | null = null;
  private wakeMs = Infinity;

  constructor(session: AgentSession, setup: WireSetup) {
    this.sessionId = session.sessionId;
    this.setup = setup;
    this.outbox = new GptLiveOutbox(session.sessionId);
    this.behind = new GptLiveBehind(session, this.outbox, () => this.finish('expired', null));
  }

  handle(input: WireInput, atMs: number): readonly WireEffect[] {
    const { behind } = this;
    behind.nowMs = atMs;
    switch (input.type) {
      case 'opened':
        behind.own(input);
        break;
      case 'message':
        if (!behind.closed) this.receive(input.message);
        break;
      case 'timer':
        this.wakeMs = Infinity;
        this.due(atMs);
        break;
      case 'closed':
        if (!behind.closed) behind.own(input);
        behind.ends();
        break;
    }
    this.askForWake();
    return this.outbox.take();
  }

  /** What has fallen due: a piece of voice may be late, and what was said meanwhile belongs into it. */
  private due(atMs: number): void {
    const { started, behind } = this;
    behind.due();
    if (started === null || behind.closed) return;
    while (started.voice.nextMs <= atMs) this.speak(started.voice);
    if (started.usageMs > atMs) return;
    started.usageMs += USAGE_EVERY_MS;
    this.outbox.say({ type: 'session.usage.updated', usage: this.usage() });
  }

  private speak(voice: ContinuousVoice): void {
    const { base64, responseId, words } = voice.next();
    if (words !== null) {
      const { text, startMs, endMs } = words;
      this.outbox.say({
        type: 'session.output_transcript.delta',
        delta: text,
        start_ms: startMs,
        end_ms: endMs,
      });
    }
    const text = `{"type":"session.output_audio.delta","delta":"${base64}"}`;
    if (responseId === null) {
      this.outbox.push({ type: 'say', text });
      return;
    }
    this.outbox.push({ type: 'say', text, audioOf: responseId });
    this.behind.played(responseId);
  }

  // ── What the client says ──────────────────────────────────────────────────────────────────────────────────────

  private receive(message: Inbound): void {
    const { outbox } = this;
    switch (message.type) {
      case 'append':
        return this.hear(message);
      case 'binary':
        return outbox.fail(notText().problem, null);
      case 'unreadable':
        return outbox.fail(message.problem, message.eventId);
      case 'event':
        // Of another protocol: nobody reads that here.
        return;
      case 'json': {
        const event = checkLive(message.value);
        const eventId = eventIdOf(message.value);
        if (isProblem(event)) outbox.fail(event, eventId);
        else this.perform(event, eventId);
      }
    }
  }

  private perform(event: ClientEvent, eventId: string | null): void {
    const { started, outbox } = this;
    switch (event.type) {
      case 'session.start':
        if (started === null) return this.start(event.session, eventId);
        return outbox.fail({ ...invalid('The session has been started already.'), param: 'type' }, eventId);
      case 'session.input_audio.append': {
        const message = audioOf(event.audio, eventId);
        if (message.type === 'append') return this.hear(message);
        return outbox.fail(message.problem, eventId);
      }
      case 'session.close':
        return this.close('close_requested', eventId);
      default:
        if (started === null) outbox.fail(notStarted, eventId);
        else started.requests.perform(event, eventId);
    }
  }

  private hear(message: ClientMessage & { type: 'append' }): void {
    const { started } = this;
    if (started === null) return this.outbox.fail(notStarted, message.eventId);
    const { format, requests } = started;
    const bytes = format.sampleRate === 16000 ? twoToThree(message.bytes) : message.bytes;
    const heard = requests.muted ? { bytes: silentAs(bytes, format), zeros: true } : { bytes };
    this.behind.own({ type: 'message', message: { ...message, ...heard } });
    if (bytes.length > 0) requests.moves();
  }

  private start(config: SessionConfig, eventId: string | null): void {
    const { behind, outbox } = this;
    const { nowMs, delegations } = behind;
    const format = wireFormatOf(config.audio?.format);
    const expiresAtS = behind.expiresAtS ?? Math.round(nowMs / 1000) + 3600;
    const resource = resourceOf(config, this.sessionId, expiresAtS);
    delegations.target = config.delegation?.type ?? 'client';
    const requests = new GptLiveRequests(resource, behind, outbox);
    const voice = new ContinuousVoice(format, nowMs);
    this.started = { format, voice, requests, usageMs: nowMs + USAGE_EVERY_MS };
    behind.startedMs = nowMs;
    behind.voice = voice;
    behind.acknowledgementDelayMs = config.delegation?.acknowledgement_delay_ms ?? 0;
    const tools = this.setup.tools.map(({ name }) => name);
    behind.ask({ type: 'session.update', event_id: OWN, session: ownSettings(config, format, tools) });
    for (const item of config.input ?? []) behind.ask(historyItem(item));
    outbox.say({ type: 'session.started', session: resource, ...answering(eventId) });
    this.speak(voice);
  }

  // ── Ends ──────────────────────────────────────────────────────────────────────────────────────────────────────

  private close(reason: SessionClosedEvent['reason'], eventId: string | null): void {
    this.finish(reason, eventId);
    this.behind.own({ type: 'closed' });
    this.behind.ends();
    this.outbox.push({ type: 'close', code: 1000, reason: '' });
  }

  /** The last that is said, where there is a session to speak of. */
  private finish(reason: SessionClosedEvent['reason'], eventId: string | null): void {
    const { started, outbox } = this;
    if (started === null) return;
    const { resource: session } = started.requests;
    outbox.say({ type: 'session.closed', reason, session, usage: this.usage(), ...answering(eventId) });
  }

  private usage(): { seconds: number } {
    return { seconds: Math.round(this.behind.positionMs) / 1000 };
  }

  private askForWake(): void {
    const { started, behind } = this;
    const ownMs = started === null ? Infinity : Math.min(started.voice.nextMs, started.usageMs);
    const wishMs = behind.closed ? Infinity : Math.min(behind.dueMs, ownMs);
    if (wishMs === this.wakeMs) return;
    this.wakeMs = wishMs;
    this.outbox.push({ type: 'wake', atMs: wishMs });
  }
}

const notStarted = {
  code: 'session_not_started',
  message: 'Send session.start first, and wait for session.started.',
  param: null,
};

function eventIdOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('event_id' in value)) return null;
  return typeof value.event_id === 'string' ? value.event_id : null;
}
