/** Turns in which the agent looks something up: how long the caller waits then, and what the agent's calls came to. */

import type { ToolRecord, TurnRecord } from '../../core/log/record.ts';
import { toolAnswers } from '../../core/log/timing.ts';
import type { AccountedCall } from '../account.ts';
import type { Family } from './family.ts';
import { wentWithoutAnswer } from './response_latency.ts';

export const toolUse = {
  tool_response_latency: {
    row: 'whole',
    ofTurn: ({ turn, times, usedTool }) => (turn.expectsAnswer && usedTool ? times.responseLatency : null),
    owed: {
      text: 'turns with a tool call got no answer',
      ofTurn: (measured) => measured.usedTool && wentWithoutAnswer(measured),
    },
  },
  tool_answer_latency: {
    row: 'whole',
    ofTurn: ({ turn, usedTool }) => (usedTool ? toolAnswers(turn).map(({ latencyMs }) => latencyMs) : null),
    owed: {
      text: 'answers from tool results never came',
      ofTurn: ({ turn }) => turn.expectsAnswer && owesAnswerFromTool(turn),
    },
  },
  tool_calls: { ofCall: (call) => toolsIn(call, () => true) },
  unknown_tool_calls: { ofCall: (call) => toolsIn(call, ({ outcome }) => outcome === 'unknown') },
  tool_error_rate: {
    ofTurn: ({ turn: { tools }, usedTool }) =>
      usedTool && tools !== undefined ? tools.map(({ outcome }) => outcome !== 'result') : null,
  },
} as const satisfies Family;

/** How many of a call's are so. Null: a log from before tools says nothing of them, which is not that there were none. */
function toolsIn({ turns }: AccountedCall, isSo: (tool: ToolRecord) => boolean): number | null {
  let found: number | null = null;
  for (const { tools } of turns) {
    if (tools === undefined) continue;
    found ??= 0;
    for (const tool of tools) if (isSo(tool)) found++;
  }
  return found;
}

/** The agent was told a result, and the turn ended without an answer made from it. */
function owesAnswerFromTool(turn: TurnRecord): boolean {
  if (turn.outcome !== 'unanswered' && turn.outcome !== 'failed') return false;
  let last: { readonly answeredMs: number; readonly heard: boolean } | null = null;
  for (const { answeredMs, heardMs } of turn.tools ?? []) {
    if (answeredMs !== null && (last === null || answeredMs >= last.answeredMs)) {
      last = { answeredMs, heard: heardMs !== null };
    }
  }
  return last !== null && !last.heard;
}
