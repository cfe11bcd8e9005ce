/**
 * What there is to answer when the agent gets the floor: what has come since it last had it, the most pressing first. Pure.
 *
 *   results of tools    → what follows from them
 *   a turn              → its answer
 *   an earlier conversation, replayed by the client → picks up where it broke off
 *   nothing at all yet  → the greeting
 *   nothing new         → it offers itself
 */

import type { Heard, Mind } from './mind.ts';
import type { Reply } from './reply.ts';

export class Agenda {
  private heard: Heard | null = null;
  private results: { readonly tool: string; readonly output: string }[] = [];
  private replayed = false;
  private spoken = false;

  turn(heard: Heard): void {
    this.heard = heard;
  }

  result(tool: string, output: string): void {
    this.results.push({ tool, output });
  }

  /** The client has put words of the agent's into the conversation that were not said in this session: an answer to what came before. */
  replay(): void {
    this.replayed = true;
    if (this.heard?.typed === true) this.heard = null;
  }

  /** `empty`: nothing is in the conversation yet. */
  next(mind: Mind, empty: boolean): Reply {
    const reply = this.decide(mind, empty);
    this.spoken = true;
    return reply;
  }

  private decide(mind: Mind, empty: boolean): Reply {
    const { heard, results } = this;
    this.heard = null;
    this.results = [];
    if (results.length > 0) {
      const replies = results.map(({ tool, output }) => mind.result(tool, output));
      return replies.length === 1 ? (replies[0] as Reply) : together(replies);
    }
    if (heard !== null) return mind.hear(heard);
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
