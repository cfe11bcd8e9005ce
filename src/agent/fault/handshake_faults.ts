/**
 * Faults at a server's handshakes, where there is no session yet: connections that are refused on purpose. Pure and seeded.
 * Whether one is refused goes by its number among the server's.
 */

import { Random } from '../../core/word/random.ts';
import type { ArmedFault } from '../../fault/arm_fault.ts';
import { numbered } from '../../fault/numbered.ts';
import { Occasions } from '../../fault/occasions.ts';
import type { AgentMoments } from './moments.ts';

export interface RefusedHandshake {
  readonly fault: string;
  /** Of HTTP. */
  readonly status: number;
}

interface Working extends RefusedHandshake {
  readonly share: number;
  readonly occasions: Occasions;
  readonly key: readonly [number, string, number];
}

export class HandshakeFaults {
  private readonly startedMs: number;
  private readonly working: readonly Working[];
  private connections = 0;

  constructor(armed: readonly ArmedFault<AgentMoments>[], seed: number, startedMs: number) {
    this.startedMs = startedMs;
    this.working = numbered(armed).flatMap(({ armed: { fault, share, args, when }, number }): Working[] => {
      if (fault.of !== 'handshake') return [];
      const key = [when.seed ?? seed, fault.name, when.seed === null ? number : 0] as const;
      return [{ fault: fault.name, status: fault.does(args), share, occasions: new Occasions(when), key }];
    });
  }

  /** One more connection is asked for. Null: it may come in. */
  refusal(atMs: number): RefusedHandshake | null {
    const connection = this.connections++;
    let refused: RefusedHandshake | null = null;
    for (const { fault, status, share, occasions, key } of this.working) {
      // Whoever refuses it, it was an opportunity for all.
      if (!occasions.next(atMs - this.startedMs)) continue;
      if (refused !== null || !new Random('fault-handshake', connection, ...key).chance(share)) continue;
      refused = { fault, status };
    }
    return refused;
  }
}
