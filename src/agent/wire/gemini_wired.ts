/**
 * The Gemini Live API before a session of the simulated agent: a gate until the client has set it up, what the client asks for made
 * into the session's own requests, and what the session says told as the service would. Errors are told by closing, as the service
 * does. Pure; instants in ms; never throws on what a client sends.
 */

import type { ControlEvent } from '../protocol/wire.ts';
import type { AgentSession, SessionEffect, SessionInput } from '../session.ts';
import type { WiredSession, WireEffect, WireInput, WireSetup } from './agent_wire.ts';
import type { Asked } from './gemini_asked.ts';
import type { ServerSays } from './gemini_says.ts';
import { GeminiMemory } from './gemini_memory.ts';
import { GeminiRequests } from './gemini_requests.ts';
import { settingsIn } from './gemini_settings.ts';
import { GeminiSpeech } from './gemini_speech.ts';

/** Before the end the client is told of it so long, or a part of its time where that is short. */
const GO_AWAY_MS = 60_000;
const GO_AWAY_PART = 4;
const MOST_REASON = 120;
const QUOTA = 'Resource has been exhausted (e.g. check quota).';
const ABORTED =
  'Connection aborted because the client failed to close the connection after receiving a GoAway signal.';

export class GeminiWired implements WiredSession {
  readonly sessionId: string;
  private readonly session: AgentSession;
  private readonly memory: GeminiMemory;
  private speech: GeminiSpeech | null = null;
  private phase: 'gate' | 'setting' | 'open' | 'over' = 'gate';
  private nowMs = 0;
  private effects: WireEffect[] = [];
  /** What is to be given to the session once it has said all that it has to say. */
  private waiting: SessionInput[] = [];
  private busy = false;
  private sessionWakeMs = Infinity;
  private wakeMs = Infinity;
  private goAwayMs = Infinity;
  private endsMs = Infinity;
  /** Null before it is set up. */
  private requests: GeminiRequests | null = null;
  private extra: Readonly<Record<string, unknown>> | null = null;

  constructor(session: AgentSession, { index, memory }: WireSetup) {
    this.session = session;
    this.sessionId = session.sessionId;
    this.memory = new GeminiMemory(`${session.sessionId}.${index}`, memory);
  }

  handle(input: WireInput, atMs: number): readonly WireEffect[] {
    this.nowMs = atMs;
    switch (input.type) {
      case 'message':
        if (input.message.type === 'json') {
          for (const asked of input.message.value as readonly Asked[])
            if (this.phase !== 'over') this.asks(asked);
        }
        break;
      case 'timer':
        this.due();
        this.feed({ type: 'timer' });
        break;
      case 'opened':
        this.feed(input);
        this.endsMs = this.session.endsMs;
        this.goAwayMs = this.endsMs - Math.min(GO_AWAY_MS, (this.endsMs - atMs) / GO_AWAY_PART);
        break;
      case 'closed':
        if (this.phase !== 'over') this.feed(input);
        this.phase = 'over';
        break;
    }
    this.askForWake();
    const { effects } = this;
    this.effects = [];
    return effects;
  }

  private due(): void {
    const { speech } = this;
    if (speech !== null && speech.completesMs <= this.nowMs) {
      speech.complete(this.nowMs);
      this.told(speech);
    }
    if (this.phase === 'open' && this.goAwayMs <= this.nowMs) {
      const seconds = Math.max(0, Math.round((this.endsMs - this.nowMs) / 100) / 10);
      this.say({ goAway: { timeLeft: `${seconds}s` } });
      this.goAwayMs = Infinity;
    }
  }

  private askForWake(): void {
    const ownMs =
      this.phase === 'open' ? Math.min(this.speech?.completesMs ?? Infinity, this.goAwayMs) : Infinity;
    // A wake that has come is spent; the session asks for its next where it has one.
    if (this.sessionWakeMs <= this.nowMs) this.sessionWakeMs = Infinity;
    const wishMs = this.phase === 'over' ? Infinity : Math.min(ownMs, this.sessionWakeMs);
    if (wishMs === this.wakeMs && wishMs > this.nowMs) return;
    this.wakeMs = wishMs;
    if (wishMs !== Infinity) this.effects.push({ type: 'wake', atMs: wishMs });
  }

  // ── From the client ───────────────────────────────────────────────────────────────────────────────────────────

  private asks(asked: Asked): void {
    if (asked.type === 'wrong') return this.refuse(asked.reason);
    if (this.phase === 'gate') {
      if (asked.type === 'setup') this.setUp(asked);
      else this.refuse('setup must be the first message and only the first');
      return;
    }
    if (asked.type === 'setup') this.refuse('setup must be the first message and only the first');
    else this.requests?.receive(asked);
  }

