/** Errors that the agent told of and its sessions survived: by code, the commonest first, with what the first one said. Pure. */

import type { CallRecord } from '../core/log/record.ts';
import { cut } from '../core/word/visible.ts';

export interface AgentErrorSummary {
  readonly code: string;
  readonly count: number;
  /** That had any of them. */
  readonly calls: number;
  /** What one of them said. */
  readonly message: string;
}

/** Codes are the target's own words: a report takes no more of them than anybody reads. */
const MOST_CODES = 20;
const MOST_CHARACTERS = 2000;

export class AgentErrorTally {
  private readonly found = new Map<string, { count: number; calls: number; message: string }>();

  /** How a call ended. */
  call({ agentErrors }: Pick<CallRecord, 'agentErrors'>): void {
    if (agentErrors === undefined) return;
    for (const { code, count, message } of agentErrors) {
      const so = this.found.get(code) ?? { count: 0, calls: 0, message };
      this.found.set(code, { count: so.count + count, calls: so.calls + 1, message: so.message });
    }
  }

  /** Of the calls so far. */
  summaries(): AgentErrorSummary[] {
    return [...this.found]
      .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
      .slice(0, MOST_CODES)
      .map(([code, { count, calls, message }]) => ({
        code: cut(code, MOST_CHARACTERS),
        count,
        calls,
        message: cut(message, MOST_CHARACTERS),
      }));
  }
}
