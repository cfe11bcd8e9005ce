/**
 * A run in which everything was judged: expectations that held and did not, goals, faults and a bad network with windows around
 * them, connections that were lost, and callers who spoke over the agent. What is told of it is compared whole.
 */

import type { CallRecord, LogRecord, MurmurRecord, StrikeRecord } from '../../src/core/log/record.ts';
import type { ExpectationResult } from '../../src/core/log/judged.ts';
import type { Condition, PlanExpectation } from '../../src/core/plan/expectation.ts';
import type { RunLog } from '../../src/report/log.ts';
import { call, footer, gathered, generator, header, judgement, turn, usage } from './log_builder.ts';

const CALLS = 60;

const says = (source: string): Condition => ({ is: 'says', pattern: { source, flags: '' } });
const expected: readonly PlanExpectation[] = [
  {
    text: 'tool refund(order: persona.order)',
    condition: { is: 'tool', name: 'refund' },
    caller: 'buyer',
    goal: true,
  },
  { text: 'hangs up', condition: { is: 'hangup' }, caller: 'patient', goal: true },
  { text: 'says /your | order/', condition: says('your | order'), caller: 'buyer', step: 2, place: 3 },
  { text: 'no fallback', condition: { is: 'not', what: { is: 'fallback', reason: 'any' } } },
  { text: 'escalates', condition: { is: 'escalates' } },
  ...Array.from({ length: 13 }, (_, n) => ({ text: `says /word ${n}/`, condition: says(`word ${n}`) })),
];

function resultsOf(index: number, caller: string): readonly ExpectationResult[] {
  const whole = { turn: null, atMs: null };
  const own: readonly ExpectationResult[] =
    caller === 'buyer'
      ? [
          {
            expectation: 0,
            goal: true,
            met: index % 4 !== 0,
            ...whole,
            detail: 'called: nothing at all, though it said that it would',
          },
          {
            expectation: 2,
            met: index % 10 !== 0,
            turn: 0,
            atMs: 100,
            ...(index === 20 ? { unknown: true as const } : {}),
          },
        ]
      : [{ expectation: 1, goal: true, met: true, ...whole }];
  const words = Array.from({ length: 13 }, (_, n) => ({
    expectation: 5 + n,
    met: index !== n,
    ...whole,
    detail: `heard: <b>${n}</b>`,
  }));
  return [...own, { expectation: 3, met: true, ...whole }, ...words];
}

const kinds = ['backchannel', 'tic', 'non_directed'] as const;

/** In turns, a sound of each kind that mostly does not stop the agent, and words over it that mostly do. */
function soundsOf(
  index: number,
  endMs: number,
): { backchannels: MurmurRecord[]; bargeIn: { atMs: number; stoppedMs: number } | null } {
  const atMs = endMs + 1200;
  const as = kinds[index % 4];
  if (as === undefined)
    return { backchannels: [], bargeIn: { atMs, stoppedMs: atMs + (index < 4 ? 2500 : 400) } };
  return {
    backchannels: [
      { atMs, stoppedMs: index % 12 < 4 ? atMs + 300 : null, as, said: 'mm-hm', endMs: atMs + 200 },
    ],
    bargeIn: null,
  };
}

