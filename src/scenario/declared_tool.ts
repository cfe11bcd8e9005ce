/** The tools of a scenario in the plan's own words: every call's possible outcomes, with the very text that is sent. */

import { errorOutput, type PlanTool, type ToolOutcome } from '../core/plan/tool.ts';
import type { ToolFile, ToolOutcomeFile } from './schema/tool_schema.ts';
import { durationMs } from '../config/value.ts';

type Latency = ToolOutcomeFile['latency'];

/** Undefined: there are none. */
export function toolsOf(
  tools: Readonly<Record<string, ToolFile>> | undefined,
): readonly PlanTool[] | undefined {
  const entries = Object.entries(tools ?? {});
  return entries.length === 0 ? undefined : entries.map(([name, tool]) => toolOf(name, tool));
}

function toolOf(name: string, tool: ToolFile): PlanTool {
  const { description, parameters, outcomes, latency, when_cancelled: whenCancelled } = tool;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    parameters: parameters ?? { type: 'object', properties: {} },
    outcomes:
      outcomes === undefined
        ? [outcomeOf(tool, latency, 1)]
        : outcomes.map((outcome) => outcomeOf(outcome, outcome.latency ?? latency, outcome.weight ?? 1)),
    ...(whenCancelled === 'result' ? { givesCancelled: true as const } : {}),
  };
}

function outcomeOf(
  reply: Pick<ToolOutcomeFile, 'result' | 'error' | 'never'>,
  latency: Latency,
  weight: number,
): ToolOutcome {
  if (reply.never === true) return { type: 'never', weight };
  const latencyMs = rangeOf(latency);
  if (reply.error !== undefined)
    return { type: 'error', weight, output: errorOutput(reply.error), latencyMs };
  return { type: 'result', weight, output: textOf(reply.result), latencyMs };
}

function textOf(result: unknown): string {
  return typeof result === 'string' ? result : JSON.stringify(result);
}

function rangeOf(latency: Latency): readonly [min: number, max: number] {
  const [least, most] = Array.isArray(latency) ? latency : [latency, latency];
  return [durationMs(least) ?? 0, durationMs(most) ?? 0];
}
