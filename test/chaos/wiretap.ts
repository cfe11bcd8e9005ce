/** What reaches the simulated agent of one call, with its instants: on each of its connections in a row. */

import type { Agent } from '../../src/agent/simulator.ts';
import type { AgentSession, SessionInput } from '../../src/agent/session.ts';

export interface Reached {
  readonly atMs: number;
  readonly what: string;
  /** Of audio. */
  readonly bytes: number;
}

export class Wiretap {
  /** By call. */
  readonly reached = new Map<number, Reached[]>();
  private readonly agent: Agent;

  constructor(agent: Agent) {
    this.agent = agent;
  }

  readonly session = (call: number): AgentSession => {
    const session = this.agent.session(call);
    const handle = session.handle.bind(session);
    const mine = this.of(call);
    session.handle = (input, atMs) => {
      if (input.type !== 'timer') mine.push({ atMs, what: whatOf(input), bytes: bytesOf(input) });
      return handle(input, atMs);
    };
    return session;
  };

  of(call: number): Reached[] {
    const mine = this.reached.get(call) ?? [];
    this.reached.set(call, mine);
    return mine;
  }
}

/** Messages by what they say: two that are equal say the same. */
function whatOf(input: SessionInput): string {
  if (input.type !== 'message') return input.type;
  const { message } = input;
  if (message.type === 'append')
    return `append ${message.bytes.length} ${message.bytes.subarray(0, 64).join(' ')}`;
  return message.type === 'event' ? message.event.type : `unreadable ${message.problem.code}`;
}

function bytesOf(input: SessionInput): number {
  return input.type === 'message' && input.message.type === 'append' ? input.message.bytes.length : 0;
}
