/**
 * From the instants of a turn to its latencies, and from who was heard when to silence and overlap. Pure arithmetic on
 * numbers, no allocation but for results; the same code serves reports and a load script. All instants and spans in ms.
 *
 * A span is null when one of its ends is missing. Nothing here turns a missing answer into a number, nor an answer
 * that came before the question was finished into a fast one.
 */

import type { BargeIn, TurnRecord } from './record.ts';

/** An agent that is talked over has this long to fall silent. */
export const YIELD_WITHIN_MS = 2000;
/** An agent that falls silent this soon after a backchannel, cough or noise was put off by it. */
export const FALSE_YIELD_WITHIN_MS = 1000;

export interface TurnLatencies {
  /** Caller's last audible sample captured → first audible sample of the answer heard. Null also where the agent talked over. */
  readonly responseLatency: number | null;
  /** Caller's last audible sample captured → its frame is due. */
  readonly packetization: number | null;
  /** The agent began to be heard while the caller's utterance was going on. */
  readonly agentInterrupted: boolean;
  readonly timeToFirstAudio: number | null;
  readonly vadDelay: number | null;
  readonly transcriptionDelay: number | null;
  readonly llmDelay: number | null;
  readonly ttsDelay: number | null;
  readonly networkUp: number | null;
  readonly networkDown: number | null;
  readonly playbackDelay: number | null;
  /** First sample of the answer played → first audible one. */
  readonly leadIn: number | null;
  readonly unattributed: number | null;
}

/**
 * The latencies of one turn.
 *
 * The critical path is packetization → vad → llm → tts → network down → playback → lead-in, and `unattributed` is what is
 * left of the response latency when these are taken away. `vadDelay` begins where packetization ends, when the frame with the
 * last of the speech is due; it is measured from the caller's side and has only half a round trip taken off: the way of that
 * frame up to the agent is still inside it. So `networkUp` is shown beside the others but not added again, and what remains
 * unattributed is exactly the time from `speech_stopped` to `response.created` as the caller's side saw both.
 *
 * Without a measured round trip the parts that need one are null, not guessed. A `speech_stopped` from before the end
 * of the speech ended some earlier part of the utterance and says nothing of this end: `vadDelay` is null then.
 */
export function latencies(
  turn: Pick<TurnRecord, 'kind' | 'marks' | 'rttMs' | 'agentInterrupted'>,
): TurnLatencies {
  const { marks } = turn;
  const speaks = turn.kind === 'say' || turn.kind === 'interrupt' || turn.kind === 'dtmf';
  const speechEnd = speaks ? marks.speechEnd : null;
  const half = turn.rttMs === null ? null : turn.rttMs / 2;
  const heardAfter = span(speechEnd, marks.firstHeard);
  const heardSince = span(speaks ? marks.speechStart : null, marks.firstHeard) ?? 0;
  const responseLatency = heardAfter !== null && heardAfter < 0 ? null : heardAfter;
  const packetization = speaks ? forward(marks.speechEnd, marks.speechEndDue) : null;
  const stoppedAfter = speaks ? forward(marks.speechEndDue, marks.speechStoppedEvent) : null;
  const vadDelay = stoppedAfter === null || half === null ? null : stoppedAfter - half;
  const llmDelay = forward(marks.answerCreated, marks.firstContent);
  const ttsDelay = forward(marks.firstContent, marks.firstAudio);
  const playbackDelay = forward(marks.firstAudio, marks.firstPlayed);
  const leadIn = forward(marks.firstPlayed, marks.firstHeard);
  const complete =
    responseLatency !== null &&
    packetization !== null &&
    vadDelay !== null &&
    llmDelay !== null &&
    ttsDelay !== null &&
    half !== null &&
    playbackDelay !== null &&
    leadIn !== null;
  return {
    responseLatency,
    packetization,
    agentInterrupted: turn.agentInterrupted || (heardAfter !== null && heardAfter < 0 && heardSince >= 0),
    timeToFirstAudio: forward(speechEnd, marks.firstAudio),
    vadDelay,
    transcriptionDelay: forward(marks.committed, marks.transcribed),
    llmDelay,
    ttsDelay,
    networkUp: half,
    networkDown: half,
    playbackDelay,
    leadIn,
    unattributed: complete
      ? responseLatency - (packetization + vadDelay + llmDelay + ttsDelay + half + playbackDelay + leadIn)
      : null,
  };
}

/** The agent called a tool before the turn was over: how soon it spoke depends on more than the agent. */
export function calledTool(turn: Pick<TurnRecord, 'tools'>): boolean {
  return turn.tools !== undefined && turn.tools.length > 0;
}

/** An answer made from what tools gave. */
export interface ToolAnswer {
  readonly tools: readonly string[];
  /**
   * The last of their results was due to be sent → first audible sample of the answer, without what the harness itself waited for
   * an end that was never told.
   */
  readonly latencyMs: number;
}

/** Of most turns. */
const NO_ANSWERS: readonly ToolAnswer[] = [];

