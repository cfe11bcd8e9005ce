/**
 * What watchers are shown, and when: the newest page of a run, made at most once a second and for at most a tenth of this thread's
 * time, only while somebody watches, and once for all of them. Whoever comes gets the newest whole.
 */

import type { PageData } from '../../page/page_data.ts';
import { Pace } from './pace.ts';
import type { Outlet, Watchers } from './watchers.ts';

const EVERY_MS = 1000;
const SHARE = 0.1;

export interface PublisherOptions {
  /** Null: there is nothing to show yet. */
  readonly make: () => PageData | null;
  readonly watchers: Watchers;
  readonly now: () => number;
}

export class Publisher {
  private readonly options: PublisherOptions;
  private readonly pace = new Pace(EVERY_MS, SHARE);
  private newest: PageData | null = null;
  private event: Uint8Array | null = null;
  private made = 0;
  private stale = true;

  constructor(options: PublisherOptions) {
    this.options = options;
  }

  /** There is something new. */
  changed(): void {
    this.stale = true;
  }

  /** A few times a second. */
  tick(): void {
    const { watchers, now } = this.options;
    watchers.dropStuck();
    if (watchers.size > 0 && this.stale && this.pace.due(now())) this.publish();
  }

  /** What there is that has not been shown: the end. */
  settle(): void {
    if (this.stale) this.publish();
  }

  /** At once, whatever it takes. */
  publish(): void {
    const { now, watchers } = this.options;
    const fromMs = now();
    this.remake();
    if (this.event !== null) watchers.show(this.event);
    this.pace.done(fromMs, now());
  }

  /** As new as there is time for. Null: there is nothing to show yet. */
  page(): PageData | null {
    this.refresh();
    return this.newest;
  }

  /** To one who has just come. */
  greet(outlet: Outlet): void {
    this.refresh();
    if (this.event !== null) this.options.watchers.showTo(outlet, this.event);
  }

  private refresh(): void {
    const { now } = this.options;
    const fromMs = now();
    if (!this.stale || !this.pace.due(fromMs)) return;
    this.remake();
    if (this.event !== null) this.pace.done(fromMs, now());
  }

  private remake(): void {
    const data = this.options.make();
    if (data === null) return;
    this.stale = false;
    this.newest = data;
    this.made++;
    this.event = new TextEncoder().encode(`id: ${this.made}\nevent: page\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
