/**
 * A run in which the agent calls tools, small enough to reckon with: speech always ends at 2000.
 *
 *   call 0  answers one turn after 300 ms; in the next says "let me see" after 600, and what it found 800 after the result
 *   call 1  makes two calls at once and says nothing before 2000: 600 after the later of their results
 *   call 2  is told of an error, and says so 500 after it: 1300 in all
 *   call 3  calls what hangs, and is never heard
 *   call 4  calls what the scenario does not have (heard at 1000, 500 after the error), then what the end of the call cuts off
 */

import type { LogRecord, ToolRecord, TurnMarks } from '../../src/core/log/record.ts';
import { call, footer, generator, header, turn, type TurnFields } from './log_builder.ts';

export function toolCall(
  name: string,
  calledMs: number,
  answeredMs: number | null,
  heardMs: number | null,
  outcome: ToolRecord['outcome'] = 'result',
): ToolRecord {
  return {
    name,
    callId: `call_${name}_${calledMs}`,
    arguments: '{}',
    calledMs,
    outcome,
    answeredMs,
    heardMs,
  };
}

function made(
  index: number,
  firstHeard: number | null,
  tools: readonly ToolRecord[],
  more: TurnFields = {},
): LogRecord {
  const marks: Partial<TurnMarks> = { speechStart: 1000, speechEnd: 2000, firstHeard, lastHeard: firstHeard };
  return turn({ call: index, tools, answerAudioMs: 1000, heardMs: 1000, marks, ...more });
}

export const toolRun: readonly LogRecord[] = [
  header({ load: { mode: 'open', plannedCalls: 5, maxConcurrency: 100 } }),
  made(0, 2300, []),
  made(0, 2600, [toolCall('lookup', 2500, 3000, 3800)], { turn: 1 }),
  call({ call: 0, turns: 2 }),
  made(1, 4000, [toolCall('stock', 2300, 3400, 4000), toolCall('lookup', 2350, 3000, 4000)]),
  call({ call: 1 }),
  made(2, 3300, [toolCall('flaky', 2500, 2800, 3300, 'error')]),
  call({ call: 2 }),
  made(3, null, [toolCall('flaky', 2400, null, null, 'never')], {
    outcome: 'unanswered',
    failure: 'no_answer',
    answerAudioMs: 0,
    heardMs: 0,
  }),
  call({ call: 3, outcome: 'failed', failure: 'no_answer', detail: 'flaky never gave a result' }),
  made(4, 3000, [toolCall('frob`ni\ncate', 2500, 2500, 3000, 'unknown')]),
  made(4, null, [toolCall('lookup', 6000, null, null)], {
    turn: 1,
    expectsAnswer: false,
    outcome: 'not_expected',
  }),
  call({ call: 4, turns: 2 }),
  generator(),
  footer({ calls: { planned: 5, completed: 4, failed: 1, blocked: 0, notStarted: 0 } }),
];
