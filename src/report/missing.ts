/**
 * What should have come and never did: the answer to a turn, the end of an answer that was spoken over, a session. It has
 * no latency, and a percentile of those that came says nothing of it, so it is counted per metric. Pure.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { MetricName } from '../core/log/metric.ts';
import type { CallRecord, TurnRecord } from '../core/log/record.ts';
import { bargeInStop, calledTool, repromptTime, yielded, type TurnLatencies } from '../core/log/timing.ts';

/** Metrics that wait for something, and how it is told of a number of cases that it never came. */
export const missingText: Readonly<Partial<Record<MetricName, string>>> = {
  response_latency: 'turns got no answer',
  tool_response_latency: 'turns with a tool call got no answer',
  tool_answer_latency: 'answers from tool results never came',
  time_to_first_audio: 'turns got no audio',
  greeting_latency: 'calls got no greeting',
  barge_in_stop: 'interruptions did not stop the agent',
  reprompt_time: 'silences got no re-prompt',
  connect_time: 'calls got no connection',
  setup_time: 'calls got no session',
};

/** How calls end that the harness itself put an end to: nobody knows what would have come. */
const endedByHarness: ReadonlySet<FailureCode> = new Set([
  'interrupted',
  'budget',
  'threshold',
  'worker_lost',
  'engine_error',
]);

/** The harness put an end to it while it waited: nothing that was late, or never came. */
export function cutOffByHarness({ failure }: { readonly failure: FailureCode | null }): boolean {
  return failure !== null && endedByHarness.has(failure);
}

export function missingOfTurn(turn: TurnRecord, times: TurnLatencies): MetricName[] {
  if (cutOffByHarness(turn)) return [];
  const missing: MetricName[] = [];
  if (turn.kind === 'silence' && repromptTime(turn) === null) missing.push('reprompt_time');
  const { bargeIn, marks } = turn;
  // Over by itself before it had to stop: nobody can tell whether it would have.
  if (bargeIn !== null && bargeInStop(bargeIn) === null && yielded(bargeIn, marks.lastHeard) !== null) {
    missing.push('barge_in_stop');
  }
  if (!turn.expectsAnswer) return missing;
  if (turn.kind === 'greeting' && marks.firstHeard === null) missing.push('greeting_latency');
  // Talked over with something else, an answer to earlier words, these are still without theirs.
  const answeredEarly = times.agentInterrupted && marks.firstHeard !== null;
  if ((turn.kind === 'say' || turn.kind === 'interrupt') && !answeredEarly) {
    if (times.responseLatency === null) {
      const withTool = calledTool(turn);
      missing.push(withTool ? 'tool_response_latency' : 'response_latency');
      if (times.timeToFirstAudio === null && !withTool) missing.push('time_to_first_audio');
    }
  }
  if (owesToolAnswer(turn)) missing.push('tool_answer_latency');
  return missing;
}

/** The agent was told a result, and the turn ended without an answer made from it. */
function owesToolAnswer(turn: TurnRecord): boolean {
  if (turn.outcome !== 'unanswered' && turn.outcome !== 'failed') return false;
  let last: { readonly answeredMs: number; readonly heard: boolean } | null = null;
  for (const { answeredMs, heardMs } of turn.tools ?? []) {
    if (answeredMs !== null && (last === null || answeredMs >= last.answeredMs)) {
      last = { answeredMs, heard: heardMs !== null };
    }
  }
  return last !== null && !last.heard;
}

export function missingOfCall(record: CallRecord): MetricName[] {
  const { outcome, dialedMs, connectedMs, readyMs } = record;
  if (outcome !== 'failed' || dialedMs === null || cutOffByHarness(record)) return [];
  const missing: MetricName[] = [];
  if (connectedMs === null) missing.push('connect_time');
  if (readyMs === null) missing.push('setup_time');
  return missing;
}
