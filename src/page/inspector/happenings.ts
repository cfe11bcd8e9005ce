/**
 * All that a log tells of one call, as one list in the order of time: what the timeline draws as marks, and the table beside it
 * says in words. Instants in ms on the clock of the log. Pure.
 */

import type { CallRecord, StrikeRecord, TurnRecord } from '../../core/log/record.ts';
import { falselyYielded, latencies, YIELD_WITHIN_MS } from '../../core/log/timing.ts';

/** Where on the timeline it belongs; `call`: to the connection and the call as a whole. */
export type Side = 'caller' | 'agent' | 'wire' | 'fault' | 'call';

export interface Happening {
  readonly atMs: number;
  /** Null: it is an instant, or nobody knows its end. */
  readonly endMs: number | null;
  readonly side: Side;
  readonly what: string;
  readonly detail: string;
  readonly turn: number | null;
  /** It is worth a look. */
  readonly bad: boolean;
}

export interface CallStory {
  readonly call: CallRecord | null;
  readonly turns: readonly TurnRecord[];
  readonly strikes: readonly StrikeRecord[];
}

export function happeningsOf(story: CallStory, expectations: readonly string[] = []): readonly Happening[] {
  const list: Happening[] = [];
  const add: Add = (atMs, side, what, more = {}) => {
    if (atMs !== null)
      list.push({ atMs, endMs: null, side, what, detail: '', turn: null, bad: false, ...more });
  };
  if (story.call !== null) ofCall(story.call, expectations, add);
  for (const turn of story.turns) ofTurn(turn, add);
  for (const strike of story.strikes) ofStrike(strike, story.call, add);
  return list.toSorted((a, b) => a.atMs - b.atMs);
}

type Add = (atMs: number | null, side: Side, what: string, more?: Partial<Happening>) => void;

function ofCall(call: CallRecord, expectations: readonly string[], add: Add): void {
  add(call.dialedMs, 'call', 'dialled');
  add(call.connectedMs, 'call', 'connected');
  add(call.readyMs, 'call', 'session ready');
  for (const { lostMs, readyMs, tries, replayedItems } of call.reconnects ?? []) {
    const again =
      readyMs === null ? 'and never came back' : `${round(readyMs - lostMs)} until there was a session again`;
    add(lostMs, 'fault', 'connection lost', {
      endMs: readyMs,
      detail: `${again}; ${tries} dialled, ${replayedItems} items replayed`,
      bad: readyMs === null,
    });
    add(readyMs, 'call', 'session ready again');
  }
  for (const { expectation, met, atMs, detail = '', turn } of call.expectations ?? []) {
    const text = expectations[expectation] ?? `expectation ${expectation + 1}`;
    const at = atMs ?? (met ? null : call.endedMs);
    add(at, 'call', met ? 'expected, and met' : 'expected, and not met', {
      detail: detail === '' ? text : `${text}: ${detail}`,
      turn,
      bad: !met,
    });
  }
  const by = call.endedBy === undefined || call.endedBy === null ? '' : `, by the ${call.endedBy}`;
  const code =
    call.closeCode === null || call.closeCode === undefined ? '' : `; close code ${call.closeCode}`;
  const why = call.failure === null ? '' : `: ${call.failure}`;
  add(call.endedMs, 'call', `call ${call.outcome}${why}`, {
    detail: `${call.detail ?? ''}${by}${code}`.replace(/^[,;] /, ''),
    bad: call.outcome !== 'completed',
  });
}

const BEGINS = { say: 'caller speaks', interrupt: 'caller interrupts', dtmf: 'caller types' } as const;

