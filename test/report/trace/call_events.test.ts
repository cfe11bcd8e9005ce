import { describe, expect, it } from 'vitest';
import {
  callEvents,
  laneNames,
  LANES,
  strikeEvents,
  turnEvents,
} from '../../../src/report/trace/call_events.ts';
import type { TraceEvent } from '../../../src/report/trace/trace_event.ts';
import { call, lostBefore, turn, type TurnFields } from '../log_builder.ts';
import { toolCall } from '../tool_run.ts';

const PID = 8;
const [CONNECTION = 0, CALLER = 0, AGENT = 0, LATENCY = 0, FAULTS = 0] = LANES.map((_, at) => at + 1);

/** As a reader of the trace lays them out: what, on which lane, from when to when in ms, and what is said with it. */
type Laid = readonly [name: string, tid: number, fromMs: number, toMs: number | null];

function laid(events: readonly TraceEvent[]): readonly Laid[] {
  return events
    .filter(({ ph }) => ph !== 'M')
    .map(({ name, tid, ts = NaN, dur }) => [
      name,
      tid,
      ts / 1000,
      dur === undefined ? null : (ts + dur) / 1000,
    ]);
}

function ofTurn(fields: TurnFields): readonly TraceEvent[] {
  return turnEvents(turn(fields), PID);
}

function argsOf(events: readonly TraceEvent[], name: string): TraceEvent['args'] {
  return events.find((event) => event.name === name)?.args;
}

const marks = {
  speechStart: 1000,
  speechEnd: 2000,
  speechEndDue: 2060,
  speechStoppedEvent: 2300,
  answerCreated: 2310,
  firstContent: 2500,
  firstAudio: 2600,
  firstPlayed: 2650,
  firstHeard: 2700,
  lastHeard: 5000,
};

describe('the lanes of a call', () => {
  it('are named and in order, under a process that has the call’s name and place', () => {
    const names = laneNames(PID, 7, 'buyer');
    expect(names.every(({ ph, pid }) => ph === 'M' && pid === PID)).toBe(true);
    expect(names.map(({ name, tid, args }) => [name, tid, args])).toEqual([
      ['process_name', 0, { name: 'call 7 (buyer)' }],
      ['process_sort_index', 0, { sort_index: 8 }],
      ['thread_name', 1, { name: 'connection' }],
      ['thread_sort_index', 1, { sort_index: 1 }],
      ['thread_name', 2, { name: 'caller' }],
      ['thread_sort_index', 2, { sort_index: 2 }],
      ['thread_name', 3, { name: 'agent' }],
      ['thread_sort_index', 3, { sort_index: 3 }],
      ['thread_name', 4, { name: 'latency' }],
      ['thread_sort_index', 4, { sort_index: 4 }],
      ['thread_name', 5, { name: 'faults' }],
      ['thread_sort_index', 5, { sort_index: 5 }],
      ['thread_name', 6, { name: 'tools' }],
      ['thread_sort_index', 6, { sort_index: 6 }],
    ]);
  });

  it('are those of its number alone, where nobody knows who called', () => {
    expect(laneNames(PID, 7, null)[0]?.args).toEqual({ name: 'call 7' });
  });
});

