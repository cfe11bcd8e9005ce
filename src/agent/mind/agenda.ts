/**
 * What there is to answer when the agent gets the floor: what has come since it last had it, the most pressing first. Pure.
 *
 *   results of tools    → what follows from them
 *   turns               → the answer to the last; what the others said counts
 *   an earlier conversation, replayed by the client → picks up where it broke off: with the answer that is due, if one is
 *   nothing at all yet  → the greeting
 *   nothing new         → it offers itself
 *
 * What is deleted from the conversation before that is not answered. It holds no more than the latest turns: what a client
 * puts in and never asks about is not kept for ever.
 */

import type { Heard } from './heard.ts';
import type { Mind } from './mind.ts';
import type { Reply } from './reply.ts';

/** Turns that wait for an answer; the oldest of more are taken note of at once. */
const MOST_TURNS = 16;

export interface ToolResult {
  readonly callId: string;
  readonly tool: string;
  readonly output: string;
}

export class Agenda {
  private readonly mind: Mind;
  /** By the item in which they are, in their order. */
  private readonly turns = new Map<string, Heard>();
  private readonly results = new Map<string, ToolResult>();
  private replayed = false;
  private spoken = false;

  constructor(mind: Mind) {
    this.mind = mind;
  }

  turn(itemId: string, heard: Heard): void {
    this.turns.set(itemId, heard);
    if (this.turns.size <= MOST_TURNS) return;
    for (const oldest of this.turns.keys()) {
      const passed = this.take(oldest);
      if (passed !== undefined) this.mind.overhear(passed);
      return;
    }
  }

  result(itemId: string, result: ToolResult): void {
    this.results.set(itemId, result);
  }

  /** The turn in this item, which is not on the agenda any more; undefined where none is. */
  take(itemId: string): Heard | undefined {
    const heard = this.turns.get(itemId);
    this.turns.delete(itemId);
    return heard;
  }

  /** The item is gone. The result that was in it, if one was: its call is without one again. */
  forget(itemId: string): ToolResult | undefined {
    this.turns.delete(itemId);
    const result = this.results.get(itemId);
    this.results.delete(itemId);
    return result;
  }

  /**
   * The client has put words of the agent's into the conversation that were not said in this session: an answer to what was
   * typed before them, and to what tools had given. One that broke off before anything was said leaves that to be answered.
   */
  replay(text: string): void {
    this.replayed = true;
    if (!this.mind.finished(text)) return;
    this.results.clear();
    this.pass();
    this.mind.recall(text);
  }

  /** A tool had been called in another session, for what was typed before it. */
  called(tool: string, args: string): void {
    this.replayed = true;
    this.pass();
    this.mind.recallCall(tool, args);
  }

  /** What was typed has had its answer elsewhere. */
  private pass(): void {
    for (const [itemId, heard] of this.turns) {
      if (!heard.typed) continue;
      this.turns.delete(itemId);
      this.mind.overhear(heard);
    }
  }

  /**
   * `empty`: nothing is in the conversation yet. An agent that goes on where another session was lost says so with its first
   * words, unless the caller's voice has been quicker.
   */
  next(empty: boolean): Reply {
    const back = this.replayed && !this.spoken;
    const asked = this.turns.size === 0 || [...this.turns.values()].at(-1)?.typed === true;
    const due = this.turns.size + this.results.size > 0;
    const reply = back && !due ? this.mind.resume(null) : this.decide(empty);
    this.spoken = true;
    return back && due && asked ? this.mind.resume(reply) : reply;
  }

  private decide(empty: boolean): Reply {
    const { mind } = this;
    const turns = [...this.turns.values()];
    const results = [...this.results.values()];
    this.turns.clear();
    this.results.clear();
    if (results.length > 0) {
      for (const heard of turns) mind.overhear(heard);
      const replies = results.map(({ tool, output }) => mind.result(tool, output));
      return replies.length === 1 ? (replies[0] as Reply) : together(replies);
    }
    const last = turns.at(-1);
    if (last !== undefined) {
      for (const heard of turns.slice(0, -1)) mind.overhear(heard);
      return mind.hear(last);
    }
    if (!this.spoken && empty) return mind.greet();
    return mind.idle();
  }
}

/** Several results asked for in one breath are answered in one. */
function together(replies: readonly Reply[]): Reply {
  const [first] = replies;
  return {
    kind: (first as Reply).kind,
    say: [...new Set(replies.flatMap(({ say }) => say))],
    calls: replies.flatMap(({ calls }) => calls),
  };
}
