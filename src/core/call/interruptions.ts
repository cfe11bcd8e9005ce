/** When the agent began to be heard over one utterance, each time. Pure; instants in ms. */

import type { TurnRecord } from '../log/record.ts';

export class Interruptions {
  private atMs: readonly number[] = [];

  /** One instant may be told more than once. */
  add(audibleMs: number): void {
    if (!this.atMs.includes(audibleMs)) this.atMs = [...this.atMs, audibleMs];
  }

  /** What was to be heard from this instant on is not. */
  hushed(fromMs: number): void {
    this.atMs = this.atMs.filter((atMs) => atMs < fromMs);
  }

  get told(): Pick<TurnRecord, 'agentInterrupted' | 'agentInterruptions'> {
    const { length } = this.atMs;
    return { agentInterrupted: length > 0, ...(length > 1 ? { agentInterruptions: length } : {}) };
  }
}
