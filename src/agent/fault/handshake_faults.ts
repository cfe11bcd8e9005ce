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

interface Keeper {
  readonly fault: string;
  readonly share: number;
  readonly occasions: Occasions;
  readonly status: () => number;
  readonly key: readonly [number, string, number];
}

export class Door {
  private readonly openedMs: number;
  private readonly keepers: readonly Keeper[];
  private connections = 0;

  constructor(armed: readonly ArmedFault[], seed: number, openedMs: number) {
    this.openedMs = openedMs;
    this.keepers = numbered(armed).flatMap(({ armed: { fault, share, args, when }, number }): Keeper[] => {
      const { handshake } = fault.hooks(args);
      if (handshake === undefined) return [];
      const key = [when.seed ?? seed, fault.name, when.seed === null ? number : 0] as const;
      return [{ fault: fault.name, share, occasions: new Occasions(when), status: handshake, key }];
    });
  }

  /** One more connection is asked for; null: nobody minds. */
  knock(atMs: number): RefusedHandshake | null {
    const connection = this.connections++;
    let refused: RefusedHandshake | null = null;
    for (const { fault, share, occasions, status, key } of this.keepers) {
      // Whoever refuses it, it was an opportunity for all.
      if (!occasions.next(atMs - this.openedMs)) continue;
      if (refused !== null || !new Random('fault-handshake', connection, ...key).chance(share)) continue;
      refused = { fault, status: status() };
    }
    return refused;
  }
}