describe('a turn', () => {
  it('is what the caller said, what the agent answered, and the latency between with its parts', () => {
    const events = ofTurn({ turn: 2, marks });
    expect(laid(events)).toEqual([
      ['order-status', CALLER, 1000, 2000],
      ['answer', AGENT, 2700, 5000],
      ['response latency', LATENCY, 2000, 2700],
      ['packetization', LATENCY, 2000, 2060],
      ['vad, and the way there', LATENCY, 2060, 2300],
      ['llm', LATENCY, 2310, 2500],
      ['tts', LATENCY, 2500, 2600],
      ['playback', LATENCY, 2600, 2650],
      ['lead-in', LATENCY, 2650, 2700],
    ]);
    expect(events.every(({ pid, ph }) => pid === PID && ph === 'X')).toBe(true);
    expect(argsOf(events, 'response latency')).toEqual({ turn: 2, outcome: 'answered' });
  });

  it('has the words of both, and how the answer ended by the agent’s own account', () => {
    const events = ofTurn({
      turn: 1,
      marks,
      transcript: 'where is my order',
      heardText: 'On its way.',
      answerStatus: 'incomplete',
      answerReason: 'max_output_tokens',
    });
    expect(argsOf(events, 'order-status')).toEqual({
      turn: 1,
      outcome: 'answered',
      words: 'where is my order',
    });
    expect(argsOf(events, 'answer')).toEqual({
      turn: 1,
      outcome: 'answered',
      words: 'On its way.',
      status: 'incomplete',
      reason: 'max_output_tokens',
    });
  });

  it('goes by its kind where nothing is said of its words, and has an answer without an end where it began', () => {
    const events = ofTurn({ kind: 'dtmf', said: '', marks: { ...marks, lastHeard: null } });
    expect(laid(events).slice(0, 2)).toEqual([
      ['dtmf', CALLER, 1000, 2000],
      ['answer', AGENT, 2700, 2700],
    ]);
  });

  it('of silence is an instant, until the agent prompts, and no part of that is anybody’s', () => {
    const events = ofTurn({ kind: 'silence', said: '', marks: { ...marks, speechStart: null } });
    expect(laid(events)).toEqual([
      ['silence', CALLER, 2000, null],
      ['answer', AGENT, 2700, 5000],
      ['until a prompt', LATENCY, 2000, 2700],
    ]);
    expect(argsOf(events, 'silence')).toEqual({ turn: 0, outcome: 'answered' });
  });

  it('has a barge-in and when the agent gave way, each on its own lane', () => {
    const events = ofTurn({
      outcome: 'interrupted',
      marks: {},
      bargeIn: { atMs: 4000, stoppedMs: 4200.5 },
    });
    expect(laid(events)).toEqual([
      ['interrupts the agent', CALLER, 4000, null],
      ['stops for the caller', AGENT, 4200.5, null],
    ]);
    expect(events.map(({ args }) => args)).toEqual([
      { turn: 0, outcome: 'interrupted' },
      { turn: 0, outcome: 'interrupted' },
    ]);
    expect(laid(ofTurn({ marks: {}, bargeIn: { atMs: 4000, stoppedMs: null } }))).toEqual([
      ['interrupts the agent', CALLER, 4000, null],
    ]);
  });

  it('has each sound that asked for nothing', () => {
    const events = ofTurn({
      marks: {},
      backchannels: [
        { atMs: 3000, stoppedMs: null },
        { atMs: 3500, stoppedMs: 3700 },
      ],
    });
    expect(laid(events)).toEqual([
      ['backchannel or noise', CALLER, 3000, null],
      ['backchannel or noise', CALLER, 3500, null],
    ]);
    expect(events[0]?.args).toEqual({ turn: 0, outcome: 'answered' });
  });

  it('that failed says so where its latency would have begun, and why', () => {
    const failed = (at: TurnFields['marks']): readonly TraceEvent[] =>
      ofTurn({
        turn: 4,
        outcome: 'unanswered',
        failure: 'no_answer',
        detail: 'nothing within 10 s',
        ...(at === undefined ? {} : { marks: at }),
      });
    const spoken = failed({ speechStart: 5200, speechEnd: 6000 });
    expect(laid(spoken)).toEqual([
      ['order-status', CALLER, 5200, 6000],
      ['no_answer', LATENCY, 6000, null],
    ]);
    expect(argsOf(spoken, 'no_answer')).toEqual({
      turn: 4,
      outcome: 'unanswered',
      detail: 'nothing within 10 s',
    });
    expect(laid(failed({ speechStart: 5200 }))).toEqual([['no_answer', LATENCY, 5200, null]]);
    expect(laid(failed({}))).toEqual([]);
  });

  it('has its tools, each beside the others on a lane of its own, and what never came of one as an instant', () => {
    const events = ofTurn({
      turn: 3,
      marks: {},
      tools: [
        toolCall('lookup', 2500, 3000, 3800),
        toolCall('stock', 2600, null, null, 'never'),
        toolCall('refund', 2700, 2900, null, 'error'),
      ],
    });
    expect(events.map(({ ph, name, tid, args }) => [ph, name, tid, args])).toEqual([
      ['X', 'lookup', 6, { turn: 3, outcome: 'result', arguments: '{}' }],
      ['M', 'thread_name', 7, { name: 'tools 2' }],
      ['i', 'stock', 7, { turn: 3, outcome: 'never', arguments: '{}' }],
      ['M', 'thread_name', 8, { name: 'tools 3' }],
      ['X', 'refund', 8, { turn: 3, outcome: 'error', arguments: '{}' }],
    ]);
    expect(laid(events).map(([, , fromMs, toMs]) => [fromMs, toMs])).toEqual([
      [2500, 3000],
      [2600, null],
      [2700, 2900],
    ]);
  });

  it('has no tools where it called none, and where nobody looked', () => {
    expect(ofTurn({ marks: {}, tools: [] })).toEqual([]);
    expect(ofTurn({ marks: {} })).toEqual([]);
  });
});

