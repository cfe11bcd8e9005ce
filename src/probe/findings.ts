/**
 * What one call shows of a service, point by point: whether it does that, and how long it took. Pure: made from the call's records, as
 * any report is.
 */

import type { CallRecord, TurnRecord } from '../core/log/record.ts';

export interface Finding {
  readonly what: string;
  /** Null: the call gave no occasion for it. */
  readonly found: boolean | null;
  readonly ms: number | null;
  readonly detail?: string;
}

export interface ProbedCall {
  readonly call: CallRecord;
  readonly turns: readonly TurnRecord[];
  /** Tools were declared; the caller's words were to be written down. */
  readonly asked: { readonly tools: boolean; readonly transcription: boolean };
  /** Answers, and where they end, were found by ear: the protocol tells of none. */
  readonly byEar: boolean;
}

export function findingsOf({ call, turns, asked, byEar }: ProbedCall): readonly Finding[] {
  const said = turns.filter(({ kind }) => kind === 'say' || kind === 'interrupt');
  const answers = turns.filter(({ marks }) => marks.firstHeard !== null);
  const greeting = turns.find(({ kind }) => kind === 'greeting');
  const interrupted = turns.find(({ bargeIn }) => bargeIn !== null);
  const first = said.find(({ marks }) => marks.firstHeard !== null);
  const tools = turns.flatMap(({ tools = [] }) => tools);
  const ends = answers.filter(({ outcome }) => outcome === 'answered');
  /** Each has it; null: there are none that could. */
  const all = (of: readonly TurnRecord[], has: (turn: TurnRecord) => boolean): boolean | null =>
    of.length === 0 ? null : of.some(has);
  return [
    { what: 'handshake', found: call.connectedMs !== null, ms: between(call.dialedMs, call.connectedMs) },
    { what: 'session', found: call.readyMs !== null, ms: between(call.connectedMs, call.readyMs) },
    {
      what: 'greets',
      found: greeting === undefined ? null : greeting.marks.firstHeard !== null,
      ms: between(call.readyMs, greeting?.marks.firstHeard ?? null),
    },
    {
      what: 'answers',
      found: all(said, ({ marks }) => marks.firstHeard !== null),
      ms: first === undefined ? null : between(first.marks.speechEnd, first.marks.firstHeard),
      detail: 'end of speech to first audible sample',
    },
    {
      what: 'tells that the caller begins to speak',
      found: all(said, ({ marks }) => marks.speechStartedEvent !== null),
      ms: least(said, ({ marks }) => between(marks.speechStart, marks.speechStartedEvent)),
    },
    {
      what: 'tells that the caller has finished',
      found: all(said, ({ marks }) => marks.speechStoppedEvent !== null || marks.committed !== null),
      ms: least(said, ({ marks }) => between(marks.speechEnd, marks.speechStoppedEvent ?? marks.committed)),
    },
    {
      what: 'tells that it begins to answer',
      found: all(answers, ({ marks }) => marks.answerCreated !== null),
      ms: null,
    },
    {
      what: 'tells that it has answered',
      found: all(ends, ({ marks }) => !byEar && marks.answerDone !== null),
      ms: null,
    },
    {
      what: 'writes down what it says',
      found: all(answers, ({ heardText }) => (heardText ?? '') !== ''),
      ms: null,
    },
    {
      what: 'writes down what it hears',
      found: asked.transcription ? all(said, ({ marks }) => marks.transcribed !== null) : null,
      ms: null,
      ...(asked.transcription ? {} : { detail: 'not asked for: session.transcription' }),
    },
    {
      what: 'stops when it is interrupted',
      found: interrupted === undefined ? null : interrupted.bargeIn?.stoppedMs !== null,
      ms: between(interrupted?.bargeIn?.atMs ?? null, interrupted?.bargeIn?.stoppedMs ?? null),
    },
    {
      what: 'calls tools',
      found: asked.tools ? tools.length > 0 : null,
      ms: null,
      detail: asked.tools ? [...new Set(tools.map(({ name }) => name))].join(', ') : 'none were declared',
    },
    {
      what: 'tells what it used',
      found: all(ends, ({ usage }) => usage !== null && told(usage)),
      ms: null,
    },
    {
      what: 'keeps to the protocol',
      found:
        call.readyMs === null ? null : call.protocolViolations === 0 && (call.agentErrors ?? []).length === 0,
      ms: null,
      detail: (call.agentErrors ?? []).map(({ code, message }) => `${code}: ${message}`).join('; '),
    },
  ];
}

/** Answers whose usage nobody told are counted among it. */
function told(usage: NonNullable<TurnRecord['usage']>): boolean {
  return Object.entries(usage).some(([what, used]) => what !== 'unreported' && used > 0);
}

function between(fromMs: number | null, untilMs: number | null): number | null {
  return fromMs === null || untilMs === null ? null : Math.round(untilMs - fromMs);
}

function least(turns: readonly TurnRecord[], ms: (turn: TurnRecord) => number | null): number | null {
  const found = turns.map(ms).filter((each) => each !== null);
  return found.length === 0 ? null : Math.min(...found);
}
