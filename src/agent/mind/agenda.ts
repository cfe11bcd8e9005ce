/**
 * What there is to answer when the agent gets the floor: what has come since it last had it, the most pressing first. Pure.
 *
 *   results of tools    → what follows from them
 *   turns               → the answer to the last; what the others said counts
 *   an earlier conversation, replayed by the client → picks up where it broke off
 *   nothing at all yet  → the greeting
 *   nothing new         → it offers itself
 */

import type { Heard, Mind } from './mind.ts';
import type { Reply } from './reply.ts';

export class Agenda {
  private readonly mind: Mind;
  private turns: Heard[] = [];
  private results: { readonly tool: string; readonly output: string }[] = [];
  private replayed = false;
  private spoken = false;

  constructor(mind: Mind) {
    this.mind = mind;
  }

  turn(heard: Heard): void {
    this.turns.push(heard);
  }

  result(tool: string, output: string): void {
    this.results.push({ tool, output });
  }

  /**
   * The client has put words of the agent's into the conversation that were not said in this session: an answer to what was
   * typed before them.
   */
  replay(text: string): void {
    this.replayed = true;
    for (const heard of this.turns) if (heard.typed) this.mind.overhear(heard);
    this.turns = this.turns.filter(({ typed }) => !typed);
    this.mind.recall(text);
  }

  /** `empty`: nothing is in the conversation yet. */
  next(empty: boolean): Reply {
    const reply = this.decide(empty);
    this.spoken = true;
    return reply;
  }

  private decide(empty: boolean): Reply {
    const { turns, results, mind } = this;
    this.turns = [];
    this.results = [];
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
    if (!this.spoken && this.replayed) return mind.resume();
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