function ofTurn(turn: TurnRecord, add: Add): void {
  const { marks, kind } = turn;
  const own = { turn: turn.turn };
  if (kind === 'say' || kind === 'interrupt' || kind === 'dtmf') {
    add(marks.speechStart, 'caller', BEGINS[kind], {
      ...own,
      endMs: marks.speechEnd,
      detail: turn.transcript ?? turn.said,
    });
    add(marks.speechEnd, 'caller', kind === 'dtmf' ? 'the last key' : 'end of the caller’s speech', own);
  } else if (kind === 'silence') add(marks.speechEnd, 'caller', 'caller is silent', own);
  add(marks.speechStartedEvent, 'wire', 'speech_started', own);
  add(marks.speechStoppedEvent, 'wire', 'speech_stopped', own);
  add(marks.committed, 'wire', 'committed', own);
  add(marks.transcribed, 'wire', 'transcription completed', own);
  add(marks.answerCreated, 'wire', 'response.created', own);
  add(marks.firstContent, 'wire', 'first content', own);
  add(marks.firstAudio, 'wire', 'first audio', own);
  add(marks.firstPlayed, 'agent', 'first audio is played', own);
  const { responseLatency, agentInterrupted } = latencies(turn);
  add(marks.firstHeard, 'agent', agentInterrupted ? 'agent is heard, over the caller' : 'agent is heard', {
    ...own,
    endMs: marks.lastHeard,
    detail: [responseLatency === null ? '' : `after ${round(responseLatency)}`, turn.heardText ?? '']
      .filter((text) => text !== '')
      .join(': '),
    bad: agentInterrupted,
  });
  add(marks.answerDone, 'wire', 'response.done', {
    ...own,
    detail: [turn.answerStatus ?? '', turn.answerReason ?? ''].filter((text) => text !== '').join(': '),
    bad: turn.answerStatus === 'failed' || turn.answerStatus === 'incomplete',
  });
  ofTools(turn, add);
  ofTalkingOver(turn, add);
  const { count, ms } = turn.underruns;
  if (count > 0)
    add(marks.firstHeard, 'agent', count === 1 ? '1 underrun' : `${count} underruns`, {
      ...own,
      detail: `${round(ms)} of gaps in this answer; the log does not tell when`,
      bad: true,
    });
  for (const { label, by, what, fallback } of turn.fallbacks ?? [])
    add(marks.firstHeard ?? marks.speechEnd, 'agent', `taken for ${label}`, {
      ...own,
      detail: what === '' ? `by ${by}` : `by ${by}: ${what}`,
      bad: fallback === true,
    });
  if (turn.failure !== null)
    add(lastOf(turn), 'agent', `turn ${turn.outcome}: ${turn.failure}`, {
      ...own,
      detail: turn.detail ?? '',
      bad: true,
    });
}

function ofTools({ turn, tools = [] }: TurnRecord, add: Add): void {
  for (const { name, arguments: given, calledMs, answeredMs, heardMs, outcome } of tools) {
    add(calledMs, 'wire', `tool ${name}`, {
      turn,
      endMs: answeredMs,
      detail: `${given}${answeredMs === null ? '' : `: ${outcome} after ${round(answeredMs - calledMs)}`}`,
      bad: outcome !== 'result',
    });
    add(heardMs, 'agent', `answer made from ${name}`, { turn });
  }
}

function ofTalkingOver({ turn, bargeIn, backchannels, marks }: TurnRecord, add: Add): void {
  if (bargeIn !== null) {
    const { atMs, stoppedMs } = bargeIn;
    const after = stoppedMs === null ? null : stoppedMs - atMs;
    add(atMs, 'caller', 'barge-in', {
      turn,
      endMs: stoppedMs,
      detail:
        after === null ? 'the agent talked on to its end' : `the agent fell silent after ${round(after)}`,
      bad: after === null ? (marks.lastHeard ?? 0) - atMs > YIELD_WITHIN_MS : after > YIELD_WITHIN_MS,
    });
    add(stoppedMs, 'agent', 'agent falls silent for the caller', { turn });
  }
  for (const murmur of backchannels) {
    const put = falselyYielded(murmur);
    add(murmur.atMs, 'caller', (murmur.as ?? 'backchannel').replaceAll('_', ' '), {
      turn,
      endMs: murmur.endMs ?? null,
      detail: [murmur.said ?? '', put ? 'the agent was put off by it' : '']
        .filter((text) => text !== '')
        .join(': '),
      bad: put,
    });
  }
}

function ofStrike(strike: StrikeRecord, call: CallRecord | null, add: Add): void {
  const { fault, atMs, detail = '', response } = strike;
  const came = call?.struck?.find((one) => one.fault === fault && one.atMs === atMs);
  const recovered = came?.recoveredMs ?? null;
  const answered =
    response === undefined
      ? ''
      : response.type === 'answered'
        ? `answered with ${response.code} after ${round(response.afterMs)}`
        : response.type === 'closed'
          ? `closed with ${response.code} after ${round(response.afterMs)}`
          : 'ignored';
  add(atMs, 'fault', `fault: ${fault}`, {
    endMs: came?.endedMs ?? null,
    detail: [detail, answered].filter((text) => text !== '').join('; '),
    bad: came !== undefined && came.awaited && recovered === null,
  });
  add(recovered, 'fault', `recovered from ${fault}`);
}

function lastOf({ marks }: TurnRecord): number | null {
  const instants = Object.values(marks).filter((mark) => mark !== null);
  return instants.length === 0 ? null : Math.max(...instants);
}

function round(ms: number): string {
  return `${Math.round(ms)} ms`;
}
