/**
 * Which call starts when, while a run goes on: instants from the plan, a cap on concurrency, a replacement for each call
 * that ends. Pure: the engine asks what is due and says what has ended.
 */

import type { PlanLoad } from './arrivals.ts';

/** A caller who did not get through does not redial sooner: else a target that refuses is called without a pause. */
export const REDIAL_AFTER_MS = 1000;

export interface Due {
  readonly call: number;
  readonly scheduledMs: number;
  /** The cap on concurrency was reached: it is counted, and not made. */
  readonly blocked: boolean;
}

export class Dispatcher {
  private readonly load: PlanLoad;
  private next = 0;
  private active = 0;
  private stopped = false;
  /** Closed load: places whose call has ended, by the instant they became free. */
  private readonly free: number[] = [];
  /** Closed load: how many places of the ramp have been filled. */
  private filled = 0;

  constructor(load: PlanLoad) {
    this.load = load;
  }

  /** When the next call falls due: null when none will ever, unless a call ends first. */
  nextMs(): number | null {
    const { load } = this;
    if (this.stopped) return null;
    if (load.mode === 'open') return load.startsMs[this.next] ?? null;
    if (load.calls !== undefined && this.next >= load.calls) return null;
    const [free] = this.free;
    const ramp = this.filled < load.concurrency ? this.rampMs(this.filled) : null;
    const due = free === undefined ? ramp : ramp === null ? free : Math.min(free, ramp);
    return due !== null && due <= load.rampMs + load.holdMs ? due : null;
  }

  /** The call that is due at this instant, and taken on unless it is blocked. Null: none yet. */
  take(atMs: number): Due | null {
    const scheduledMs = this.nextMs();
    if (scheduledMs === null || scheduledMs > atMs) return null;
    const { load } = this;
    if (load.mode === 'closed') {
      if (this.free[0] === scheduledMs) this.free.shift();
      else this.filled++;
    }
    const blocked = load.mode === 'open' && this.active >= load.maxConcurrency;
    if (!blocked) this.active++;
    return { call: this.next++, scheduledMs, blocked };
  }

  /** `gotThrough`: the call had a session. In a closed load its place is then free at once. */
  ended(atMs: number, gotThrough = true): void {
    this.active--;
    if (this.load.mode !== 'closed') return;
    const freeMs = gotThrough ? atMs : atMs + REDIAL_AFTER_MS;
    const later = this.free.findIndex((other) => other > freeMs);
    this.free.splice(later === -1 ? this.free.length : later, 0, freeMs);
  }

  /** Starts no more calls. Returns those that the plan had and that never came to be started. */
  stop(): readonly Due[] {
    const rest = this.remaining();
    this.stopped = true;
    return rest;
  }

  /** No call is going on and none will start. */
  get done(): boolean {
    return this.active === 0 && this.nextMs() === null;
  }

  /** Planned calls that have not been taken: all known ones of an open load, and of a closed one its number of calls. */
  private remaining(): readonly Due[] {
    const { load } = this;
    if (this.stopped) return [];
    const rest: Due[] = [];
    const end = load.mode === 'open' ? load.startsMs.length : (load.calls ?? this.next);
    for (let call = this.next; call < end; call++) {
      const scheduledMs = load.mode === 'open' ? (load.startsMs[call] as number) : load.rampMs + load.holdMs;
      rest.push({ call, scheduledMs, blocked: false });
    }
    return rest;
  }

  private rampMs(place: number): number {
    const { load } = this;
    return load.mode === 'closed' ? (load.rampMs * place) / Math.max(1, load.concurrency) : 0;
  }
}
