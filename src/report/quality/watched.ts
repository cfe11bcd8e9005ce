/** A run as its quality monitor watches it: call by call, then all turns in the order of time. Pure. */

import type { AccountedCall } from '../account.ts';
import type { Judgement } from '../../core/plan/plan.ts';
import type { RunLog } from '../log.ts';
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

export function watch(log: RunLog, calls: readonly AccountedCall[], judgement: Judgement): Watched {
  const moments = new MomentWatch(judgement.monitor);
  const tally = new CallsTally();
  const all: TurnEvent[] = [];
  for (const { events, health } of watchedCalls(log, calls, judgement)) {
    moments.call(events);
    tally.add(health);
    for (const event of events) all.push(event);
  }
  all.sort((a, b) => a.atMs - b.atMs);
  moments.fleet(all);
  const heard = all.filter(({ goodAudio }) => goodAudio !== null);
  return {
    moments: moments.moments(),
    calls: tally.health(),
    callersAudio: { good: heard.filter(({ goodAudio }) => goodAudio === true).length, of: heard.length },
    fromMs: all[0]?.atMs ?? null,
    untilMs: all.at(-1)?.atMs ?? null,
    turns: all.filter(({ turn }) => turn !== null).length,
  };
}

/** Each call that was made, one after the other: what a list of calls shows of each. */
export function* healthOfCalls(
  log: RunLog,
  calls: readonly AccountedCall[],
  judgement: Judgement,
): Generator<CallHealth> {
  for (const { health } of watchedCalls(log, calls, judgement)) yield health;
}

function* watchedCalls(
  { runs }: RunLog,
  calls: readonly AccountedCall[],
  judgement: Judgement,
): Generator<{ readonly events: readonly TurnEvent[]; readonly health: CallHealth }> {
  const firstMs = runs
    .flatMap(({ logs }) => logs)
    .reduce((first, { header }) => Math.min(first, header.startedAtMs), Infinity);
  const audio = runs.map((run) => new GoodAudio(run));
  const events = new EventsOf(judgement.pricing, firstMs);
  for (const call of calls) {
    const { outcome, run, index } = call;
    if (outcome !== 'completed' && outcome !== 'failed') continue;
    const heard = audio[run];
    if (heard === undefined) continue;
    const found = events.call(index, call, heard);
    yield { events: found, health: callHealth(index, call, found, judgement.monitor) };
  }
}
