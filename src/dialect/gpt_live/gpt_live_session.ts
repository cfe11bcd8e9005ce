/**
 * What is said in one GPT-Live session. It keeps what it takes to answer what the model delegates: what was said since, and which tasks
 * are open. A task whose words have not been written down yet waits for them, a second and a half of the agent's audio at most.
 */

import type {
  CommentaryAppendEvent,
  ResponseCreateEvent,
  ResponseItemCreateEvent,
  SessionCloseEvent,
  SessionStartEvent,
  ThinkingAppendEvent,
} from 'openai-live/resources/live/live';
import type { Command } from '../../core/call/event.ts';
import type { HistoryItem } from '../../core/call/history_item.ts';
import type { Misspoken } from '../../core/call/misspoken.ts';
import { noUsage } from '../../core/log/usage.ts';
import type { ToolDefinition } from '../../core/plan/tool.ts';
import type {
  AudioSkim,
  CloseMeaning,
  DialectSession,
  Farewell,
  MisspokenAbout,
  ReadEvent,
  ToldEvent,
  WireAudio,
  WireText,
} from '../dialect.ts';
import { BackendResponses } from './backend_responses.ts';
import { taskOf } from './delegated_task.ts';
import { closeMeaning, readLive, type LiveEvent } from './gpt_live_events.ts';
import { misspoken } from './gpt_live_misspoken.ts';
import { skim } from './gpt_live_skim.ts';
import { startOf, type Delegation } from './gpt_live_start.ts';
import { piecesOf } from './append_pieces.ts';

/** Words that are late are waited for so long. */
const SETTLE_MS = 1500;
/** Kept of what was said: the latest. */
const MOST_KEPT = 4000;

/** What the agent is told where it is to speak first. */
export const GREET = 'The call has been connected. Greet the caller now, as your instructions have it.';

const CLOSE = JSON.stringify({ type: 'session.close' } satisfies SessionCloseEvent);

export class GptLiveSession implements DialectSession {
  private readonly audio: WireAudio;
  private readonly backend = new BackendResponses();
  private tools: readonly ToolDefinition[] = [];
  private delegation: Delegation = 'client';
  private phase: 'new' | 'started' | 'closed' = 'new';
  private closedFor: string | null = null;
  /** Of the session, so far, as the service counts them. */
  private seconds = 0;
  private caller = '';
  private agent = '';
  private earlier = '';
  /** Tasks whose words have not come, and how much audio has come since. */
  private held: string[] = [];
  private heldMs = 0;

  constructor(audio: WireAudio) {
    this.audio = audio;
  }

  write(command: Command): readonly string[] {
    switch (command.type) {
      case 'configure': {
        const { tools = [] } = command;
        const { session, delegation } = startOf(command.session, command.model, tools);
        this.tools = tools;
        this.delegation = delegation;
        return [JSON.stringify({ type: 'session.start', session } satisfies SessionStartEvent)];
      }
      case 'respond':
        return command.to === 'nothing' ? [commentary(GREET, null)] : [];
      case 'replay':
        return command.items.length === 0 ? [] : piecesOf(historyText(command.items)).map(thinking);
      case 'tool_result':
        return this.result(command.callId, command.output);
      // The model decides when it stops, what it has heard, and when somebody has finished.
      case 'cancel':
      case 'truncate':
      case 'push':
      case 'commit':
        return [];
    }
  }

  private result(callId: string, output: string): readonly string[] {
    if (this.delegation === 'client') return piecesOf(output).map((piece) => commentary(piece, callId));
    const item = { type: 'function_call_output', call_id: callId, output } as const;
    const given = JSON.stringify({ type: 'response.item.create', item } satisfies ResponseItemCreateEvent);
    return this.backend.gave(callId) ? [given, GO_ON] : [given];
  }

  skim(wire: WireText): AudioSkim | null {
    const found = skim(wire);
    if (found === null || this.held.length === 0) return found;
    this.heldMs += found.bytes / this.audio.bytesPerMs;
    // What is due with it can only be told of a message that is read.
    return this.heldMs < SETTLE_MS ? found : null;
  }

  read(text: string): readonly ReadEvent[] {
    const event = readLive(text, this.audio.bytesPerMs);
    return this.heldMs < SETTLE_MS ? this.take(event) : [...this.settle(), ...this.take(event)];
  }

