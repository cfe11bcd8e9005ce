/** A run as its quality monitor watches it: call by call, then all turns in the order of time. Pure. */

import type { AccountedCall } from '../account.ts';
import type { TurnUsd } from '../bill.ts';
import type { Judgement } from '../../core/plan/plan.ts';
import type { RunLog } from '../log.ts';
import type { MeasuredTurn } from '../metric/family.ts';
import { callHealth, CallsTally, type CallHealth, type CallsHealth } from './call_health.ts';
import { GoodAudio } from './good_audio.ts';
import { MomentWatch, type Moments } from './moments.ts';
import { EventsOf, type TurnEvent } from './turn_events.ts';

export interface Watched {
  readonly moments: Moments;
  readonly calls: CallsHealth;
  /** Of what callers said, how much nothing spoiled. */
  readonly callersAudio: { readonly good: number; readonly of: number };
  /** From the first turn to the last: null where there was none. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly turns: number;
}

export class RunWatch {
  private readonly monitor: Judgement['monitor'];
  private readonly moments: MomentWatch;
  private readonly tally = new CallsTally();
  private readonly audio: readonly GoodAudio[];
  private readonly events: EventsOf;
  private readonly all: TurnEvent[] = [];

  constructor({ runs }: RunLog, { monitor }: Pick<Judgement, 'monitor'>) {
    const firstMs = runs
      .flatMap(({ logs }) => logs)
      .reduce((first, { header }) => Math.min(first, header.startedAtMs), Infinity);
    this.monitor = monitor;
    this.moments = new MomentWatch(monitor);
    this.audio = runs.map((run) => new GoodAudio(run));
    this.events = new EventsOf(firstMs);
  }

  /** With its turns, worked out, and what each of them cost. Null: it was not made, and has no health. */
  call(call: AccountedCall, turns: readonly MeasuredTurn[], turnsUsd: readonly TurnUsd[]): CallHealth | null {
    const { outcome, run, index } = call;
    if (outcome !== 'completed' && outcome !== 'failed') return null;
    const events = this.events.call(index, call, turns, turnsUsd, this.audio[run] as GoodAudio);
    const health = callHealth(index, call, events, this.monitor);
    this.moments.call(events);
    this.tally.add(health);
    for (const event of events) this.all.push(event);
    return health;
  }

  /** Of the calls so far; once. */
  watched(): Watched {
    const { all, moments } = this;
    all.sort((a, b) => a.atMs - b.atMs);
    moments.fleet(all);
    const heard = all.filter(({ goodAudio }) => goodAudio !== null).length;
    return {
      moments: moments.moments(),
      calls: this.tally.health(),
      callersAudio: { good: all.filter(({ goodAudio }) => goodAudio === true).length, of: heard },
      fromMs: all[0]?.atMs ?? null,
      untilMs: all.at(-1)?.atMs ?? null,
      turns: all.filter(({ turn }) => turn !== null).length,
    };
  }
}
