/**
 * One connection in virtual time, with the simulated agent at its other end: what either side says arrives one hop later. Once
 * it is over nothing more comes of it; what was on its way to the caller is lost with it. It knows no call.
 */

import type { AgentRecord } from '../../agent/agent_record.ts';
import { writeServer, type ClientMessage } from '../../agent/protocol/wire.ts';
import type { AgentSession, SessionEffect, SessionInput } from '../../agent/session.ts';
import type { VirtualClock } from './virtual_clock.ts';

/** Told of what happens on a connection. */
export interface LinkOwner {
  opened(link: VirtualLink): void;
  received(link: VirtualLink, text: string): void;
  closed(link: VirtualLink, code: number, reason: string): void;
}

export interface VirtualNetwork {
  readonly clock: VirtualClock;
  /** One way. */
  readonly networkMs: number;
}

export class VirtualLink {
  readonly connection: number;
  private readonly network: VirtualNetwork;
  private readonly agent: AgentSession;
  private readonly owner: LinkOwner;
  private readonly onAgentRecord: ((record: AgentRecord) => void) | undefined;
  private agentWishMs = Infinity;
  /** The caller's side takes and sends messages. */
  open = false;
  private over = false;

  /** Dials. */
  constructor(
    connection: number,
    network: VirtualNetwork,
    agent: AgentSession,
    owner: LinkOwner,
    onAgentRecord: ((record: AgentRecord) => void) | undefined,
  ) {
    this.connection = connection;
    this.network = network;
    this.agent = agent;
    this.owner = owner;
    this.onAgentRecord = onAgentRecord;
    // A TCP and a WebSocket handshake, a round trip each.
    this.later(3, () => this.tell({ type: 'opened' }));
    this.later(4, () => {
      if (this.over) return;
      this.open = true;
      owner.opened(this);
    });
  }

  send(message: ClientMessage): void {
    if (this.open) this.later(1, () => this.tell({ type: 'message', message }));
  }

  close(code: number): void {
    const wasOpen = this.open;
    this.open = false;
    if (wasOpen) this.later(1, () => this.tell({ type: 'closed' }));
    this.later(wasOpen ? 2 : 0, () => this.end(code, ''));
  }

  /** Without a word. */
  drop(): void {
    this.open = false;
    this.over = true;
    this.later(1, () => this.tell({ type: 'closed' }));
  }

  private end(code: number, reason: string): void {
    if (this.over) return;
    this.over = true;
    this.open = false;
    this.owner.closed(this, code, reason);
  }

  private later(hops: number, happen: () => void): void {
    const { clock, networkMs } = this.network;
    clock.at(clock.nowMs + hops * networkMs, happen);
  }

  private tell(input: SessionInput): void {
    for (const effect of this.agent.handle(input, this.network.clock.nowMs)) this.carryOut(effect);
  }

  private carryOut(effect: SessionEffect): void {
    const { clock } = this.network;
    switch (effect.type) {
      case 'send': {
        const text = writeServer(effect.event, effect.rewritten);
        this.later(1, () => {
          if (this.open) this.owner.received(this, text);
        });
        break;
      }
      case 'wake': {
        const { atMs } = effect;
        this.agentWishMs = atMs;
        if (atMs === Infinity) break;
        clock.at(atMs, () => {
          if (this.agentWishMs !== atMs || this.over) return;
          this.agentWishMs = Infinity;
          this.tell({ type: 'timer' });
        });
        break;
      }
      case 'close':
        this.later(1, () => this.end(effect.code, effect.reason));
        break;
      case 'drop':
        this.later(1, () => this.end(1006, ''));
        break;
      case 'log':
        this.onAgentRecord?.(effect.record);
        break;
    }
  }
}
