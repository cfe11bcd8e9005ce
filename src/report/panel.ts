/**
 * The interaction panel of τ-voice, by its definitions (docs/measurement.md): how fast and how selectively an agent takes turns, so
 * that a run can be laid beside the public table. Pure. It differs from our own metrics of like names on purpose, and replaces none.
 * Instants are not rounded to that benchmark's ticks of 200 ms; its windows are kept.
 */

import { holdsTic } from '../core/call/murmur.ts';
import type { MurmurKind, MurmurRecord, TurnRecord } from '../core/log/record.ts';
import { cutOffByHarness } from './cut_off.ts';

/** Of fewer events no figure is shown. */
export const LEAST_EVENTS = 10;
const YIELD_WINDOW_MS = 2000;
const PUT_OFF_WINDOW_MS = 1000;
const RESPONSE_WINDOW_MS = 2000;

/** In the order of the benchmark’s own table. */
export const panelColumns = [
  ['L_R', 'response_latency_mean', 's'],
  ['L_Y', 'yield_latency_mean', 's'],
  ['R_R', 'response_rate', 'ratio'],
  ['R_Y', 'yield_rate', 'ratio'],
  ['I_A', 'agent_interruption_rate', 'ratio'],
  ['S_BC', 'selectivity_backchannel', 'ratio'],
  ['S_VT', 'selectivity_vocal_tic', 'ratio'],
  ['S_ND', 'selectivity_non_directed', 'ratio'],
] as const;
export type PanelId = (typeof panelColumns)[number][0];

export interface PanelFigure {
  readonly id: PanelId;
  /** Its name in the benchmark’s files. */
  readonly field: string;
  readonly unit: 's' | 'ratio';
  /** Null: fewer than ten events. */
  readonly value: number | null;
  /** How many events it rests on. */
  readonly count: number;
}

export interface Panel {
  readonly figures: readonly PanelFigure[];
  /** The unweighted mean of the last three. Null where one of them is. */
  readonly selectivity: number | null;
}

interface Tally {
  of: number;
  held: number;
  totalMs: number;
}

export class PanelTally {
  private readonly responses = none();
  private readonly yields = none();
  private readonly selective: Readonly<Record<MurmurKind, Tally>> = {
    backchannel: none(),
    tic: none(),
    non_directed: none(),
  };
  private interruptions = 0;

  /** Of one call. */
  turns(turns: readonly TurnRecord[]): void {
    const { selective } = this;
    addResponses(turns, this.responses);
    for (let index = 0; index < turns.length; index++) {
      const turn = turns[index] as TurnRecord;
      this.interruptions += turn.agentInterruptions ?? (turn.agentInterrupted ? 1 : 0);
      for (const murmur of turn.backchannels) {
        // Whether an agent was put off by it, nobody knows.
        if (turn.stopsUntold === true && murmur.inSilence !== true) continue;
        add(selective[murmur.as ?? 'backchannel'], !putOff(murmur, turn));
      }
      addInterruption(turn, turns[index + 1], this.yields, selective.tic);
    }
  }

  /** Undefined where the callers neither spoke over the agent nor made a sound that asked for nothing. */
  panel(): Panel | undefined {
    const { responses, yields, interruptions } = this;
    const { backchannel, tic, non_directed: nonDirected } = this.selective;
    if (yields.of + backchannel.of + tic.of + nonDirected.of === 0) return undefined;
    const mean = ({ held, totalMs }: Tally): Cell => [held, totalMs / 1000, held];
    const rate = ({ held, of }: Tally): Cell => [of, held, of];
    const cells: Readonly<Record<PanelId, Cell>> = {
      L_R: mean(responses),
      L_Y: mean(yields),
      R_R: rate(responses),
      R_Y: rate(yields),
      I_A: [responses.of, interruptions, responses.of],
      S_BC: rate(backchannel),
      S_VT: rate(tic),
      S_ND: rate(nonDirected),
    };
    const figures = panelColumns.map(([id, field, unit]): PanelFigure => {
      const [events, above, below] = cells[id];
      const value = events < LEAST_EVENTS ? null : rounded(above / below);
      return { id, field, unit, value, count: events };
    });
    return { figures, selectivity: selectivityOf(figures) };
  }
}

