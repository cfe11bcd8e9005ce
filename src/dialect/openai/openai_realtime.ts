/**
 * OpenAI's Realtime protocol over a WebSocket, as generally available since 2026 (with the names older self-hosted
 * servers still send for audio and text deltas). What is sent is held to the published types of the `openai` package
 * by the compiler; what is received is read defensively, and never trusted to have a shape.
 */

import type {
  ConversationItemCreateEvent,
  ConversationItemTruncateEvent,
  InputAudioBufferAppendEvent,
  InputAudioBufferCommitEvent,
  ResponseCancelEvent,
  ResponseCreateEvent,
  SessionUpdateEvent,
} from 'openai/resources/realtime/realtime';
import type { Command } from '../../core/call/event.ts';
import type { PlanTarget, Quirks, SessionSettings } from '../../core/plan/plan.ts';
import { credentials } from '../credential.ts';
import type { Connection, Dialect, DialectSession, ToldEvent, WireAudio } from '../dialect.ts';
import { closeMeaning, read } from './openai_events.ts';
import { itemCreated } from './openai_history.ts';
import { misspoken } from './openai_misspoken.ts';
import { sessionOf } from './openai_session.ts';
import { skimmer } from './openai_skim.ts';
import { PCM_RATE } from './shared_settings.ts';

export interface OpenaiDialect extends Dialect {
  open(): OpenaiSession;
}

export interface OpenaiSession extends DialectSession {
  /** A message tells one thing. */
  read(text: string): ToldEvent;
}

/** `quirks`: of a service that speaks it almost. */
export function openaiRealtime(
  settings: Pick<SessionSettings, 'format' | 'sampleRate'>,
  quirks?: Quirks,
): OpenaiDialect {
  const { format, sampleRate = PCM_RATE } = settings;
  const audio: WireAudio =
    format === 'pcm16'
      ? { format, sampleRate, bytesPerMs: (2 * sampleRate) / 1000 }
      : { format, sampleRate: 8000, bytesPerMs: 8 };
  // Nothing said in it depends on what was said before: all connections share it, but for what makes skimming cheap.
  const shared: Omit<OpenaiSession, 'skim'> = {
    write: (command) => {
      switch (command.type) {
        case 'replay':
          return command.items.map((item) => JSON.stringify(itemCreated(item, quirks?.shape)));
        case 'push':
          return [];
        default:
          return [JSON.stringify(clientEvent(command, quirks))];
      }
    },
    read: (text) => read(text, audio.bytesPerMs),
    closeMeaning,
    misspeak: (says, about) => misspoken(says, about, audio),
  };
  return {
    name: 'openai-realtime',
    uplink: audio,
    downlink: audio,
    connection,
    append: (base64) =>
      JSON.stringify({
        type: 'input_audio_buffer.append',
        audio: base64,
      } satisfies InputAudioBufferAppendEvent),
    open: () => ({ skim: skimmer(), ...shared }),
  };
}

/** These name what answers: a deployment, or a call that goes on already. There is no model to choose beside them. */
const NAMES_AGENT = ['model', 'deployment', 'call_id'];

function connection(target: PlanTarget, url: string, key: string | undefined): Connection {
  const { model, query = {}, quirks = {} } = target;
  const address = new WireUrl(url);
  if (quirks.path !== undefined) address.reach(quirks.path);
  for (const [name, value] of Object.entries(query)) address.set(name, value);
  for (const [name, value] of Object.entries(quirks.query ?? {})) {
    if (!address.has(name)) address.set(name, value);
  }
  const named = NAMES_AGENT.some((name) => address.has(name)) || address.path.includes('/deployments/');
  if (!named && model !== '') address.set(quirks.modelParameter ?? 'model', model);
  const { headers, protocols } = credentials(target, key);
  return {
    url: address.text,
    headers: quirks.betaHeader === true ? { 'openai-beta': 'realtime=v1', ...headers } : headers,
    protocols,
  };
}

/** Query strings without the platform's URL, which k6's engine has not. */
class WireUrl {
  text: string;

  constructor(text: string) {
    this.text = text;
  }

  get path(): string {
    return this.text.split('?', 1)[0] ?? '';
  }

  /** Where it has no path of its own. */
  reach(path: string): void {
    const [, origin, rest] = /^([a-z]+:\/\/[^/?]+)\/?(\?.*|)$/i.exec(this.text) ?? [];
    if (origin !== undefined) this.text = `${origin}${path}${rest ?? ''}`;
  }

  has(name: string): boolean {
    return this.pairs.some((pair) => named(pair, name));
  }

  /** In place of what the URL has of this name. */
  set(name: string, value: string): void {
    const others = this.pairs.filter((pair) => !named(pair, name));
    this.text = `${this.path}?${[...others, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join('&')}`;
  }

  private get pairs(): readonly string[] {
    return this.text
      .slice(this.path.length + 1)
      .split('&')
      .filter((pair) => pair !== '');
  }
}

function named(pair: string, name: string): boolean {
  return pair.split('=', 1)[0] === encodeURIComponent(name);
}

function clientEvent(
  command: Exclude<Command, { type: 'replay' | 'push' }>,
  quirks: Quirks | undefined,
):
  | SessionUpdateEvent
  | ResponseCreateEvent
  | ResponseCancelEvent
  | ConversationItemCreateEvent
  | ConversationItemTruncateEvent
  | InputAudioBufferCommitEvent {
  switch (command.type) {
    case 'configure':
      return { type: 'session.update', session: sessionOf(command.session, command.tools ?? [], quirks) };
    case 'respond':
      return { type: 'response.create' };
    case 'tool_result':
      return itemCreated(command);
    case 'cancel':
      return { type: 'response.cancel' };
    case 'truncate':
      return {
        type: 'conversation.item.truncate',
        item_id: command.itemId,
        content_index: 0,
        audio_end_ms: Math.max(0, Math.floor(command.heardMs)),
      };
    case 'commit':
      return { type: 'input_audio_buffer.commit' };
  }
}
