/**
 * A run that doubts its own recordings. Pure. An agent that talks over one recording every time and over no other, or that ends a
 * turn after one far sooner than after all others or than its session lets it, most likely heard it end where we did not: that is for whoever made the
 * recording, and no advice to the agent.
 */

import type { TurnRecord } from '../core/log/record.ts';
import { ms } from './figure.ts';
import { KeptValues } from './kept_values.ts';
import { sortedValues } from './statistics.ts';

const ENOUGH_TURNS = 3;
const FAR_SOONER_MS = 250;
/** A detector waits for so much silence; one that is sooner by more than this heard the silence begin earlier than we did. */
const FAR_UNDER_SILENCE_MS = 150;
const HINT =
  'is its end of speech where it is heard? `callstorm fixtures check` tells doubts, `fixtures import --end` sets it';

type SpokenTurn = Pick<TurnRecord, 'kind' | 'voice' | 'said' | 'agentInterrupted' | 'marks'>;

/** What is kept of the turns of one recording. */
interface Endings {
  turns: number;
  talkedOver: number;
  /** The agent's detector, after the end of speech. */
  readonly delaysMs: KeptValues;
}

export class SpeechTally {
  private readonly byRecording = new Map<string, Endings>();

  turn(turn: SpokenTurn): void {
    if (turn.kind !== 'say' || turn.said === '') return;
    const { byRecording } = this;
    const name = `${turn.voice}/${turn.said}`;
    let own = byRecording.get(name);
    if (own === undefined)
      byRecording.set(name, (own = { turns: 0, talkedOver: 0, delaysMs: new KeptValues() }));
    own.turns++;
    if (turn.agentInterrupted) own.talkedOver++;
    const delayMs = delayOf(turn);
    if (delayMs !== null) own.delaysMs.add(delayMs);
  }

  /** `silenceDurationMs`: what the session asked for, where its detector goes by that. */
  doubts(silenceDurationMs?: number): string[] {
    return doubtsOf(this.byRecording, silenceDurationMs);
  }
}

function doubtsOf(
  byRecording: ReadonlyMap<string, Endings>,
  silenceDurationMs: number | undefined,
): string[] {
  let allTurns = 0;
  let overAll = 0;
  const allDelaysMs = new KeptValues();
  for (const { turns: said, talkedOver, delaysMs } of byRecording.values()) {
    allTurns += said;
    overAll += talkedOver;
    for (const delayMs of delaysMs) allDelaysMs.add(delayMs);
  }
  const usual = median(allDelaysMs);
  const askedMs = silenceDurationMs ?? -Infinity;
  const isTooSoon = (delayMs: number | null): delayMs is number =>
    delayMs !== null && askedMs - delayMs > FAR_UNDER_SILENCE_MS;
  const doubts: string[] = [];
  if (isTooSoon(usual)) {
    doubts.push(
      `the end of speech was noticed after ${ms(usual)} at the median, and the session waits for ${ms(askedMs)} of silence: the harness's own end of speech is in doubt, and every latency with it; ${HINT}`,
    );
  }
  for (const [name, own] of byRecording) {
    const soon = median(own.delaysMs);
    if (own.turns < ENOUGH_TURNS) continue;
    if (allTurns - own.turns >= ENOUGH_TURNS) {
      if (own.talkedOver === own.turns && overAll === own.turns) {
        doubts.push(
          `${name} was talked over in all of its ${own.turns} turns, and nothing else ever: ${HINT}`,
        );
        continue;
      }
      if (soon !== null && (usual ?? soon) - soon > FAR_SOONER_MS) {
        doubts.push(
          `the end of ${name} was noticed after ${ms(soon)}, mostly it takes ${ms(usual)}: ${HINT}`,
        );
        continue;
      }
    }
    if (isTooSoon(soon) && !isTooSoon(usual)) {
      doubts.push(
        `the end of ${name} was noticed after ${ms(soon)}, and the session waits for ${ms(askedMs)} of silence: ${HINT}`,
      );
    }
  }
  return doubts;
}

function delayOf({ marks: { speechEnd, speechStoppedEvent } }: SpokenTurn): number | null {
  return speechEnd === null || speechStoppedEvent === null ? null : speechStoppedEvent - speechEnd;
}

function median(delaysMs: KeptValues): number | null {
  if (delaysMs.length < ENOUGH_TURNS) return null;
  return sortedValues(delaysMs)[delaysMs.length >> 1] as number;
}
