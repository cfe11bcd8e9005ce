/** The agent's tool calls by the tool: how many came to what, and how soon the agent spoke of it. Pure. */

import type { ToolRecord, TurnRecord } from '../core/log/record.ts';
import { toolAnswers, type ToolAnswer } from '../core/log/timing.ts';
import { tidyOrNull } from './describe.ts';
import { percentile, sortedValues } from './statistics.ts';
import type { ToolSummary } from './summary.ts';

/** By the number of calls, then by name. */
export function toolSummaries(turns: Iterable<TurnRecord>): ToolSummary[] {
  const calls = new Map<string, ToolRecord[]>();
  const answers: ToolAnswer[] = [];
  for (const turn of turns) {
    for (const call of turn.tools ?? []) {
      const made = calls.get(call.name);
      if (made === undefined) calls.set(call.name, [call]);
      else made.push(call);
    }
    answers.push(...toolAnswers(turn));
  }
  return [...calls]
    .map(([tool, made]) =>
      summaryOf(
        tool,
        made,
        answers.filter(({ tools }) => tools.includes(tool)),
      ),
    )
    .sort((a, b) => b.calls - a.calls || (a.tool < b.tool ? -1 : 1));
}

function summaryOf(tool: string, calls: readonly ToolRecord[], answers: readonly ToolAnswer[]): ToolSummary {
  const count = (outcome: ToolRecord['outcome']): number =>
    calls.filter((call) => call.outcome === outcome).length;
  const latency = sortedValues(answers.map(({ latencyMs }) => latencyMs));
  return {
    tool,
    calls: calls.length,
    results: count('result'),
    errors: count('error'),
    never: count('never'),
    unknown: count('unknown'),
    unsent: calls.filter((call) => call.outcome !== 'never' && call.answeredMs === null).length,
    answerLatency: {
      count: latency.length,
      p50: tidyOrNull(percentile(latency, 50)),
      p95: tidyOrNull(percentile(latency, 95)),
      max: tidyOrNull(percentile(latency, 100)),
    },
  };
}