  private take(event: LiveEvent): readonly ReadEvent[] {
    switch (event.type) {
      case 'started':
        this.phase = 'started';
        return [{ type: 'session', sessionId: event.sessionId }, { type: 'ready' }];
      case 'caller_words': {
        this.caller = latest(this.caller + event.text);
        const told = { type: 'transcribed', itemId: '', text: event.text, seconds: 0, tokens: 0 } as const;
        return [told, ...(event.text.trim() === '' ? [] : this.settle())];
      }
      case 'agent_words': {
        this.agent = latest(this.agent + event.text);
        const { text, fromMs } = event;
        const told = { type: 'answer_content', responseId: '', itemId: '', text } as const;
        return [fromMs === null ? told : { fromMs, ...told }];
      }
      case 'delegated':
        if ((this.caller + this.earlier).trim() !== '') return [this.call(event.id)];
        this.held.push(event.id);
        return [{ type: 'other', name: 'session.delegation.created' }];
      case 'backend':
        return this.backend.read(event.event);
      case 'seconds':
        return this.uses(event.seconds);
      case 'closed':
        return [...this.uses(event.seconds), ...this.closes(event.reason)];
      default:
        return [event];
    }
  }

  private settle(): readonly ToldEvent[] {
    const { held } = this;
    this.held = [];
    this.heldMs = 0;
    return held.map((id) => this.call(id));
  }

  private call(callId: string): ToldEvent {
    const { caller, agent, earlier } = this;
    const task = taskOf(this.tools, { caller, agent, earlier });
    this.earlier = latest(earlier + caller);
    this.caller = '';
    this.agent = '';
    return { type: 'tool_call', responseId: null, callId, ...task };
  }

  /** What is told is the whole of it so far: what it has used since is what is told of. */
  private uses(seconds: number | null): readonly ToldEvent[] {
    const more = (seconds ?? 0) - this.seconds;
    if (more <= 0) return [{ type: 'other', name: 'session.usage.updated' }];
    this.seconds += more;
    return [{ type: 'used', responseId: '', usage: { ...noUsage, sessionSeconds: more } }];
  }

  private closes(reason: string): readonly ReadEvent[] {
    this.phase = 'closed';
    this.closedFor = reason;
    const code = `session_closed_${reason}`;
    switch (reason) {
      case 'close_requested':
      case 'remote_hangup':
        return [{ type: 'over' }];
      case 'expired':
        return [
          {
            type: 'error',
            code,
            message: 'the session has lasted as long as it may',
            fatal: 'session_expired',
          },
          { type: 'over' },
        ];
      case 'content':
        return [
          { type: 'error', code, message: 'a safety filter ended the session', fatal: 'agent_error' },
          { type: 'over' },
        ];
      case 'connection_lost':
        return [
          { type: 'error', code, message: 'the service has lost the connection', fatal: 'connection_lost' },
          { type: 'over' },
        ];
      default:
        return [{ type: 'error', code, message: 'the session is over', fatal: null }, { type: 'over' }];
    }
  }

  farewell(): Farewell {
    return this.phase === 'started' ? { messages: [CLOSE], awaited: true } : { messages: [] };
  }

  closeMeaning(code: number, reason: string): CloseMeaning | null {
    return closeMeaning(code, reason, this.closedFor);
  }

  misspeak(says: Misspoken, about: MisspokenAbout): readonly (string | Uint8Array)[] | null {
    return misspoken(says, about, this.audio);
  }
}

const GO_ON = JSON.stringify({ type: 'response.create' } satisfies ResponseCreateEvent);

function commentary(content: string, delegationId: string | null): string {
  return JSON.stringify({
    type: 'session.commentary.append',
    content,
    delegation_id: delegationId,
  } satisfies CommentaryAppendEvent);
}

function thinking(content: string): string {
  return JSON.stringify({
    type: 'session.thinking.append',
    content,
    delegation_id: null,
  } satisfies ThinkingAppendEvent);
}

/** What was said on a connection that was lost, a line each. */
function historyText(items: readonly HistoryItem[]): string {
  const lines = items.map((item) => {
    switch (item.type) {
      case 'caller':
        return `caller: ${item.text}`;
      case 'agent':
        return `you: ${item.text}`;
      case 'tool_call':
        return `task: ${item.name} ${item.arguments}`;
      case 'tool_result':
        return `its result: ${item.output}`;
    }
  });
  return ['The connection was lost; this was said before:', ...lines].join('\n');
}

function latest(words: string): string {
  return words.length > MOST_KEPT ? words.slice(-MOST_KEPT) : words;
}
