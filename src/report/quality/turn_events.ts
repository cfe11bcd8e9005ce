/**
 * A run as its monitor sees it: turn after turn, in the order of time, each with what of it can alert. Pure. A call that was lost
 * without a turn that tells of it is an error of its own.
 */

import type { AccountedCall } from '../account.ts';
import type { TurnUsd } from '../bill.ts';
import { endedByHarness } from '../cut_off.ts';
import type { MeasuredTurn } from '../metric/family.ts';
import { countedOf } from '../metric/response_latency.ts';
import { wentUnanswered } from '../metric/response_rate.ts';
import type { GoodAudio } from './good_audio.ts';

export interface TurnEvent {
  /** When it was known: heard, or where nothing was, said. In ms since the first of the runs began. */
  readonly atMs: number;
  readonly call: number;
  /** Null: no turn tells of it. */
  readonly turn: number | null;
  readonly latencyMs: number | null;
  readonly wrong: boolean;
  /** Null: the caller said nothing, or there was no answer to play. */
  readonly goodAudio: boolean | null;
  readonly goodPlayback: boolean | null;
  /** Null: it is not known, or a turn has no price of its own. */
  readonly usd: number | null;
}

export class EventsOf {
  private readonly firstMs: number;

  constructor(firstMs: number) {
    this.firstMs = firstMs;
  }

  /** In the order of its turns, of each of which is told what it cost. None: it was never made, or nobody knows how it ended. */
  call(
    index: number,
    call: AccountedCall,
    turns: readonly MeasuredTurn[],
    turnsUsd: readonly TurnUsd[],
    audio: GoodAudio,
  ): TurnEvent[] {
    const { record, startedAtMs, outcome } = call;
    if (outcome === 'blocked' || outcome === 'not_started') return [];
    const sinceMs = startedAtMs - this.firstMs;
    const endedMs = record?.endedMs ?? null;
    const events = turns.map((measured, at): TurnEvent => {
      const { turn } = measured;
      const { marks, answerAudioMs, underruns } = turn;
      const usd = turnsUsd[at];
      return {
        atMs: sinceMs + (marks.firstHeard ?? marks.speechEnd ?? marks.answerDone ?? endedMs ?? 0),
        call: index,
        turn: turn.turn,
        latencyMs: countedOf(measured),
        wrong: wentUnanswered(turn) || (turn.outcome === 'failed' && !endedByHarness(turn)),
        goodAudio: audio.of(turn),
        goodPlayback: answerAudioMs > 0 ? underruns.count === 0 : null,
        usd: typeof usd === 'number' ? usd : null,
      };
    });
    const lost = outcome === 'failed' && !endedByHarness(call) && endedMs !== null;
    if (lost && events.at(-1)?.wrong !== true) {
      events.push({ ...nothingOf, atMs: sinceMs + endedMs, call: index, wrong: true });
    }
    return events;
  }
}

const nothingOf = { turn: null, latencyMs: null, goodAudio: null, goodPlayback: null, usd: null } as const;