/** A turn a second, 700 ms slow; while the network is bad, twice that, and some go unanswered. */
function oneCall(index: number): LogRecord[] {
  const endMs = (index + 1) * 1000;
  const caller = index % 3 === 2 ? 'patient' : 'buyer';
  const bad = endMs >= 25_000 && endMs < 35_000;
  const silent = bad && index % 5 === 0;
  const firstHeard = silent ? null : endMs + (bad ? 1400 : 700);
  const fallbacks = bad
    ? [
        {
          label: 'reprompt.no_match',
          fallback: true,
          reasons: ['network'],
          by: 'phrase',
          what: 'sorry?',
        } as const,
      ]
    : [];
  const lost = { lostMs: endMs + 3000, tries: 2, replayedItems: 2 };
  const back: Partial<CallRecord> = {
    reconnects: [{ ...lost, readyMs: index === 8 ? null : endMs + 3600 + index }],
  };
  return [
    turn({
      call: index,
      caller,
      outcome: silent ? 'unanswered' : 'answered',
      failure: silent ? 'no_answer' : null,
      answerAudioMs: 3000,
      heardMs: 3000,
      usage: usage({ textIn: 400, audioIn: 200, audioOut: 900 }),
      fallbacks,
      ...(silent ? {} : soundsOf(index, endMs)),
      ...(index % 20 === 7 ? { agentInterrupted: true } : {}),
      marks: {
        speechStart: endMs - 500,
        speechEnd: endMs,
        firstHeard,
        lastHeard: firstHeard === null ? null : firstHeard + 3000,
      },
    }),
    call({
      call: index,
      caller,
      scheduledMs: endMs - 900,
      endedMs: endMs + 9000,
      usage: usage({ textIn: 400, audioIn: 200, audioOut: 900 }),
      expectations: resultsOf(index, caller),
      ...(silent ? { outcome: 'failed', failure: 'no_answer', detail: 'nothing heard' } : {}),
      ...(index % 8 === 0 && index < 30 ? back : {}),
    }),
  ];
}

function strikesOf(index: number): StrikeRecord[] {
  const atMs = (index + 1) * 1000;
  const one = { type: 'strike', call: index, atMs, connection: 0 } as const;
  const answered = { type: 'answered', code: `bad|<i>${index % 3}</i>`, afterMs: 40 } as const;
  return [
    ...(index % 8 === 0 && index < 30 ? [{ ...one, fault: 'disconnect', atMs: atMs + 2900 }] : []),
    ...(index % 15 === 1 ? [{ ...one, fault: 'not_json', response: answered }] : []),
    ...(index % 30 === 2 ? [{ ...one, fault: 'not_json', response: { type: 'ignored' } as const }] : []),
    ...(index % 30 === 3
      ? [
          {
            ...one,
            fault: 'not_json',
            response: { type: 'closed', code: 1007, reason: 'no', afterMs: 9 } as const,
          },
        ]
      : []),
    ...(atMs >= 25_000 && atMs < 35_000
      ? [0, 1].map((connection) => ({ ...one, fault: 'latency', of: 'network', connection }) as const)
      : []),
    ...(index === 59 ? [{ ...one, fault: 'babble@10dB' }] : []),
  ];
}

const timed = [
  { fault: 'latency', fromMs: 25_000, untilMs: 35_000 },
  { fault: 'bandwidth', fromMs: 25_000, untilMs: 35_000 },
  { fault: 'st|orm', fromMs: 58_000 },
];

export const judged: RunLog = gathered([
  header({
    load: { mode: 'open', plannedCalls: CALLS, maxConcurrency: CALLS },
    judgement: {
      ...judgement,
      expectations: expected,
      timed,
      thresholds: [{ metric: 'goal_rate', stat: 'rate', op: '>=', value: 0.9, text: 'goal_rate >= 90%' }],
    },
  }),
  ...Array.from({ length: CALLS }, (_, index) => [...strikesOf(index), ...oneCall(index)]).flat(),
  generator(),
  footer({
    endedMs: 70_000,
    calls: { planned: CALLS, completed: CALLS - 2, failed: 2, blocked: 0, notStarted: 0 },
  }),
]);

/** The same was expected, and no call came to any of it; nothing struck, though it was to, and all that was lost stayed so. */
export const unjudged: RunLog = gathered([
  header({ judgement: { ...judgement, expectations: expected.slice(0, 2), timed: timed.slice(0, 1) } }),
  turn({ marks: { speechStart: 1000, speechEnd: 2000, firstHeard: 2600, lastHeard: 3000 } }),
  { type: 'strike', call: 0, atMs: 2000, fault: 'disconnect', connection: 0 },
  call({
    outcome: 'failed',
    failure: 'connection_lost',
    reconnects: [{ lostMs: 2100, readyMs: null, tries: 3, replayedItems: 0 }],
  }),
  generator(),
  footer({ calls: { planned: 1, completed: 0, failed: 1, blocked: 0, notStarted: 0 } }),
]);
