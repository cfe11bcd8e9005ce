/**
 * The conversation as a client can tell it to another session: what the caller said, what of the agent's answers was heard, and
 * what tools were called and gave, in order. A service truncates its own items to what was heard; here that is done by the share
 * of an answer's audio that was. Kept only for calls whose client replays; a piece of audio costs it O(1). Pure.
 */

import type { Answer } from './answers.ts';
import type { AgentEvent } from './event.ts';
import type { HistoryItem } from './history_item.ts';
import type { Turn } from './turn.ts';

type ToolCall = Extract<AgentEvent, { type: 'tool_call' }>;

interface Answered {
  /** Told to be all that an item of it says. */
  text: string;
  /** Of an item that is still being written. */
  written: string;
  cameMs: number;
  unheardMs: number;
}

type Entry =
  | { readonly type: 'caller'; readonly turn: Turn; readonly words: string; heardAs: string | null }
  | { readonly type: 'agent'; readonly answered: Answered }
  | Extract<HistoryItem, { type: 'tool_call' | 'tool_result' }>;

/** No call is nearly as long; the oldest of more are forgotten. */
const MOST_ENTRIES = 400;
const MOST_CHARACTERS = 20_000;

export class History {
  private entries: Entry[] = [];
  private readonly byAnswer = new Map<Answer, Answered>();

  /** The caller says these words. */
  said(turn: Turn, words: string): void {
    this.add({ type: 'caller', turn, words, heardAs: null });
  }

  /** So the service has understood them, or a part of them. */
  transcribed(turn: Turn, text: string): void {
    const entry = this.entries.findLast((known) => known.type === 'caller' && known.turn === turn);
    if (entry?.type === 'caller') entry.heardAs = joined(entry.heardAs ?? '', text);
  }

  /** These words were lost, and will be said again. */
  forget(turn: Turn): void {
    this.entries = this.entries.filter((entry) => entry.type !== 'caller' || entry.turn !== turn);
  }

  begins(answer: Answer): void {
    const answered = { text: '', written: '', cameMs: 0, unheardMs: 0 };
    this.byAnswer.set(answer, answered);
    this.add({ type: 'agent', answered });
  }

  /** Another piece of its words. */
  writes(answer: Answer, piece: string): void {
    const answered = this.byAnswer.get(answer);
    if (answered !== undefined && answered.written.length < MOST_CHARACTERS) answered.written += piece;
  }

  /** All that one item of it says. */
  wrote(answer: Answer, text: string): void {
    const answered = this.byAnswer.get(answer);
    if (answered === undefined) return;
    if (answered.text.length < MOST_CHARACTERS) answered.text = joined(answered.text, text);
    answered.written = '';
  }

  /** A piece of its audio, to be heard or not. */
  came(answer: Answer, ms: number, heard: boolean): void {
    const answered = this.byAnswer.get(answer);
    if (answered === undefined) return;
    answered.cameMs += ms;
    if (!heard) answered.unheardMs += ms;
  }

  /** So much of what was to be heard is not. */
  lost(answer: Answer, ms: number): void {
    const answered = this.byAnswer.get(answer);
    if (answered !== undefined) answered.unheardMs += ms;
  }

  called({ callId, name, arguments: written }: ToolCall): void {
    this.add({ type: 'tool_call', callId, name, arguments: written });
  }

  gave(callId: string, output: string): void {
    this.add({ type: 'tool_result', callId, output });
  }

  items(): readonly HistoryItem[] {
    return this.entries.flatMap((entry): readonly HistoryItem[] => {
      if (entry.type === 'tool_call' || entry.type === 'tool_result') return [entry];
      const text = entry.type === 'agent' ? heardOf(entry.answered) : (entry.heardAs ?? entry.words);
      return text === '' ? [] : [{ type: entry.type, text }];
    });
  }

  private add(entry: Entry): void {
    this.entries.push(entry);
    if (this.entries.length > MOST_ENTRIES) this.entries.shift();
  }
}

/** Whole words only, where it was not heard to its end. */
function heardOf({ text, written, cameMs, unheardMs }: Answered): string {
  const said = joined(text, written.trim());
  const share = cameMs === 0 ? 0 : Math.max(0, cameMs - unheardMs) / cameMs;
  if (share >= 1) return said;
  const cut = said.slice(0, Math.floor(said.length * share) + 1);
  return cut.slice(0, Math.max(0, cut.lastIndexOf(' ')));
}

function joined(before: string, after: string): string {
  return before === '' || after === '' ? before + after : `${before} ${after}`;
}
