/** The agent's tool calls by the tool: how many came to what, and how soon the agent spoke of it. Pure. */

import type { ToolRecord, TurnRecord } from '../core/log/record.ts';
import { toolAnswers, type ToolAnswer } from '../core/log/timing.ts';
import { tidyOrNull } from './describe.ts';
import { percentile, sortedValues } from './statistics.ts';
import type { ToolSummary } from './summary.ts';

export class ToolTally {
  private readonly calls = new Map<string, ToolRecord[]>();
  private readonly answers: ToolAnswer[] = [];

  turn(turn: TurnRecord): void {
    if (turn.tools === undefined || turn.tools.length === 0) return;
    for (const call of turn.tools) {
      const made = this.calls.get(call.name);
      if (made === undefined) this.calls.set(call.name, [call]);
      else made.push(call);
    }
    this.answers.push(...toolAnswers(turn));
  }

  /** By the number of calls, then by name. */
  summaries(): ToolSummary[] {
    return [...this.calls]
      .map(([tool, made]) =>
        summaryOf(
          tool,
          made,
          this.answers.filter(({ tools }) => tools.includes(tool)),
        ),
      )
      .sort((a, b) => b.calls - a.calls || (a.tool < b.tool ? -1 : 1));
  }
}

function summaryOf(tool: string, calls: readonly ToolRecord[], answers: readonly ToolAnswer[]): ToolSummary {
  const count = (outcome: ToolRecord['outcome']): number =>
    calls.filter((call) => call.outcome === outcome).length;
  const of = (isSo: (call: ToolRecord) => boolean): number => calls.filter(isSo).length;
  const told = (name: 'late' | 'orphaned' | 'takenBack', n: number): Partial<Record<typeof name, number>> =>
    n === 0 ? {} : { [name]: n };
  const latency = sortedValues(answers.map(({ latencyMs }) => latencyMs));
  return {
    tool,
    calls: calls.length,
    results: count('result'),
    errors: count('error'),
    never: count('never'),
    unknown: count('unknown'),
    unsent: of(
      ({ outcome, answeredMs, cancelledMs }) =>
        outcome !== 'never' && answeredMs === null && cancelledMs === undefined,
    ),
    ...told(
      'late',
      of(({ late }) => late === true),
    ),
    ...told(
      'orphaned',
      of(({ answeredMs, cancelledMs }) => answeredMs !== null && cancelledMs !== undefined),
    ),
    ...told(
      'takenBack',
      of(({ answeredMs, cancelledMs }) => answeredMs === null && cancelledMs !== undefined),
    ),
    answerLatency: {
      count: latency.length,
      p50: tidyOrNull(percentile(latency, 50)),
      p95: tidyOrNull(percentile(latency, 95)),
      max: tidyOrNull(percentile(latency, 100)),
    },
  };
}
