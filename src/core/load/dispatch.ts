/**
 * Which call starts when, while a run goes on: instants from the plan, a cap on concurrency, a replacement for each call
 * that ends; and orders that change it meanwhile. Of a selection it knows the selected calls only. Pure: it is asked what is due and told what has ended.
 */

import { Random } from '../word/random.ts';
import type { PlanLoad } from './arrivals.ts';
import { SteeredArrivals, type Steering } from './steering.ts';
import { callAt, EVERY_CALL, placesOf, plannedCalls, type Selection } from './selection.ts';

/** A caller who did not get through does not redial sooner: else a target that refuses is called without a pause. */
export const REDIAL_AFTER_MS = 1000;
/** Each further call of a place that comes to nothing doubles its wait, up to here. */
export const LONGEST_REDIAL_MS = 16_000;
/** A call that fails so soon after its session stood came to nothing, as if it had not got through. */
const MOMENT_MS = 1000;

/** Whether a call had a session, and more of it than a moment. `readyMs` null: it had none. */
export function cameToSomething(readyMs: number | null, endedMs: number, failed: boolean): boolean {
  return readyMs !== null && !(failed && endedMs - readyMs < MOMENT_MS);
}

/** A place whose call has ended. */
interface Free {
  readonly atMs: number;
  /** How many calls in a row came to nothing there. */
  readonly misses: number;
}

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
  /** Of a closed load that is steered: as many as its ramp fills. */
  private readonly places: number;
  /** Position in the selection of the next call. */
  private next = 0;
  private active = 0;
  private stopped = false;
  /** Closed load: places whose call has ended, by the instant they became free. */
  private readonly free: Free[] = [];
  /** Of calls that go on, the misses of their place before them; none is not kept. */
  private readonly misses = new Map<number, number>();
  private waits = 0;
  /** Closed load: how many places of the ramp have been filled. */
  private filled = 0;
  /** Closed load: places that are to be given up, once their calls end. */
  private surplus = 0;
  /** Open load that is steered. */
  private readonly arrivals: SteeredArrivals | null;

  constructor(load: PlanLoad, selection: Selection = EVERY_CALL) {
    this.load = load;
    this.selection = selection;
    this.calls = plannedCalls(load, selection);
    this.places =
      load.mode === 'closed' && load.steered !== undefined ? load.steered.atOnce : placesOf(load, selection);
    this.arrivals =
      load.mode === 'open' && load.steered !== undefined
        ? new SteeredArrivals(load.steered.perSecond, new Random(load.steered.seed, 'steered-arrivals'))
        : null;
  }

  /** Changes a load that was made to be; another is left as it is. */
  steer(order: Steering, atMs: number): void {
    const { load } = this;
    if (load.steered === undefined || this.stopped) return;
    if (order.of === 'arrivals') this.arrivals?.change(order.perSecond, atMs);
    else if (load.mode === 'closed') this.place(Math.min(order.atOnce, load.concurrency), order.rampMs, atMs);
  }

  private place(atOnce: number, rampMs: number, atMs: number): void {
    // What is left of the ramp becomes places like any other.
    for (; this.filled < this.places; this.filled++) {
      this.setFree({ atMs: Math.max(atMs, this.rampMs(this.filled)), misses: 0 });
    }
    const empty = Math.max(0, atOnce - this.active);
    this.surplus = Math.max(0, this.active - atOnce);
    // The first to be filled stay; of those that wait for another reason, the ones that wait longest go.
    this.free.splice(empty);
    const more = empty - this.free.length;
    for (let place = 0; place < more; place++) {
      this.setFree({ atMs: atMs + (rampMs * place) / more, misses: 0 });
    }
  }

  /** When the next call falls due: null when none will ever, unless a call ends first. */
  nextMs(): number | null {
    const { load } = this;
    if (this.stopped || (this.calls !== null && this.next >= this.calls)) return null;
    if (this.selection.only !== undefined) return this.selection.only.startMs;
    if (load.mode === 'open' && this.arrivals !== null) {
      const arrivesMs = this.arrivals.nextMs();
      return arrivesMs !== null && arrivesMs <= (load.steered?.lastsMs ?? 0) ? arrivesMs : null;
    }
    if (load.mode === 'open') return load.startsMs[callAt(this.next, this.selection)] as number;
    const free = this.free[0]?.atMs;
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
      if (this.free[0]?.atMs === scheduledMs) {
        const misses = this.free.shift()?.misses ?? 0;
        if (misses > 0) this.misses.set(callAt(this.next, this.selection), misses);
      } else this.filled++;
    } else this.arrivals?.take();
    const blocked = load.mode === 'open' && this.active >= this.places;
    if (!blocked) this.active++;
    return { call: callAt(this.next++, this.selection), scheduledMs, blocked };
  }

  /**
   * `gotThrough`: the call came to something. In a closed load its place is then free at once; else it waits, the longer
   * the more calls in a row came to nothing there, as far as it is told which `call` this was.
   */
  ended(atMs: number, gotThrough = true, call = -1): void {
    this.active--;
    if (this.load.mode !== 'closed') return;
    const before = this.misses.get(call) ?? 0;
    this.misses.delete(call);
    const misses = gotThrough ? 0 : before + 1;
    if (this.surplus > 0) {
      this.surplus--;
      return;
    }
    if (misses > 0) this.waits++;
    const waitMs = misses === 0 ? 0 : Math.min(LONGEST_REDIAL_MS, REDIAL_AFTER_MS * 2 ** (misses - 1));
    this.setFree({ atMs: atMs + waitMs, misses });
  }

  private setFree(free: Free): void {
    const later = this.free.findIndex((other) => other.atMs > free.atMs);
    this.free.splice(later === -1 ? this.free.length : later, 0, free);
  }

  /** How often a place has waited after a call that came to nothing. */
  get heldBack(): number {
    return this.waits;
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
      ? (load.rampMs * callAt(place, selection)) / Math.max(1, load.steered?.atOnce ?? load.concurrency)
      : 0;
  }
}