function none(): Tally {
  return { of: 0, held: 0, totalMs: 0 };
}

/** How many events, and what to divide by what. */
type Cell = readonly [events: number, above: number, below: number];

function selectivityOf(figures: readonly PanelFigure[]): number | null {
  const parts = figures.slice(-3).map(({ value }) => value);
  if (parts.includes(null)) return null;
  return rounded(parts.reduce<number>((total, part) => total + (part ?? 0), 0) / parts.length);
}

function add(tally: Tally, held: boolean, ms = 0): void {
  tally.of++;
  if (!held) return;
  tally.held++;
  tally.totalMs += ms;
}

/**
 * The caller’s words that ended with the agent silent: did it begin to speak before they had to speak again? The last words of a
 * call, that nothing followed, count only where an answer was waited for in vain: the caller gave up instead of asking again.
 */
function addResponses(turns: readonly TurnRecord[], tally: Tally): void {
  const asked = turns.filter((turn) => isAsked(turn, turns));
  for (let index = 0; index < asked.length; index++) {
    const turn = asked[index] as TurnRecord;
    const endMs = turn.marks.speechEnd ?? 0;
    const agentMs = firstHeardFrom(turns, endMs);
    const againMs = asked[index + 1]?.marks.speechStart ?? Infinity;
    if (agentMs !== Infinity && agentMs <= againMs) add(tally, true, agentMs - endMs);
    else if (againMs !== Infinity || turn.expectsAnswer) add(tally, false);
  }
}

function isAsked(turn: TurnRecord, turns: readonly TurnRecord[]): boolean {
  const { speechEnd } = turn.marks;
  return speaks(turn) && !cutOffByHarness(turn) && speechEnd !== null && !speaksAt(turns, speechEnd);
}

function speaks({ kind, said }: TurnRecord): boolean {
  return (kind === 'say' || kind === 'interrupt') && !(kind === 'interrupt' && holdsTic(said));
}

/** Whether the agent is heard at an instant: from the first to the last that is heard of a turn's answers. */
function speaksAt(turns: readonly TurnRecord[], atMs: number): boolean {
  for (const { marks } of turns) {
    const { firstHeard, lastHeard } = marks;
    if (firstHeard !== null && firstHeard < atMs && (lastHeard ?? firstHeard) > atMs) return true;
  }
  return false;
}

function firstHeardFrom(turns: readonly TurnRecord[], fromMs: number): number {
  let firstMs = Infinity;
  for (const { marks } of turns) {
    const atMs = marks.firstHeard;
    if (atMs !== null && atMs >= fromMs && atMs < firstMs) firstMs = atMs;
  }
  return firstMs;
}

/** Words over the agent. What they are decides: a cough among them makes them a tic. */
function addInterruption(turn: TurnRecord, next: TurnRecord | undefined, yields: Tally, tics: Tally): void {
  const { bargeIn } = turn;
  if (bargeIn === null) return;
  const ms = silentAfterMs(bargeIn.atMs, bargeIn.stoppedMs, turn);
  if (next?.kind === 'interrupt' && holdsTic(next.said)) add(tics, !(ms <= PUT_OFF_WINDOW_MS));
  else add(yields, ms <= YIELD_WINDOW_MS, ms);
}

/** The benchmark does not ask why the agent fell silent: an answer that was over by itself counts like one that broke off. */
function silentAfterMs(atMs: number, stoppedMs: number | null, { marks: { lastHeard } }: TurnRecord): number {
  const silentMs = stoppedMs ?? lastHeard;
  return silentMs === null ? Infinity : Math.max(0, silentMs - atMs);
}

function putOff(murmur: MurmurRecord, turn: TurnRecord): boolean {
  const { atMs, stoppedMs, endMs, answeredMs, inSilence } = murmur;
  if (inSilence === true)
    return answeredMs !== undefined && answeredMs <= (endMs ?? atMs) + RESPONSE_WINDOW_MS;
  return silentAfterMs(atMs, stoppedMs, turn) <= PUT_OFF_WINDOW_MS;
}

/** Byte for byte the same on any machine. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
