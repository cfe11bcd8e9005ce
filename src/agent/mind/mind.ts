/**
 * What decides what the agent says: told what it has heard, it replies. Pure. It knows utterances by their ids, and nothing
 * of audio, protocol or time; whoever holds the conversation asks it, in the order in which things happen.
 */

import type { Heard } from './heard.ts';
import type { Reply } from './reply.ts';

/** What became of a reply. */
export interface Fate {
  readonly status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
  /** The caller was given some of it: not all can be heard of what is cancelled or fails. */
  readonly begun: boolean;
}

export interface Mind {
  /** The tools that the reply at hand may call, by name: it calls no others. */
  tools: ReadonlySet<string>;
  /** The first words in a conversation that is still empty. */
  greet(): Reply;
  /** The conversation was held elsewhere before, and broke off. `next`: what there is to say beside that. */
  resume(next: Reply | null): Reply;
  hear(heard: Heard): Reply;
  /** A turn that it does not answer: another session did, or the turns after it are answered with it. */
  overhear(heard: Heard): void;
  /** Whether any of this, said by an agent in another session, is whole: else the answer broke off. */
  finished(text: string): boolean;
  /** What an agent has said in another session. */
  recall(text: string): void;
  /** What it had called in another session, with which arguments (JSON, or what was taken for it). */
  recallCall(tool: string, args: string): void;
  /** The caller has been silent for too long, again. Null: it has nothing to say to that. */
  silence(): Reply | null;
  /** A tool's result, by the tool's name. */
  result(tool: string, output: string): Reply;
  /** A tool that was called has not answered in its time. Null: nobody waits for it any more. */
  overdue(tool: string): Reply | null;
  /** One of its tools has to be called, of which there is one at least: the reply that it would have given waits for the result. */
  callFirst(reply: Reply): Reply;
  /** Itself, for words out of band: they leave no trace. `blank`: and it does not know there what was said so far. */
  aside(blank: boolean): Mind;
  /** It is asked to speak, and there is nothing new to answer. */
  idle(): Reply;
  /** A reply of its own is over, before the next one is asked for. */
  concluded(reply: Reply, fate: Fate): void;
  /** How long a tool may take, in ms. Infinity: as long as it likes. */
  timeoutMs(tool: string): number;
}
