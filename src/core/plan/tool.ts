/**
 * A tool that the agent may call, and what comes of a call. The harness plays the application that has the tools: what a
 * call is answered with, and how long that takes, is drawn by seed from what the scenario says, never looked up anywhere.
 */

import type { Random } from '../word/random.ts';

/** How a session declares a tool. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface PlanTool extends ToolDefinition {
  /** At least one, each with a weight greater than 0. */
  readonly outcomes: readonly ToolOutcome[];
  /** Results are given of calls, too, that the agent has taken back. Absent: they are not. */
  readonly givesCancelled?: true;
}

export type ToolOutcome =
  | {
      readonly type: 'result' | 'error';
      readonly weight: number;
      /** Sent as it stands. */
      readonly output: string;
      /** From the call to its result: uniform in [min, max). */
      readonly latencyMs: readonly [min: number, max: number];
    }
  /** The application hangs: no result, ever. */
  | { readonly type: 'never'; readonly weight: number };

/** One tool call of the agent's, and what became of it. */
export interface ToolRecord {
  readonly name: string;
  readonly callId: string;
  /** As the agent wrote them. */
  readonly arguments: string;
  readonly calledMs: number;
  /** What the scenario had in store for it; `unknown`: no tool by that name, which it was told. */
  readonly outcome: 'result' | 'error' | 'never' | 'unknown';
  /** When its result was due, and was sent. Null: never, or the call ended before. */
  readonly answeredMs: number | null;
  /** First heard audio of the answer made from it. */
  readonly heardMs: number | null;
  /**
   * For so long after that the answer was not asked for yet only because the harness waited for the end of another, which was
   * never told. Absent: it was told.
   */
  readonly heldMs?: number;
  /**
   * Nobody waited for its result any more when it was given: the caller had said something else since the call, or the agent had gone on
   * without it. Absent: that was not so.
   */
  readonly late?: true;
  /** When the agent took it back. With `answeredMs`: it was given a result all the same, which was nobody's any more. */
  readonly cancelledMs?: number;
}

/** What one call gets. */
export interface ToolReply {
  readonly outcome: ToolRecord['outcome'];
  /** Null: nothing is ever sent. */
  readonly output: string | null;
  readonly latencyMs: number;
}

/** Draws what a call of a tool by this name gets. Two draws at most; none for a tool that there is not. */
export function replyOf(tools: readonly PlanTool[], name: string, random: Random): ToolReply {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    return { outcome: 'unknown', output: errorOutput(`there is no tool called ${name}`), latencyMs: 0 };
  }
  const drawn = tool.outcomes[random.weighted(tool.outcomes.map(({ weight }) => weight))];
  if (drawn === undefined) throw new RangeError(`tool "${name}" has no outcomes`);
  if (drawn.type === 'never') return { outcome: 'never', output: null, latencyMs: 0 };
  return { outcome: drawn.type, output: drawn.output, latencyMs: random.between(...drawn.latencyMs) };
}

/** The output of a call that failed: an object with one key, as applications tell a model of an error. */
export function errorOutput(message: string): string {
  return JSON.stringify({ error: message });
}
