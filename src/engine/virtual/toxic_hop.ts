/**
 * A bad network under one connection in virtual time: when each message is whole at the other end, by its size on a wire, from
 * the same pure link that moves a socket's bytes. What has not come by the end of the connection never comes.
 */

import type { Link } from '../../network/link.ts';
import type { Stream } from '../../network/stream.ts';
import type { VirtualNetwork } from './virtual_link.ts';

/** About what a WebSocket's handshake, a ping and a close frame take on the wire. */
const REQUEST_BYTES = 400;
const RESPONSE_BYTES = 129;
const PING_BYTES = 6;
const PONG_BYTES = 2;
const CLOSE_BYTES = 8;
const CLOSED_BYTES = 4;

export class ToxicHop {
  private readonly link: Link;
  private readonly network: VirtualNetwork;
  private readonly onCut: (why: string) => void;
  private endMs = Infinity;
  private stopped = false;

  constructor(link: Link, network: VirtualNetwork, onCut: (why: string) => void) {
    this.link = link;
    this.network = network;
    this.onCut = onCut;
    this.awaitEnd();
  }

  /** `opened` at the agent, then `opens` at the caller, who then asks how long a ping takes. */
  handshake(opened: () => void, opens: () => void, ponged: (rttMs: number) => void): void {
    if (this.link.refused) return;
    const { clock, networkMs } = this.network;
    this.at(clock.nowMs + 2 * networkMs, () =>
      this.pass(this.link.up, REQUEST_BYTES, () => {
        opened();
        this.pass(this.link.down, RESPONSE_BYTES, () => {
          opens();
          const pingedMs = clock.nowMs;
          this.pass(this.link.up, PING_BYTES, () =>
            this.pass(this.link.down, PONG_BYTES, () => ponged(clock.nowMs - pingedMs)),
          );
        });
      }),
    );
  }

  /** A message of the caller's: masked. */
  up(bytes: number, arrive: () => void): void {
    this.pass(this.link.up, headerBytes(bytes) + 4 + bytes, arrive);
  }

  down(bytes: number, arrive: () => void): void {
    this.pass(this.link.down, headerBytes(bytes) + bytes, arrive);
  }

  /** The last word of the caller. */
  closeUp(told: () => void): void {
    this.pass(this.link.up, CLOSE_BYTES, told);
  }

  /** The last word of the agent, and then that its connection has ended. */
  closeDown(told: () => void): void {
    this.pass(this.link.down, CLOSED_BYTES, () => {
      this.at(this.link.closeMs('downstream', this.network.clock.nowMs), told);
    });
  }

  stop(): void {
    this.stopped = true;
  }

  private pass(stream: Stream, bytes: number, arrive: () => void): void {
    const { clock, networkMs } = this.network;
    let passed = 0;
    let lastMs = Infinity;
    stream.pass(bytes, clock.nowMs, (piece, atMs) => {
      passed += piece;
      lastMs = atMs;
    });
    if (passed === bytes) this.at(lastMs + networkMs, arrive);
    this.awaitEnd();
  }

  private at(atMs: number, happen: () => void): void {
    if (atMs === Infinity) return;
    this.network.clock.at(atMs, () => {
      if (!this.stopped) happen();
    });
  }

  private awaitEnd(): void {
    const { link, network } = this;
    const { clock } = network;
    const { how, atMs } = link.refused
      ? { how: 'refused' as const, atMs: clock.nowMs }
      : (link.end ?? { how: 'closed' as const, atMs: Infinity });
    if (atMs >= this.endMs) return;
    this.endMs = atMs;
    this.at(atMs, () => {
      if (this.endMs !== atMs) return;
      link.carriedOut(clock.nowMs);
      this.onCut(how === 'refused' ? 'the network is down on purpose' : `${how} on purpose by the network`);
    });
  }
}

function headerBytes(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10;
}
