/**
 * One connection to the Gemini Live API, as its client has it: what is sent for a command, what a message says, and what is left to
 * the next connection. What is sent is held to the published types by the compiler. It never throws on what a server sends.
 */

import type { Command } from '../../core/call/event.ts';
import type { AudioSkim, CloseMeaning, DialectSession, ReadEvent, WireText } from '../dialect.ts';
import { closeMeaning } from './gemini_closing.ts';
import { responseOf, seededWith } from './gemini_history.ts';
import type { ClientSays } from './gemini_messages.ts';
import { geminiMisspoken } from './gemini_misspoken.ts';
import { readGemini, type Said } from './gemini_read.ts';
import { setupOf } from './gemini_setup.ts';
import { GeminiSkim } from './gemini_skim.ts';
import { GeminiTurns } from './gemini_turns.ts';

/** What stands for a caller who has said nothing yet: an answer can only be asked for to something. */
const OPENING = '[The call has been connected.]';
/** From these models on nothing is said to content alone: they want a nudge besides. */
const WANTS_NUDGE = /gemini-(?:[3-9]|\d\d)/;

export class GeminiSession implements DialectSession {
  /** Of this conversation as it is; null: it cannot be gone on with elsewhere. */
  handle: string | null = null;
  private readonly former: GeminiSession | null;
  private readonly turns = new GeminiTurns();
  private readonly skimmed = new GeminiSkim();
  private readonly piece: AudioSkim = {
    responseId: '',
    itemId: '',
    bytes: 0,
    payloadStart: 0,
    payloadEnd: 0,
  };
  /** Names of the tools that were called, by call. */
  private readonly called = new Map<string, string>();
  private nudges = false;
  /** Handles were asked for; where they were not, one that comes all the same is nobody's. */
  private resumes = true;
  /** Nothing has been generated on this connection, which goes on where another was. */
  private takesOver: boolean;

  constructor(former: GeminiSession | null) {
    this.former = former;
    this.takesOver = former !== null;
    if (former !== null) for (const [id, name] of former.called) this.called.set(id, name);
  }

  write(command: Command): readonly string[] {
    return this.said(command).map((message) => JSON.stringify(message));
  }

  private said(command: Command): readonly ClientSays[] {
    switch (command.type) {
      case 'configure': {
        const { session: settings, model, tools = [] } = command;
        this.nudges = WANTS_NUDGE.test(model);
        this.resumes = settings.resumption !== false;
        const handle = this.former?.handle ?? null;
        return [
          { setup: setupOf({ settings, model, tools, handle, seeded: this.takesOver && handle === null }) },
        ];
      }
      case 'respond':
        return this.asked(command.to);
      case 'replay':
        return [seededWith(command.items)];
      case 'tool_result':
        return this.gives(command.callId, command.output);
      case 'push':
        return [{ realtimeInput: { activityStart: {} } }];
      case 'commit':
        return [{ realtimeInput: { activityEnd: {} } }];
      // The server keeps to what it takes to have been played, and stops by itself.
      case 'cancel':
      case 'truncate':
        return [];
    }
  }

  /** The conversation goes on here as the server has it. */
  private get continues(): boolean {
    return this.former?.handle != null;
  }

  private asked(to: 'nothing' | 'words' | 'tools'): readonly ClientSays[] {
    // What tools gave is answered unasked; what was lost with another connection is not.
    if (to === 'tools' && !this.takesOver) return [];
    const opening = { turns: [{ role: 'user', parts: [{ text: OPENING }] }] };
    return [
      { clientContent: { ...(to === 'nothing' ? opening : {}), turnComplete: true } },
      ...(this.nudges ? [{ realtimeInput: { text: ' ' } }] : []),
    ];
  }

  /** Of a call that was taken back nobody wants the result. */
  private gives(id: string, output: string): readonly ClientSays[] {
    const name = this.called.get(id);
    if (name === undefined) return [];
    return [{ toolResponse: { functionResponses: [{ id, name, response: responseOf(output) }] } }];
  }

  skim(wire: WireText): AudioSkim | null {
    const { current } = this.turns;
    if (current === null) return null;
    const audio = this.skimmed.audio(wire);
    if (audio === null) return null;
    const { piece } = this;
    piece.responseId = current;
    piece.bytes = audio.bytes;
    piece.payloadStart = audio.payloadStart;
    piece.payloadEnd = audio.payloadEnd;
    return piece;
  }

  read(text: string): readonly ReadEvent[] {
    return readGemini(text).flatMap((said) => this.means(said));
  }

  private means(said: Said): readonly ReadEvent[] {
    switch (said.type) {
      case 'ready':
        return [
          { type: 'session', sessionId: said.sessionId },
          { type: 'ready', ...(this.continues ? { continues: true } : {}) },
        ];
      case 'handle':
        // Where it cannot be gone on with now, the last handle still serves.
        if (this.resumes) this.handle = said.handle ?? this.handle;
        return [{ type: 'other', name: 'sessionResumptionUpdate' }];
      case 'leaving':
        return [{ type: 'leaving', inMs: said.inMs, keeps: this.handle !== null }];
      case 'cancelled':
        return [{ type: 'tools_cancelled', callIds: said.ids }];
      case 'call':
        this.called.set(said.id, said.name);
        return this.turns.take(said);
      case 'audio':
      case 'words':
        this.takesOver = false;
        return this.turns.take(said);
      case 'other':
      case 'malformed':
        return [said];
      default:
        return this.turns.take(said);
    }
  }

  closeMeaning(code: number, reason: string): CloseMeaning | null {
    return closeMeaning(code, reason);
  }

  misspeak = geminiMisspoken;
}