describe('the parts of a latency', () => {
  const partsOf = (fields: TurnFields['marks']): readonly string[] =>
    laid(ofTurn({ marks: { ...marks, ...fields } }))
      .filter(([name, tid]) => tid === LATENCY && name !== 'response latency')
      .map(([name]) => name);

  it('are there only where the latency is', () => {
    expect(partsOf({ speechEnd: null })).toEqual([]);
    expect(partsOf({ firstHeard: null, firstPlayed: 2650 })).toEqual([]);
    // The agent spoke over the end of the caller's words.
    expect(partsOf({ speechEnd: 2400, speechEndDue: 2460, firstHeard: 2390 })).toEqual([]);
  });

  it('may take no time at all', () => {
    const at = 2000;
    const events = ofTurn({
      marks: {
        speechStart: 1000,
        speechEnd: at,
        speechEndDue: at,
        speechStoppedEvent: at,
        answerCreated: at,
        firstContent: at,
        firstAudio: at,
        firstPlayed: at,
        firstHeard: at,
        lastHeard: at,
      },
    });
    expect(
      laid(events)
        .slice(2)
        .map(([name, , fromMs, toMs]) => [name, fromMs, toMs]),
    ).toEqual([
      ['response latency', at, at],
      ['packetization', at, at],
      ['vad, and the way there', at, at],
      ['llm', at, at],
      ['tts', at, at],
      ['playback', at, at],
      ['lead-in', at, at],
    ]);
  });

  it('lack what has no beginning or no end', () => {
    expect(partsOf({ answerCreated: null })).toEqual([
      'packetization',
      'vad, and the way there',
      'tts',
      'playback',
      'lead-in',
    ]);
    expect(partsOf({ speechStoppedEvent: null, firstContent: null })).toEqual([
      'packetization',
      'playback',
      'lead-in',
    ]);
  });

  it('lack what would run into the one before, backwards, or out of the latency', () => {
    // Created before the detector told that the caller had stopped.
    expect(partsOf({ answerCreated: 2299 })).not.toContain('llm');
    expect(partsOf({ answerCreated: 2300 })).toContain('llm');
    expect(partsOf({ answerCreated: 2501 })).not.toContain('llm');
    expect(partsOf({ firstAudio: 2600, firstPlayed: 2599 })).toEqual([
      'packetization',
      'vad, and the way there',
      'llm',
      'tts',
    ]);
    expect(partsOf({ speechEndDue: 2701 })).toEqual(['llm', 'tts', 'playback', 'lead-in']);
    expect(partsOf({ speechEndDue: 1999 })).toEqual(['llm', 'tts', 'playback', 'lead-in']);
  });
});

describe('a strike', () => {
  it('is an instant on the lane of faults, with what was done and to which connection', () => {
    const strike = { type: 'strike', call: 7, atMs: 1500.25, fault: 'close', connection: 1 } as const;
    const events = strikeEvents({ ...strike, detail: 'with 1001' }, PID);
    expect(laid(events)).toEqual([['close', FAULTS, 1500.25, null]]);
    expect(events[0]).toMatchObject({ ph: 'i', pid: PID, args: { detail: 'with 1001', connection: 1 } });
    expect(strikeEvents(strike, PID)[0]?.args).toEqual({ connection: 1 });
  });
});

describe('the end of a call', () => {
  it('has it whole, its connecting and its setting up, and labels its process', () => {
    const events = callEvents(
      call({ call: 7, dialedMs: 10, connectedMs: 20, readyMs: 50, endedMs: 9000 }),
      PID,
    );
    expect(events[0]).toEqual({
      ph: 'M',
      name: 'process_labels',
      pid: PID,
      tid: 0,
      args: { labels: 'completed' },
    });
    expect(laid(events)).toEqual([
      ['call 7: completed', CONNECTION, 10, 9000],
      ['connect', CONNECTION, 10, 20],
      ['set up', CONNECTION, 20, 50],
    ]);
    expect(events[1]?.args).toEqual({ session: 'sess_1', close_code: 1000 });
  });

  it('says of one that failed why', () => {
    const failed = call({
      call: 7,
      outcome: 'failed',
      failure: 'agent_hung_up',
      detail: 'code 1011',
      closeCode: 1011,
    });
    const events = callEvents(failed, PID);
    expect(events[0]?.args).toEqual({ labels: 'failed: agent_hung_up' });
    expect(argsOf(events, 'call 7: failed: agent_hung_up')).toEqual({
      detail: 'code 1011',
      session: 'sess_1',
      close_code: 1011,
    });
  });

  it('is, of one that was never dialled, an instant when it should have begun', () => {
    const blocked = lostBefore({
      call: 7,
      outcome: 'blocked',
      scheduledMs: 4000,
      dialedMs: null,
      endedMs: null,
      detail: 'too many at once',
    });
    const events = callEvents(blocked, PID);
    expect(laid(events)).toEqual([['blocked', CONNECTION, 4000, null]]);
    expect(events[1]?.args).toEqual({ detail: 'too many at once' });
  });

  it('that nobody saw leaves no span that would lie beside none', () => {
    expect(laid(callEvents(call({ call: 7, endedMs: null }), PID))).toEqual([]);
  });

  it('has each connection that was lost, and how long it dialled again: to the call’s end, where it never came back', () => {
    const reconnects = [
      { lostMs: 3000, readyMs: 3400, tries: 2, replayedItems: 4 },
      { lostMs: 8000, readyMs: null, tries: 5, replayedItems: 0 },
    ];
    const events = callEvents(call({ call: 7, endedMs: 9000, reconnects }), PID);
    expect(laid(events).slice(3)).toEqual([
      ['connection lost', CONNECTION, 3000, null],
      ['dials again', CONNECTION, 3000, 3400],
      ['connection lost', CONNECTION, 8000, null],
      ['dials again', CONNECTION, 8000, 9000],
    ]);
    expect(events.slice(4).map(({ args }) => args)).toEqual([
      { tries: 2 },
      { tries: 2 },
      { tries: 5 },
      { tries: 5 },
    ]);
  });
});