  private setUp({ setup }: Asked & { readonly type: 'setup' }): void {
    const settings = settingsIn(setup);
    if ('wrong' in settings) return this.refuse(settings.wrong);
    const { handle } = settings;
    const items = handle === null ? [] : this.memory.recall(handle);
    if (items === null) return this.end(1008, 'BidiGenerateContent session not found');
    const speech = new GeminiSpeech(this.memory, settings);
    this.speech = speech;
    this.requests = new GeminiRequests({
      manual: settings.manual,
      addressed: items.length > 0,
      memory: this.memory,
      speech,
      nowMs: () => this.nowMs,
      give: (message) => this.feed({ type: 'message', message }),
      told: () => this.told(speech),
      refuse: (reason) => this.refuse(reason),
    });
    this.phase = 'setting';
    this.control({ type: 'session.update', session: settings.session });
    for (const item of items) this.control({ type: 'conversation.item.create', item });
  }

  // ── To and from the session ───────────────────────────────────────────────────────────────────────────────────

  private control(event: ControlEvent): void {
    this.feed({ type: 'message', message: { type: 'event', event } });
  }

  private feed(input: SessionInput): void {
    this.waiting.push(input);
    if (this.busy) return;
    this.busy = true;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      for (const effect of this.session.handle(next, this.nowMs)) this.carry(effect);
    }
    this.busy = false;
  }

  private carry(effect: SessionEffect): void {
    switch (effect.type) {
      case 'send':
        if (this.phase !== 'over') this.hear(effect);
        break;
      case 'wake':
        this.sessionWakeMs = effect.atMs;
        break;
      case 'close':
        if (this.phase !== 'over') this.closes(effect.code);
        break;
      case 'drop':
        this.phase = 'over';
        this.effects.push(effect);
        break;
      case 'log':
        this.effects.push(effect);
        break;
    }
  }

  private hear({ event, rewritten }: SessionEffect & { readonly type: 'send' }): void {
    const { speech } = this;
    if (this.phase === 'setting') {
      if (event.type === 'session.updated') this.confirm();
      else if (event.type === 'error') this.refuse(event.error.message);
      return;
    }
    if (speech === null || this.phase !== 'open') return;
    if (rewritten === true && 'payload' in event) this.sayUnknown(event);
    const ended = speech.hears(event, this.nowMs);
    this.extra = rewritten === true ? extraOf(event) : null;
    this.told(speech);
    this.extra = null;
    if (ended !== null) this.end(ended.code, ended.reason);
  }

  private confirm(): void {
    this.phase = 'open';
    this.say({ setupComplete: { sessionId: this.sessionId } });
    this.speech?.offerHandle();
    if (this.speech !== null) this.told(this.speech);
  }

  private told(speech: GeminiSpeech): void {
    for (const { text, audioOf } of speech.take()) {
      const said = this.extra === null ? text : `${text.slice(0, -1)},${JSON.stringify(this.extra).slice(1)}`;
      this.effects.push({
        type: 'say',
        text: said,
        binary: true,
        ...(audioOf === undefined ? {} : { audioOf }),
      });
    }
    const { cut } = speech;
    speech.cut = null;
    if (cut === null) return;
    const { itemId, playedMs } = cut;
    this.control({
      type: 'conversation.item.truncate',
      item_id: itemId,
      content_index: 0,
      audio_end_ms: playedMs,
    });
  }

  private say(message: ServerSays): void {
    this.effects.push({ type: 'say', text: JSON.stringify(message), binary: true });
  }

  /** Something that no client knows, on purpose: one message more, by its own name. */
  private sayUnknown({ type, payload }: { readonly type: string; readonly payload: unknown }): void {
    const name = type.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
    this.effects.push({ type: 'say', text: JSON.stringify({ [name]: payload }), binary: true });
  }

  /** The session has closed by itself: what it means, in the service's words. */
  private closes(code: number): void {
    this.phase = 'over';
    if (code === 1000) this.close(1000, '');
    else if (code === 1001) this.close(1008, ABORTED);
    else if (code === 3000) this.close(1007, 'API key not valid. Please pass a valid API key.');
    else if (code === 1013) this.close(1011, QUOTA);
    else this.close(1011, 'Internal error encountered.');
  }

  private refuse(reason: string): void {
    this.end(1007, reason);
  }

  private end(code: number, reason: string): void {
    if (this.phase === 'over') return;
    this.phase = 'over';
    this.close(code, reason);
    this.feed({ type: 'closed' });
  }

  private close(code: number, reason: string): void {
    this.effects.push({ type: 'close', code, reason: shortened(reason) });
  }
}

/** A reason has its bytes counted: what is no ASCII may have several. */
function shortened(reason: string): string {
  return reason.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, MOST_REASON);
}

/** What a fault has put into an event that its type does not have. */
function extraOf(event: object): Readonly<Record<string, unknown>> | null {
  const { obfuscation, x_trace: trace } = event as Readonly<Record<string, unknown>>;
  return obfuscation === undefined ? null : { obfuscation, xTrace: trace };
}
