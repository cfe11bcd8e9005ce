/**
 * The network of one call: which of the plan's toxics are its own, and a link for each connection that it dials. Pure and seeded
 * by (plan, call): by itself or among a thousand, a call has the same network.
 */

import type { CallSpec } from '../core/call/call_spec.ts';
import type { Plan, PlanToxic } from '../core/plan/plan.ts';
import { Random, type StreamKey } from '../core/word/random.ts';
import { Link, type CallToxic, type ToxicStrike } from './link.ts';
import { toxics } from './toxics.ts';

export class CallNetwork {
  private readonly toxics: readonly CallToxic[];

  constructor(toxics: readonly CallToxic[]) {
    this.toxics = toxics;
  }

  link(connection: number, openedMs: number, tell: (strike: ToxicStrike) => void): Link {
    return new Link(this.toxics, connection, openedMs, tell);
  }
}

/** Null: this call's network is as it is. RangeError for a toxic that nobody knows; the compiler has checked them. */
export function networkOf(plan: Plan, { index, caller }: CallSpec): CallNetwork | null {
  const numbers = new Map<string, number>();
  const own = (plan.network ?? []).flatMap((wish): CallToxic[] => {
    const number = numbers.get(wish.toxic) ?? 0;
    numbers.set(wish.toxic, number + 1);
    const from: readonly StreamKey[] = wish.seed === undefined ? [plan.seed, number] : [wish.seed];
    const key = [...from, wish.toxic, index];
    if (!falls(wish, key, index, caller.name)) return [];
    const toxic = toxics.get(wish.toxic);
    if (toxic === undefined) throw new RangeError(`the plan has a toxic "${wish.toxic}" that is not known`);
    return [{ wish, poison: toxic.does(wish.args), key }];
  });
  return own.length === 0 ? null : new CallNetwork(own);
}

function falls(wish: PlanToxic, key: readonly StreamKey[], call: number, caller: string): boolean {
  const { callers, every, toxicity } = wish;
  if (callers !== undefined && !callers.includes(caller)) return false;
  if (every !== undefined && (call + 1) % every !== 0) return false;
  return new Random('network', ...key).chance(toxicity);
}
