/**
 * Who was heard when, and how long the other one waited, from the marks of a call's turns. Instants in ms on the clock of the log.
 * Pure. Blocks are no waveforms: they say that something was audible from here to there, and not how it sounded.
 */

import type { BargeIn, CallRecord, TurnRecord } from '../../core/log/record.ts';
import { latencies } from '../../core/log/timing.ts';
import { waitedForAnswer } from '../../report/metric/response_rate.ts';

export interface Block {
  readonly fromMs: number;
  readonly toMs: number;
  readonly turn: number;
  /** It asked for nothing: a word of assent, a cough. */
  readonly murmur: boolean;
}

export interface Lanes {
  readonly caller: readonly Block[];
  readonly agent: readonly Block[];
}

export function lanesOf(turns: readonly TurnRecord[]): Lanes {
  const caller: Block[] = [];
  const agent: Block[] = [];
  for (const { turn, kind, marks, backchannels } of turns) {
    const { speechStart, speechEnd, firstHeard, lastHeard } = marks;
    if (kind !== 'silence' && speechStart !== null && speechEnd !== null && speechEnd > speechStart)
      caller.push({ fromMs: speechStart, toMs: speechEnd, turn, murmur: false });
    for (const { atMs, endMs = atMs + SHORT_MS } of backchannels)
      caller.push({ fromMs: atMs, toMs: Math.max(endMs, atMs), turn, murmur: true });
    if (firstHeard !== null)
      agent.push({
        fromMs: firstHeard,
        toMs: Math.max(firstHeard, lastHeard ?? firstHeard),
        turn,
        murmur: false,
      });
  }
  return { caller, agent };
}

/** A sound whose end older logs do not tell. */
const SHORT_MS = 300;

export interface WaitPart {
  readonly name: string;
  readonly ms: number;
}

export type WaitKind = 'answer' | 'greeting' | 'reprompt' | 'yield' | 'missing';

/** From what one side did to what the other made of it. */
export interface Wait {
  readonly kind: WaitKind;
  readonly turn: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Null: what was waited for did not come; it ends where something else begins. */
  readonly ms: number | null;
  /** In the order in which they pass; none where they are not all known. */
  readonly parts: readonly WaitPart[];
}

export function waitsOf(
  turns: readonly TurnRecord[],
  call: Pick<CallRecord, 'readyMs' | 'endedMs'> | null,
): readonly Wait[] {
  const waits: Wait[] = [];
  for (const [index, turn] of turns.entries()) {
    const { speechEnd, firstHeard } = turn.marks;
    const fromMs = turn.kind === 'greeting' ? (call?.readyMs ?? null) : speechEnd;
    const none = { turn: turn.turn, parts: [] };
    if (fromMs !== null && firstHeard !== null && firstHeard >= fromMs) {
      const kind = turn.kind === 'greeting' ? 'greeting' : turn.kind === 'silence' ? 'reprompt' : 'answer';
      const parts = kind === 'answer' ? partsOf(turn) : [];
      waits.push({ ...none, kind, fromMs, toMs: firstHeard, ms: firstHeard - fromMs, parts });
    } else if (fromMs !== null && firstHeard === null && waitedForAnswer(turn)) {
      const next = turns[index + 1]?.marks.speechStart ?? call?.endedMs ?? fromMs;
      waits.push({ ...none, kind: 'missing', fromMs, toMs: Math.max(fromMs, next), ms: null });
    }
    const { bargeIn } = turn;
    if (bargeIn !== null && stopOf(bargeIn) !== null)
      waits.push({
        ...none,
        kind: 'yield',
        fromMs: bargeIn.atMs,
        toMs: bargeIn.stoppedMs as number,
        ms: stopOf(bargeIn),
      });
  }
  return waits;
}

function stopOf({ atMs, stoppedMs }: BargeIn): number | null {
  return stoppedMs === null || stoppedMs < atMs ? null : stoppedMs - atMs;
}

/** They add up to the whole wait, as far as clocks allow. */
export function partsOf(turn: TurnRecord): readonly WaitPart[] {
  const times = latencies(turn);
  if (times.unattributed === null) return [];
  const parts: readonly (readonly [string, number | null])[] = [
    ['packetization', times.packetization],
    ['noticing the end of speech', times.vadDelay],
    ['unattributed, before response.created', times.unattributed],
    ['model', times.llmDelay],
    ['first audio', times.ttsDelay],
    ['network down', times.networkDown],
    ['playback buffer', times.playbackDelay],
    ['silence before its first sound', times.leadIn],
  ];
  return parts.map(([name, ms]) => ({ name, ms: ms ?? 0 }));
}
