/**
 * How the agent conducts itself in a session: when it speaks up, and what about. Pure. Turns, silences and results come in; the
 * mind says what to make of them, and the speaker says it. It keeps the deadlines that hang on nobody's voice: tools that
 * take too long, and the end of the call.
 */

import type { ConversationItem, RealtimeResponseCreateParams } from 'openai/resources/realtime/realtime';
import { Agenda } from './mind/agenda.ts';
import type { Heard } from './mind/heard.ts';
import type { Mind } from './mind/mind.ts';
import { OpenCalls } from './mind/open_calls.ts';
import type { Reply } from './mind/reply.ts';
import { offerOf, type ToolsAsked } from './mind/tool_offer.ts';
import type { TypedWords } from './mind/typed.ts';
import type { ConversationItems, Entry } from './protocol/conversation_items.ts';
import type { Outbox } from './protocol/outbox.ts';
import type { Settings } from './protocol/settings.ts';
import type { Speaker, SpokenReply } from './voice/speaker.ts';

/** From the agent's last word to its hanging up. */
const GOODBYE_MS = 500;
/** Of the messages that it is given to read in place of the conversation, so many are. */
const MOST_READ = 16;

export interface ConductOptions {
  readonly mind: Mind;
  readonly typed: TypedWords;
  readonly outbox: Outbox;
  readonly conversation: ConversationItems;
  readonly speaker: () => Speaker;
  /** It may speak up when nobody has asked it to. */
  readonly unasked: () => boolean;
  /** Somebody is speaking, or may be: it would talk over the caller now. */
  readonly callerSpeaks: () => boolean;
  /** The agent has the floor: the caller's silence is as it should be. */
  readonly onFloor: () => void;
  /** The agent's last word is heard at this instant: the caller's silence counts. */
  readonly onExpecting: (sinceMs: number) => void;
}

export class Conduct {
  private readonly options: ConductOptions;
  private readonly agenda: Agenda;
  private readonly calls = new OpenCalls();
  /** The session's tools. */
  private asked: ToolsAsked = { tools: [], tool_choice: 'auto' };
  /** The agent has said its last word; it hangs up at this instant. */
  private hangUpMs = Infinity;
  /** What it says, or last said, was asked for by nobody: it gives way to whoever has something to say. */
  volunteered = false;

  constructor(options: ConductOptions) {
    this.options = options;
    this.agenda = new Agenda(options.mind);
  }

  nextDueMs(): number {
    const { speaker, unasked, callerSpeaks } = this.options;
    // It interrupts neither itself nor the caller.
    const free = unasked() && speaker().answer === null && !callerSpeaks();
    const callsMs = free ? this.calls.nextDueMs() : Infinity;
    return callerSpeaks() ? callsMs : Math.min(callsMs, this.hangUpMs);
  }

  /** Does what is due first. */
  advance(): void {
    const { mind, outbox } = this.options;
    if (this.hangUpMs <= outbox.nowMs) {
      this.hangUpMs = Infinity;
      outbox.close(1000, 'the agent ended the call');
      return;
    }
    const tool = this.calls.takeOverdue(outbox.nowMs);
    if (tool === undefined) return;
    this.offerTools();
    const reply = mind.overdue(tool);
    if (reply !== null) this.speakUp(reply);
  }

  configure({ tools, tool_choice }: Settings): void {
    this.asked = { tools, tool_choice };
  }

  /** A turn that was heard, and the item in which it is. */
  turn(itemId: string, heard: Heard): void {
    this.offerTools();
    this.agenda.turn(itemId, heard);
  }

  /** What the client has deleted is not answered; a call whose result it was waits for another. */
  forget(itemId: string): void {
    const { mind, outbox } = this.options;
    const result = this.agenda.forget(itemId);
    if (result === undefined) return;
    this.calls.opened(result.callId, result.tool, outbox.nowMs + mind.timeoutMs(result.tool));
  }

  silence(): void {
    // A prompt that is not said is not counted either.
    if (this.options.speaker().answer !== null) return;
    this.offerTools();
    const reply = this.options.mind.silence();
    if (reply !== null) this.speakUp(reply);
  }

