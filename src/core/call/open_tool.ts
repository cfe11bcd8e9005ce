/** A call of a tool whose turn is still going on, and what is said of it where nothing was heard in time. */

import type { ToolRecord } from '../plan/tool.ts';

export type OpenToolRecord = { -readonly [K in keyof ToolRecord]: ToolRecord[K] };

/** Which of a turn's tools the answer waited for, or had been given the result of; null: none was called. */
export function awaitedTool(tools: readonly OpenToolRecord[]): string | null {
  const last = tools.at(-1);
  if (last === undefined) return null;
  if (last.answeredMs !== null) return `nothing was heard after the result of ${last.name}`;
  return last.outcome === 'never'
    ? `${last.name} never gave a result`
    : `${last.name} had not given its result yet`;
}
