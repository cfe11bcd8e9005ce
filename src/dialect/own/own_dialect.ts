/**
 * A protocol of the user's own as one of Callstorm's: what the plan knows of it is enough to make its messages of audio and to find
 * the agent's; what is said and heard besides, the user's two functions say. Whatever they do wrong is thrown as one error that says
 * which of them did it. On the way of a frame or of declared audio none of them is called, but for `around`, where a session has it.
 */

import type { Command } from '../../core/call/event.ts';
import { OWN_DIALECT, type PlanDialect } from '../../core/plan/plan_dialect.ts';
import type { PlanTarget } from '../../core/plan/plan.ts';
import type { ToolDefinition } from '../../core/plan/tool.ts';
import type {
  AudioSkim,
  Connection,
  Dialect,
  DialectSession,
  Envelope,
  ReadEvent,
  WireAudio,
  WireMessage,
} from '../dialect.ts';
import { credentials } from '../credential.ts';
import { byteText } from '../byte_text.ts';
import { AudioFinder } from './audio_place.ts';
import type { OwnCommand, OwnDialect, OwnFrame, OwnSession } from './define_dialect.ts';
import { eventsOf, isFields, shown, toldBy, Unfit, type AudioIn, type Words } from './own_events.ts';

/** The user's code, running, and what it takes to run it. */
export interface SpokenDialect {
  readonly dialect: OwnDialect;
  /** The error that says that this function of the user's did it, and where. */
  readonly blame: (what: string, error: unknown) => Error;
  readonly base64: (bytes: Uint8Array) => string;
}

/** `spoken`: absent where no call is made with it. */
export function ownDialect(planned: PlanDialect, spoken?: SpokenDialect): Dialect {
  const { uplink, downlink, tellsAnswers } = planned;
  const { before, after, frameMs } = uplink;
  const running = (): SpokenDialect => {
    if (spoken === undefined) throw new RangeError(`${planned.file} is not loaded here`);
    return spoken;
  };
  return {
    name: OWN_DIALECT,
    uplink: wireAudio(uplink),
    downlink: wireAudio(downlink),
    ...(frameMs === undefined ? {} : { frameMs }),
    ...(tellsAnswers ? {} : { byEar: true }),
    connection: (target, url, key) => connection(running(), target, url, key),
    append: (audio) => before + audio + after,
    open: () => new OwnConversation(planned, running()),
  };
}

function wireAudio({ format, sampleRate, binary }: PlanDialect['downlink']): WireAudio {
  const bytesPerMs = format === 'pcm16' ? (2 * sampleRate) / 1000 : sampleRate / 1000;
  return { format, sampleRate, bytesPerMs, ...(binary ? { encoding: 'raw' } : {}) };
}

function connection(
  { dialect, blame }: SpokenDialect,
  target: PlanTarget,
  url: string,
  key: string | undefined,
): Connection {
  const { model, headers = {}, query = {} } = target;
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const whole = pairs.length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${pairs.join('&')}`;
  const usual = credentials(target, key);
  if (dialect.connect === undefined) return { url: whole, ...usual };
  try {
    const answer: unknown = dialect.connect({ url: whole, model, key });
    if (!isFields(answer)) throw new Unfit(`expected url, headers or protocols, found ${shown(answer)}`);
    const { url: to = whole, headers: more = usual.headers, protocols = usual.protocols } = answer;
    if (typeof to !== 'string' || !/^wss?:\/\//.test(to))
      throw new Unfit(`expected a ws:// or wss:// URL as url`);
    if (!isFields(more) || !Object.values(more).every((value) => typeof value === 'string')) {
      throw new Unfit('expected names with a text each as headers');
    }
    if (!Array.isArray(protocols) || !protocols.every((name) => typeof name === 'string')) {
      throw new Unfit('expected names as protocols');
    }
    return { url: to, headers: { ...(more as Record<string, string>), ...headers }, protocols };
  } catch (error) {
    throw blame('connect', error);
  }
}

class OwnConversation implements DialectSession {
  private readonly planned: PlanDialect;
  private readonly spoken: SpokenDialect;
  private readonly session: OwnSession;
  private readonly finder: AudioFinder | null;
  private readonly audio: AudioIn;
  private readonly words: Words | null;
  private readonly skimmed: AudioSkim = {
    responseId: '',
    itemId: '',
    bytes: 0,
    payloadStart: 0,
    payloadEnd: 0,
  };
  readonly skim: DialectSession['skim'];
  readonly envelope?: () => Envelope;
  readonly lost?: () => void;

  constructor(planned: PlanDialect, spoken: SpokenDialect) {
    const { downlink, tellsAnswers } = planned;
    const finder = downlink.at === undefined ? null : new AudioFinder(downlink.at);
    this.planned = planned;
    this.spoken = spoken;
    this.session = this.calls('open', () => sessionIn(spoken.dialect.open()));
    this.finder = finder;
    const { bytesPerMs } = wireAudio(downlink);
    this.audio = {
      bytesPerMs,
      binary: downlink.binary,
      payload: downlink.binary ? byteText : (bytes) => spoken.base64(bytes),
    };
    this.words = tellsAnswers ? new Map() : null;
    this.skim = downlink.binary
      ? (wire) => (wire.binary === true ? this.whole(wire.length) : null)
      : finder === null
        ? () => null
        : (wire) => (wire.binary === true ? null : finder.skim(wire));
    if (this.session.around === undefined) return;
    const frame = { sent: 0, captured: 0 };
    const around = { before: '', after: '' };
    this.envelope = () => {
      this.surround(frame, around);
      frame.sent++;
      frame.captured++;
      return around;
    };
    this.lost = () => void frame.captured++;
  }

