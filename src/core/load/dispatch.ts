/**
 * Which call starts when, while a run goes on: instants from the plan, a cap on concurrency, a replacement for each call
 * that ends. Of a selection it knows the selected calls only. Pure: it is asked what is due and told what has ended.
 */

import type { PlanLoad } from './arrivals.ts';
import { callAt, EVERY_CALL, placesOf, plannedCalls, type Selection } from './selection.ts';

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
  private readonly selection: Selection;
  /** Of the selection; null where nobody knows. */
  private readonly calls: number | null;
  private readonly places: number;
  /** Position in the selection of the next call. */
  private next = 0;
  private active = 0;
  private stopped = false;
  /** Closed load: places whose call has ended, by the instant they became free. */
  private readonly free: number[] = [];
  /** Closed load: how many places of the ramp have been filled. */
  private filled = 0;

  constructor(load: PlanLoad, selection: Selection = EVERY_CALL) {
    this.load = load;
    this.selection = selection;
    this.calls = plannedCalls(load, selection);
    this.places = placesOf(load, selection);
  }

  /** When the next call falls due: null when none will ever, unless a call ends first. */
  nextMs(): number | null {
    const { load } = this;
    if (this.stopped || (this.calls !== null && this.next >= this.calls)) return null;
    if (load.mode === 'open') return load.startsMs[callAt(this.next, this.selection)] as number;
    const [free] = this.free;
    const ramp = this.filled < this.places ? this.rampMs(this.filled) : null;
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
    const blocked = load.mode === 'open' && this.active >= this.places;
    if (!blocked) this.active++;
    return { call: callAt(this.next++, this.selection), scheduledMs, blocked };
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
    for (let position = this.next; position < (this.calls ?? 0); position++) {
      const call = callAt(position, this.selection);
      const scheduledMs = load.mode === 'open' ? (load.startsMs[call] as number) : load.rampMs + load.holdMs;
      rest.push({ call, scheduledMs, blocked: false });
    }
    return rest;
  }

  /** The ramp is the plan's: a share fills those of its places that are its own. */
  private rampMs(place: number): number {
    const { load, selection } = this;
    return load.mode === 'closed'
      ? (load.rampMs * callAt(place, selection)) / Math.max(1, load.concurrency)
      : 0;
  }
}
