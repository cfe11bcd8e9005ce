/**
 * The alerts of a run with their instants: single turns that were too slow or too dear, and stretches of turns, in the order of time,
 * in which latency, errors or audio were beyond their limit. Pure. Of each kind the worst are kept and the rest are counted.
 */

import { restOf } from '../statistics.ts';
import type { Alert } from '../summary.ts';
import { levelOf, severityOf, turnText, windowText } from './alert.ts';
import { playbackRatioLimit, type Limits } from './health.ts';
import { RollingP95, RollingShare, spellsOver, type Spell } from './rolling.ts';
import type { TurnEvent } from './turn_events.ts';

/** Turns: as many as tell of one call how it goes (the last ten), and of all calls more than chance makes bad. */
const CALL_WINDOW = 10;
const FLEET_WINDOW = 50;
/** Of each kind. */
const MOST_KEPT = 5;

export interface Moments {
  /** In the order of time. */
  readonly alerts: readonly Alert[];
  /** Of each kind that was raised at all: how often, and how many of these are kept. */
  readonly raised: readonly Raised[];
}

export interface Raised {
  readonly category: Alert['category'];
  readonly over: Alert['over'];
  readonly count: number;
  readonly kept: number;
}

export const noMoments: Moments = { alerts: [], raised: [] };

type Found = Omit<Alert, 'level' | 'text'>;

interface Kind {
  count: number;
  /** The worst first, and how bad each of them is. */
  readonly worst: Found[];
  readonly severities: number[];
}

export class MomentWatch {
  private readonly kinds = new Map<string, Kind>();
  private readonly limits: Limits;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** The turns of one call, in their order. */
  call(events: readonly TurnEvent[]): void {
    const { latencyMs: mostMs, costPerTurnUsd, errorRate, windows } = this.limits;
    for (const event of events) {
      const { turn, latencyMs, usd } = event;
      if (turn === null) continue;
      if (latencyMs !== null && latencyMs > mostMs) this.addTurn('latency', event, latencyMs, mostMs);
      if (usd !== null && usd > costPerTurnUsd) this.addTurn('cost', event, usd, costPerTurnUsd);
    }
    if (!events.some(({ wrong }) => wrong)) return;
    const size = windows?.call ?? CALL_WINDOW;
    for (const spell of spellsOver(events, wrongOf, new RollingShare(size), size, errorRate)) {
      const one = { category: 'errors', over: 'call', observed: spell.worst, limit: errorRate } as const;
      this.add({ ...one, ...instantsOf(spell), call: (events[0] as TurnEvent).call });
    }
  }

  /** The turns of all calls, in the order of time. */
  fleet(events: readonly TurnEvent[]): void {
    const { latencyMs, errorRate, goodAudioRatio, windows } = this.limits;
    const size = windows?.fleet ?? FLEET_WINDOW;
    const latencyOf = (event: TurnEvent): number | null => event.latencyMs;
    for (const spell of spellsOver(events, latencyOf, new RollingP95(size), size, latencyMs))
      this.addWindow('latency', spell, spell.worst, latencyMs);
    for (const spell of spellsOver(events, wrongOf, new RollingShare(size), size, errorRate))
      this.addWindow('errors', spell, spell.worst, errorRate);
    for (const [category, isBad, least] of [
      ['audio', (event: TurnEvent) => badOf(event.goodAudio), goodAudioRatio],
      ['playback', (event: TurnEvent) => badOf(event.goodPlayback), playbackRatioLimit(this.limits)],
    ] as const) {
      // What is not good is counted: a place that is not filled yet is not bad.
      for (const spell of spellsOver(events, isBad, new RollingShare(size), size, restOf(least)))
        this.addWindow(category, spell, restOf(spell.worst), least);
    }
  }

  moments(): Moments {
    const kinds = [...this.kinds.values()];
    const found = kinds.flatMap(({ worst }) => worst);
    found.sort((a, b) => (a.fromMs ?? 0) - (b.fromMs ?? 0));
    return {
      alerts: found.map((one): Alert => {
        const { category, observed, limit, over } = one;
        const size =
          over === 'call'
            ? (this.limits.windows?.call ?? CALL_WINDOW)
            : (this.limits.windows?.fleet ?? FLEET_WINDOW);
        return {
          ...one,
          level: levelOf(category, observed, limit),
          text: over === 'turn' ? turnText(one) : windowText(one, size),
        };
      }),
      raised: kinds.map(({ count, worst }) => {
        const [{ category, over }] = worst as [Found];
        return { category, over, count, kept: worst.length };
      }),
    };
  }

  private addWindow(category: Alert['category'], spell: Spell, observed: number, limit: number): void {
    this.add({ category, over: 'window', observed, limit, ...instantsOf(spell) });
  }

  /** A slow agent has as many of these as turns: nothing is made for those that are not kept. */
  private addTurn(
    category: Alert['category'],
    { atMs, call, turn }: TurnEvent,
    observed: number,
    limit: number,
  ): void {
    const place = this.placeOf(category, 'turn', observed, limit);
    if (place === null || turn === null) return;
    const at = { over: 'turn', fromMs: atMs, untilMs: atMs, call, turn, turns: 1 } as const;
    this.put(place, { ...at, category, observed, limit });
  }

  private add(one: Found): void {
    const place = this.placeOf(one.category, one.over, one.observed, one.limit);
    if (place !== null) this.put(place, one);
  }

  /** Counts one. Null: of its kind there are worse ones enough. */
  private placeOf(
    category: Alert['category'],
    over: Alert['over'],
    observed: number,
    limit: number,
  ): Place | null {
    const kind = this.kindOf(category, over);
    kind.count++;
    const severity = severityOf(category, observed, limit);
    const { severities } = kind;
    let index = 0;
    while (index < severities.length && !((severities[index] as number) < severity)) index++;
    return index < MOST_KEPT ? { kind, index, severity } : null;
  }

  private put({ kind, index, severity }: Place, one: Found): void {
    kind.worst.splice(index, 0, one);
    kind.severities.splice(index, 0, severity);
    if (kind.worst.length <= MOST_KEPT) return;
    kind.worst.pop();
    kind.severities.pop();
  }

  private kindOf(category: Alert['category'], over: Alert['over']): Kind {
    const key = `${category} ${over}`;
    const known = this.kinds.get(key);
    if (known !== undefined) return known;
    const kind: Kind = { count: 0, worst: [], severities: [] };
    this.kinds.set(key, kind);
    return kind;
  }
}

interface Place {
  readonly kind: Kind;
  readonly index: number;
  readonly severity: number;
}

function instantsOf({ fromMs, untilMs, values }: Spell): Pick<Alert, 'fromMs' | 'untilMs' | 'turns'> {
  return { fromMs, untilMs, turns: values };
}

function wrongOf({ wrong }: TurnEvent): number {
  return wrong ? 1 : 0;
}

function badOf(good: boolean | null): number | null {
  return good === null ? null : good ? 0 : 1;
}
