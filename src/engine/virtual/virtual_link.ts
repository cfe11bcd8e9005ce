/**
 * One connection in virtual time, with the simulated agent at its other end: what either side says arrives one hop later. Once
 * it is over nothing more comes of it; what was on its way to the caller is lost with it. A network that is bad on purpose has its
 * say of each message by its size, as of a socket's bytes. It knows no call.
 */

import type { AgentRecord } from '../../agent/agent_record.ts';
import { writeServer } from '../../agent/protocol/wire.ts';
import type { Inbound, WireEffect, WiredSession, WireInput } from '../../agent/wire/agent_wire.ts';
import type { Link } from '../../network/link.ts';
import { ToxicHop } from './toxic_hop.ts';
import type { VirtualClock } from './virtual_clock.ts';

/** Told of what happens on a connection. */
export interface LinkOwner {
  opened(link: VirtualLink): void;
  received(link: VirtualLink, text: string, binary: boolean): void;
  /** Over a network that is bad on purpose: how long a ping took. */
  ponged(link: VirtualLink, rttMs: number): void;
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
  private readonly agent: WiredSession;
  private readonly owner: LinkOwner;
  private readonly onAgentRecord: ((record: AgentRecord) => void) | undefined;
  private agentWishMs = Infinity;
  /** The caller's side takes and sends messages. */
  open = false;
  private over = false;
  /** What the network did on purpose to end it; null: nothing. */
  cutBy: string | null = null;
  private readonly toxic: ToxicHop | null;

  /** Dials. */
  constructor(
    connection: number,
    network: VirtualNetwork,
    agent: WiredSession,
    owner: LinkOwner,
    onAgentRecord: ((record: AgentRecord) => void) | undefined,
    toxic: Link | null = null,
  ) {
    this.connection = connection;
    this.network = network;
    this.agent = agent;
    this.owner = owner;
    this.onAgentRecord = onAgentRecord;
    this.toxic = toxic === null ? null : new ToxicHop(toxic, network, (why) => this.cut(why));
    if (this.toxic !== null) {
      this.toxic.handshake(
        () => this.tell({ type: 'opened' }),
        () => this.opens(),
        (rttMs) => owner.ponged(this, rttMs),
      );
      return;
    }
    // A TCP and a WebSocket handshake, a round trip each.
    this.later(3, () => this.tell({ type: 'opened' }));
    this.later(4, () => this.opens());
  }

  /** `bytes`: of its text. */
  send(message: Inbound, bytes: number): void {
    if (!this.open) return;
    const arrive = (): void => this.tell({ type: 'message', message });
    if (this.toxic === null) this.later(1, arrive);
    else this.toxic.up(bytes, arrive);
  }

  close(code: number): void {
    const wasOpen = this.open;
    this.open = false;
    const { toxic } = this;
    if (wasOpen && toxic !== null) {
      toxic.closeUp(() => {
        this.tell({ type: 'closed' });
        toxic.closeDown(() => this.end(code, ''));
      });
      return;
    }
    if (wasOpen) this.later(1, () => this.tell({ type: 'closed' }));
    this.later(wasOpen ? 2 : 0, () => this.end(code, ''));
  }

  /** Without a word. */
  drop(): void {
    this.open = false;
    this.over = true;
    this.toxic?.stop();
    this.later(1, () => this.tell({ type: 'closed' }));
  }

  private end(code: number, reason: string): void {
    if (this.over) return;
    this.over = true;
    this.open = false;
    this.toxic?.stop();
    this.owner.closed(this, code, reason);
  }

  private opens(): void {
    if (this.over) return;
    this.open = true;
    this.owner.opened(this);
  }

  /** By the network, on purpose: both ends learn of it at once. */
  private cut(why: string): void {
    if (this.over) return;
    this.cutBy = why;
    this.tell({ type: 'closed' });
    this.end(1006, '');
  }

  /** By the agent. */
  private ends(code: number, reason: string): void {
    const told = (): void => this.end(code, reason);
    if (this.toxic === null) this.later(1, told);
    else this.toxic.closeDown(told);
  }

  private later(hops: number, happen: () => void): void {
    const { clock, networkMs } = this.network;
    clock.at(clock.nowMs + hops * networkMs, happen);
  }

  private tell(input: WireInput): void {
    for (const effect of this.agent.handle(input, this.network.clock.nowMs)) this.carryOut(effect);
  }

  /** What the agent says is on its way. */
  private post(text: string, binary = false): void {
    const arrive = (): void => {
      if (this.open) this.owner.received(this, text, binary);
    };
    if (this.toxic === null) this.later(1, arrive);
    else this.toxic.down(text.length, arrive);
  }

  private carryOut(effect: WireEffect): void {
    const { clock } = this.network;
    switch (effect.type) {
      case 'send':
        this.post(writeServer(effect.event, effect.rewritten));
        break;
      case 'say':
        this.post(effect.text, effect.binary);
        break;
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
        this.ends(effect.code, effect.reason);
        break;
      case 'drop':
        this.ends(1006, '');
        break;
      case 'log':
        this.onAgentRecord?.(effect.record);
        break;
    }
  }
}
