/** The faults at a server's door, where there is no session yet: handshakes that are refused on purpose. Pure and seeded. */

import { Random } from '../../core/word/random.ts';
import { numbered } from './numbered.ts';
import { Occasions } from './occasions.ts';
import type { ArmedFault } from './read_fault.ts';

export interface RefusedHandshake {
  readonly fault: string;
  /** Of HTTP. */
  readonly status: number;
}

interface HandshakeFault {
  readonly fault: string;
  readonly share: number;
  readonly occasions: Occasions;
  readonly status: () => number;
  readonly key: readonly [number, string, number];
}

export class HandshakeFaults {
  private readonly startedMs: number;
  private readonly faults: readonly HandshakeFault[];
  private connections = 0;

  constructor(armed: readonly ArmedFault[], seed: number, startedMs: number) {
    this.startedMs = startedMs;
    this.faults = numbered(armed).flatMap(
      ({ armed: { fault, share, args, when }, number }): HandshakeFault[] => {
        const { handshake } = fault.hooks(args);
        if (handshake === undefined) return [];
        const key = [when.seed ?? seed, fault.name, when.seed === null ? number : 0] as const;
        return [{ fault: fault.name, share, occasions: new Occasions(when), status: handshake, key }];
      },
    );
  }

  /** One more connection is asked for; null: nobody minds. */
  refusal(atMs: number): RefusedHandshake | null {
    const connection = this.connections++;
    let refused: RefusedHandshake | null = null;
    for (const { fault, share, occasions, status, key } of this.faults) {
      // Whoever refuses it, it was an opportunity for all.
      if (!occasions.next(atMs - this.startedMs)) continue;
      if (refused !== null || !new Random('fault-handshake', connection, ...key).chance(share)) continue;
      refused = { fault, status: status() };
    }
    return refused;
  }
}