  /** Once a frame. What it gives is text, or bytes around a binary message, a character each. */
  private surround(frame: OwnFrame, around: { before: string; after: string }): void {
    const { uplink } = this.planned;
    try {
      const given: unknown = this.session.around?.(frame);
      if (!isFields(given)) throw new Unfit(`expected before, after or both, found ${shown(given)}`);
      around.before = aroundText(given['before'], 'before', uplink.binary);
      around.after = aroundText(given['after'], 'after', uplink.binary);
    } catch (error) {
      throw this.spoken.blame('around', error);
    }
  }

  write(command: Command): readonly WireMessage[] {
    const said = ownCommand(command);
    return said === null ? [] : this.says(said);
  }

  follows(command: Command): readonly ReadEvent[] {
    if (command.type !== 'configure' || !this.planned.readyAtOnce) return [];
    return [{ type: 'session', sessionId: null }, { type: 'ready' }];
  }

  private says(command: OwnCommand): readonly WireMessage[] {
    return this.calls(`send({ type: '${command.type}' })`, () => {
      const given: unknown = this.session.send(command);
      if (given === undefined || given === null) return [];
      const several: readonly unknown[] = Array.isArray(given) ? given : [given];
      const odd = several.find((message) => !isMessage(message));
      if (odd !== undefined)
        throw new Unfit(`expected messages of text, or bytes as a Uint8Array, found ${shown(odd)}`);
      return several as readonly WireMessage[];
    });
  }

  read(text: string): readonly ReadEvent[] {
    const payload = this.finder?.parsed(text) ?? null;
    if (payload !== null) return this.hears(() => ({ type: 'audio', audio: payload }));
    return this.hears(() => this.session.receive(text));
  }

  readBytes(bytes: Uint8Array): readonly ReadEvent[] {
    return this.hears(() => this.session.receive(bytes));
  }

  played(mark: string): readonly WireMessage[] {
    return this.says({ type: 'played', mark });
  }

  farewell(): { readonly messages: readonly WireMessage[] } {
    return { messages: this.says({ type: 'hang_up' }) };
  }

  closeMeaning(): null {
    return null;
  }

  private whole(length: number): AudioSkim {
    const { skimmed } = this;
    skimmed.bytes = length;
    skimmed.payloadEnd = length;
    return skimmed;
  }

  private hears(receive: () => unknown): readonly ReadEvent[] {
    return this.calls('receive', () =>
      eventsOf(receive()).flatMap((event) => toldBy(event, this.audio, this.words)),
    );
  }

  private calls<T>(what: string, act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw this.spoken.blame(what, error);
    }
  }
}

function aroundText(given: unknown, where: string, binary: boolean): string {
  if (given === undefined) return '';
  if (binary && given instanceof Uint8Array) return byteText(given);
  if (!binary && typeof given === 'string' && ASCII.test(given)) return given;
  const wanted = binary ? 'bytes as a Uint8Array' : 'text of ASCII';
  throw new Unfit(`expected ${wanted} as ${where}, as the message of a frame is, found ${shown(given)}`);
}

const ASCII = /^[ -~]*$/;

function isMessage(given: unknown): given is WireMessage {
  return typeof given === 'string' || given instanceof Uint8Array;
}

function sessionIn(opened: unknown): OwnSession {
  const has = (name: string): boolean => isFields(opened) && typeof opened[name] === 'function';
  if (isFields(opened) && opened['around'] !== undefined && !has('around'))
    throw new Unfit(`expected a function as around, found ${shown(opened['around'])}`);
  if (has('send') && has('receive')) return opened as OwnSession;
  throw new Unfit(`expected an object with the functions send and receive, found ${shown(opened)}`);
}

/** A plan's tools bring what comes of a call, which is nobody's on the wire. */
function declared({ name, description, parameters }: ToolDefinition): ToolDefinition {
  return { name, ...(description === undefined ? {} : { description }), parameters };
}

/** Null: there is nothing to say. */
function ownCommand(command: Command): OwnCommand | null {
  switch (command.type) {
    case 'configure': {
      const { session: settings, model, tools = [] } = command;
      return { type: 'start', model, settings, tools: tools.map(declared) };
    }
    case 'respond':
      return { type: 'respond', to: command.to };
    case 'replay':
      return { type: 'history', items: command.items };
    case 'tool_result':
      return { type: 'tool_result', id: command.callId, output: command.output };
    case 'cancel':
      return { type: 'cancel' };
    case 'truncate':
      return { type: 'heard', answer: command.itemId, ms: command.heardMs };
    case 'push':
      return { type: 'speech_starts' };
    case 'commit':
      return { type: 'speech_ends' };
  }
}