/** In the order in which they were heard; calls that led to no answer are in none. */
export function toolAnswers(turn: Pick<TurnRecord, 'tools'>): readonly ToolAnswer[] {
  if (!calledTool(turn)) return NO_ANSWERS;
  const byInstant = new Map<number, { tools: string[]; answeredMs: number }>();
  for (const { name, answeredMs: dueMs, heldMs = 0, heardMs } of turn.tools ?? []) {
    if (dueMs === null || heardMs === null) continue;
    const answeredMs = dueMs + heldMs;
    const answer = byInstant.get(heardMs) ?? { tools: [], answeredMs };
    answer.tools.push(name);
    answer.answeredMs = Math.max(answer.answeredMs, answeredMs);
    byInstant.set(heardMs, answer);
  }
  return [...byInstant]
    .sort(([a], [b]) => a - b)
    .map(([heardMs, { tools, answeredMs }]) => ({ tools, latencyMs: heardMs - answeredMs }));
}

/** Session ready → first audible sample heard, where the agent speaks first. Null for every other turn. */
export function greetingLatency(
  turn: Pick<TurnRecord, 'kind' | 'marks'>,
  readyMs: number | null,
): number | null {
  return turn.kind === 'greeting' ? forward(readyMs, turn.marks.firstHeard) : null;
}

/**
 * Start of a caller's silence → the agent's prompt is heard. A silence turn has the instant at which the silence began
 * as its `speechEnd`. Null for every other turn, and where the caller made a sound in it.
 */
export function repromptTime(turn: Pick<TurnRecord, 'kind' | 'marks' | 'backchannels'>): number | null {
  return isSilent(turn) ? forward(turn.marks.speechEnd, turn.marks.firstHeard) : null;
}

/** The caller said nothing, nor made any sound that could have been taken for something said. */
export function isSilent({ kind, backchannels }: Pick<TurnRecord, 'kind' | 'backchannels'>): boolean {
  return kind === 'silence' && !backchannels.some(({ inSilence }) => inSilence === true);
}

/** Caller starts speaking over the agent → the agent is no longer heard. Null when it talked on to its end. */
export function bargeInStop(bargeIn: BargeIn): number | null {
  return forward(bargeIn.atMs, bargeIn.stoppedMs);
}

/**
 * Did the agent give way to a real interruption? Null: the answer was over by itself within the time it had, so that
 * nobody can tell.
 */
export function yielded(bargeIn: BargeIn, lastHeardMs: number | null): boolean | null {
  const stop = bargeInStop(bargeIn);
  if (stop !== null) return stop <= YIELD_WITHIN_MS;
  const rest = span(bargeIn.atMs, lastHeardMs);
  return rest !== null && rest <= YIELD_WITHIN_MS ? null : false;
}

/** Was the agent put off by a sound that asked for nothing? */
export function falselyYielded(backchannel: BargeIn): boolean {
  const stop = bargeInStop(backchannel);
  return stop !== null && stop <= FALSE_YIELD_WITHIN_MS;
}

export interface HeardInterval {
  readonly startMs: number;
  readonly endMs: number;
}

export interface SilenceAndOverlap {
  readonly deadAirLongestMs: number;
  readonly deadAirTotalMs: number;
  readonly overlapMs: number;
}

/**
 * Within [fromMs, toMs): the longest and the total time in which neither side is heard, and the time in which both are.
 * `pauses`: when the caller keeps silent of its own will; no silence is the agent's then. Intervals are half-open, in any
 * order, and may overlap or touch each other.
 */
export function silenceAndOverlap(
  caller: readonly HeardInterval[],
  agent: readonly HeardInterval[],
  pauses: readonly HeardInterval[],
  fromMs: number,
  toMs: number,
): SilenceAndOverlap {
  let longest = 0;
  let total = 0;
  let overlap = 0;
  let at = fromMs;
  let silentSince = fromMs;
  const open = { caller: 0, agent: 0, pause: 0 };
  const reach = (nextMs: number): void => {
    const length = nextMs - at;
    if (length > 0) {
      if (open.caller > 0 && open.agent > 0) overlap += length;
      if (open.caller === 0 && open.agent === 0 && open.pause === 0) {
        total += length;
        if (nextMs - silentSince > longest) longest = nextMs - silentSince;
      } else silentSince = nextMs;
    }
    at = nextMs;
  };
  for (const edge of edgesOf({ caller, agent, pause: pauses }, fromMs, toMs)) {
    reach(edge.atMs);
    open[edge.of] += edge.step;
  }
  reach(toMs);
  return { deadAirLongestMs: longest, deadAirTotalMs: total, overlapMs: overlap };
}

type Kind = 'caller' | 'agent' | 'pause';

interface Edge {
  readonly atMs: number;
  readonly step: 1 | -1;
  readonly of: Kind;
}

function edgesOf(
  intervals: Readonly<Record<Kind, readonly HeardInterval[]>>,
  fromMs: number,
  toMs: number,
): Edge[] {
  const edges: Edge[] = [];
  const within = (ms: number): number => Math.min(toMs, Math.max(fromMs, ms));
  for (const of of ['caller', 'agent', 'pause'] as const) {
    for (const { startMs, endMs } of intervals[of]) {
      // One that lies outside comes to one of no length, which counts for nothing.
      edges.push({ atMs: within(startMs), step: 1, of }, { atMs: within(endMs), step: -1, of });
    }
  }
  return edges.sort((a, b) => a.atMs - b.atMs);
}

function span(fromMs: number | null, toMs: number | null): number | null {
  return fromMs === null || toMs === null ? null : toMs - fromMs;
}

function forward(fromMs: number | null, toMs: number | null): number | null {
  const length = span(fromMs, toMs);
  return length !== null && length < 0 ? null : length;
}
