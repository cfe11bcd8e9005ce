/** What a turn, a strike and the end of a call are as events on the lanes of their call. Pure. */

import type { StrikeRecord, TurnRecord } from '../../core/log/record.ts';
import type { ToldCall } from '../told_records.ts';
import { instant, named, span, type Lane, type TraceEvent } from './trace_event.ts';

/** In this order from above. Tools that run beside another have lanes of their own, beginning with the last. */
export const LANES = ['connection', 'caller', 'agent', 'latency', 'faults', 'tools'] as const;
const [CONNECTION, CALLER, AGENT, LATENCY, FAULTS, TOOLS] = [1, 2, 3, 4, 5, 6] as const;

export function laneNames(pid: number, call: number, caller: string | null): readonly TraceEvent[] {
  return [
    named({ pid, tid: 0 }, 'process_name', { name: `call ${call}${caller === null ? '' : ` (${caller})`}` }),
    named({ pid, tid: 0 }, 'process_sort_index', { sort_index: pid }),
    ...LANES.flatMap((name, at) => [
      named({ pid, tid: at + 1 }, 'thread_name', { name }),
      named({ pid, tid: at + 1 }, 'thread_sort_index', { sort_index: at + 1 }),
    ]),
  ];
}

export function turnEvents(turn: TurnRecord, pid: number): readonly TraceEvent[] {
  const { marks, kind, bargeIn, backchannels, failure, outcome, tools = [] } = turn;
  const at = (tid: number): Lane => ({ pid, tid });
  const own = { turn: turn.turn, outcome };
  const silent = kind === 'silence';
  return [
    ...(silent
      ? instant(at(CALLER), 'silence', marks.speechEnd, own)
      : span(at(CALLER), turn.said || kind, marks.speechStart, marks.speechEnd, {
          ...own,
          words: turn.transcript,
        })),
    ...span(at(AGENT), 'answer', marks.firstHeard, marks.lastHeard ?? marks.firstHeard, {
      ...own,
      words: turn.heardText,
      status: turn.answerStatus,
      reason: turn.answerReason,
    }),
    ...instant(at(CALLER), 'interrupts the agent', bargeIn?.atMs, own),
    ...instant(at(AGENT), 'stops for the caller', bargeIn?.stoppedMs, own),
    ...backchannels.flatMap((murmur) => instant(at(CALLER), 'backchannel or noise', murmur.atMs, own)),
    ...span(
      at(LATENCY),
      silent ? 'until a prompt' : 'response latency',
      marks.speechEnd,
      marks.firstHeard,
      own,
    ),
    ...(silent ? [] : partEvents(turn, at(LATENCY))),
    ...(failure === null
      ? []
      : instant(at(LATENCY), failure, marks.speechEnd ?? marks.speechStart, { ...own, detail: turn.detail })),
    ...tools.flatMap((tool, index) => {
      const args = { ...own, outcome: tool.outcome, arguments: tool.arguments };
      return [
        ...(index === 0 ? [] : [named(at(TOOLS + index), 'thread_name', { name: `tools ${index + 1}` })]),
        ...(tool.answeredMs === null
          ? instant(at(TOOLS + index), tool.name, tool.calledMs, args)
          : span(at(TOOLS + index), tool.name, tool.calledMs, tool.answeredMs, args)),
      ];
    }),
  ];
}

/** Within the latency, and only where that is: one after another, none into the next. */
function partEvents({ marks }: TurnRecord, lane: Lane): readonly TraceEvent[] {
  const { speechEnd, firstHeard } = marks;
  if (speechEnd === null || firstHeard === null || firstHeard < speechEnd) return [];
  let lastMs = speechEnd;
  const part = (name: string, fromMs: number | null, toMs: number | null): readonly TraceEvent[] => {
    if (fromMs === null || toMs === null || fromMs < lastMs || toMs < fromMs || toMs > firstHeard) return [];
    lastMs = toMs;
    return span(lane, name, fromMs, toMs);
  };
  return [
    ...part('packetization', speechEnd, marks.speechEndDue),
    ...part('vad, and the way there', marks.speechEndDue, marks.speechStoppedEvent),
    ...part('llm', marks.answerCreated, marks.firstContent),
    ...part('tts', marks.firstContent, marks.firstAudio),
    ...part('playback', marks.firstAudio, marks.firstPlayed),
    ...part('lead-in', marks.firstPlayed, marks.firstHeard),
  ];
}

export function strikeEvents(
  { fault, atMs, detail, connection }: StrikeRecord,
  pid: number,
): readonly TraceEvent[] {
  return instant({ pid, tid: FAULTS }, fault, atMs, { detail, connection });
}

export function callEvents(call: ToldCall, pid: number): readonly TraceEvent[] {
  const { outcome, failure, detail, dialedMs, connectedMs, readyMs, endedMs, reconnects = [] } = call;
  const lane = { pid, tid: CONNECTION };
  const ending = failure === null ? outcome : `${outcome}: ${failure}`;
  return [
    named({ pid, tid: 0 }, 'process_labels', { labels: ending }),
    ...span(lane, `call ${call.call}: ${ending}`, dialedMs, endedMs, {
      detail,
      session: call.sessionId,
      close_code: call.closeCode,
    }),
    ...(endedMs === null
      ? []
      : [...span(lane, 'connect', dialedMs, connectedMs), ...span(lane, 'set up', connectedMs, readyMs)]),
    ...(dialedMs === null ? instant(lane, ending, call.scheduledMs, { detail }) : []),
    ...reconnects.flatMap(({ lostMs, readyMs: backMs, tries }) => [
      ...instant(lane, 'connection lost', lostMs, { tries }),
      ...span(lane, 'dials again', lostMs, backMs ?? endedMs, { tries }),
    ]),
  ];
}
