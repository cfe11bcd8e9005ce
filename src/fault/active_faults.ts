/**
 * The faults at work in one session, by the moment they belong to. Pure and seeded: each draws from a stream of its own whether
 * it strikes, at each opportunity it has, so that one more fault does not change when the others do. A session without
 * faults pays nothing for it.
 */

import { Random } from '../core/word/random.ts';
import type { ArmedFault } from './arm_fault.ts';
import { numbered } from './numbered.ts';
import { Occasions, falls, type When } from './occasions.ts';

export interface ActiveFault<Effect> {
  readonly name: string;
  readonly effect: Effect;
  readonly when: When;
  /** What it draws for what it does, beside whether. */
  readonly random: Random;
}

interface Working<Effect> extends ActiveFault<Effect> {
  readonly share: number;
  readonly occasions: Occasions;
  readonly draws: Random;
}

export interface FaultSession {
  readonly seed: number;
  readonly id: string;
  /** Among those of its run or server, from 0. */
  readonly index: number;
}

export class ActiveFaults<Moments> {
  private readonly session: FaultSession;
  private readonly byMoment = new Map<keyof Moments, Working<unknown>[]>();

  constructor(armed: readonly ArmedFault<Moments>[], session: FaultSession) {
    this.session = session;
    for (const { armed: one, number } of numbered(armed)) {
      const { fault, share, args, when } = one;
      // A seed of a fault's own is to strike the same sessions, whatever their ids are by the seed of all.
      const key =
        when.seed === null
          ? [session.seed, session.id, fault.name, number]
          : [when.seed, session.index, fault.name];
      const working: Working<unknown> = {
        name: fault.name,
        effect: fault.does(args),
        share,
        when,
        occasions: new Occasions(when),
        draws: new Random('fault', ...key),
        random: new Random('fault-draw', ...key),
      };
      this.byMoment.set(fault.of, [...this.at(fault.of), working]);
    }
  }

  /** Whether any fault belongs to a moment. */
  has(moment: keyof Moments): boolean {
    return this.byMoment.has(moment);
  }

  /** One more opportunity, so long after the session began: the faults that strike at it, in the order they were given in. */
  striking<M extends keyof Moments>(moment: M, sinceMs: number): readonly ActiveFault<Moments[M]>[] {
    const working = this.byMoment.get(moment);
    if (working === undefined) return none;
    return working.filter(
      ({ share, occasions, draws }) => occasions.next(sinceMs) && draws.chance(share),
    ) as Working<Moments[M]>[];
  }

  /** The same of what each session has but once: what is counted are the sessions. */
  strikingOnce<M extends keyof Moments>(moment: M): readonly ActiveFault<Moments[M]>[] {
    return this.at(moment).filter(
      ({ share, when, draws }) => falls(when, this.session.index + 1) && draws.chance(share),
    );
  }

  private at<M extends keyof Moments>(moment: M): readonly Working<Moments[M]>[] {
    return (this.byMoment.get(moment) ?? none) as readonly Working<Moments[M]>[];
  }
}

const none: readonly never[] = [];