  /** What the client has put into the conversation may be something to answer. */
  learn(itemId: string, item: ConversationItem): void {
    this.offerTools();
    if (item.type === 'function_call') {
      // Called in another session: what it gives, if it is yet to be told, is this one's to answer.
      this.calls.opened(item.call_id ?? itemId, item.name, Infinity);
      this.agenda.called(item.name, item.arguments);
    } else if (item.type === 'function_call_output') {
      const tool = this.calls.answered(item.call_id);
      if (tool === undefined) return;
      this.agenda.result(itemId, { callId: item.call_id, tool, output: item.output });
    } else if (item.type === 'message' && item.role === 'assistant') {
      this.agenda.replay(textOf(item));
    } else if (item.type === 'message' && item.role === 'user') {
      this.agenda.turn(itemId, this.options.typed.read(textOf(item)));
    }
  }

  /** Answers what there is to answer. `context`: what it reads in place of the conversation. */
  answer(wanted: RealtimeResponseCreateParams = {}, context: readonly Entry[] | null = null): void {
    const { conversation } = this.options;
    const outOfBand = wanted.conversation === 'none';
    if (!outOfBand) {
      // Who asks is there, by voice or not.
      this.hangUpMs = Infinity;
      this.volunteered = false;
    }
    // Out of band the conversation goes on as if nothing had been asked.
    const mind = outOfBand ? this.options.mind.aside(context !== null) : this.options.mind;
    const { tools = this.asked.tools, tool_choice = this.asked.tool_choice } = wanted;
    const offer = offerOf({ tools, tool_choice });
    mind.tools = offer.names;
    const reply =
      outOfBand || context !== null
        ? // What the conversation was about before, it knows already.
          this.read(mind, context ?? [], outOfBand)
        : this.agenda.next(conversation.size === 0);
    const insisted = offer.must && reply.calls.length === 0 ? mind.callFirst(reply) : reply;
    this.say(insisted, wanted, context);
  }

  /** A reply is over, or was never heard. */
  concluded({ reply, status, begun, heardMs, calls }: SpokenReply): void {
    const { mind, outbox, callerSpeaks, onExpecting } = this.options;
    mind.concluded(reply, { status, begun });
    for (const { callId, name } of calls) {
      this.calls.opened(callId, name, outbox.nowMs + mind.timeoutMs(name));
    }
    if (reply.kind === 'trouble:timeout' && calls.length === 0) {
      // The second try was not made. Who interrupted it is answered first; else it has gone the way of the first.
      const interrupted = status === 'cancelled' && callerSpeaks();
      for (const { name } of reply.calls) {
        const afterMs = interrupted ? 0 : mind.timeoutMs(name);
        this.calls.opened(`owed ${name}`, name, outbox.nowMs + afterMs);
      }
    }
    if (reply.kind === 'end' && status === 'completed') this.hangUpMs = heardMs + GOODBYE_MS;
    // Who waits for a tool is not waiting for the caller.
    else if (calls.length === 0) onExpecting(heardMs);
  }

  /** The caller has spoken: nobody hangs up on somebody who is there. */
  interrupted(): void {
    this.hangUpMs = Infinity;
  }

  /**
   * What it has to say to the user's words in these, of which the last matter most. In the conversation, what waits for an
   * answer has it with this one, and what was answered before counts only where it is the last.
   */
  private read(mind: Mind, entries: readonly Entry[], outOfBand: boolean): Reply {
    const said = entries.flatMap(({ id, item }) => {
      if (item.type !== 'message' || item.role !== 'user') return [];
      const waiting = outOfBand ? undefined : this.agenda.take(id);
      const text = waiting === undefined ? textOf(item).trim() : '';
      return waiting === undefined && text === '' ? [] : { waiting, text };
    });
    const last = said.pop();
    if (last === undefined) return mind.idle();
    const { typed } = this.options;
    for (const { waiting, text } of said.slice(1 - MOST_READ)) {
      const heard = waiting ?? (outOfBand ? typed.read(text) : null);
      if (heard !== null) mind.overhear(heard);
    }
    return mind.hear(last.waiting ?? typed.read(last.text));
  }

  /** What it may call where no response says otherwise. */
  private offerTools(): void {
    this.options.mind.tools = offerOf(this.asked).names;
  }

  private speakUp(reply: Reply): void {
    this.volunteered = true;
    this.say(reply);
  }

  private say(
    reply: Reply,
    wanted: RealtimeResponseCreateParams = {},
    context: readonly Entry[] | null = null,
  ): void {
    if (wanted.conversation !== 'none') this.options.onFloor();
    this.options.speaker().say(reply, wanted, context);
  }
}

/** The words in a message, as far as they are known. */
function textOf({ content }: ConversationItem & { readonly type: 'message' }): string {
  return content
    .map((part: { text?: string; transcript?: string }) => part.text ?? part.transcript ?? '')
    .join(' ');
}
