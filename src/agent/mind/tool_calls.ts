/**
 * The calls of tools that a dialogue makes: their arguments, what waits for their results, and what a result says. Pure. The
 * profile need not know a tool that the client insists on: it is called without arguments, for as long as it likes.
 */

import type { Intent, ToolUse } from '../profile/profile.ts';
import type { FunctionCall, Reply } from './reply.ts';

export interface Waiting {
  /** What is answered with the result: what the caller wants, or words that were put off. */
  readonly next: Intent | Reply;
  readonly retried: boolean;
}

export class ToolCalls {
  private readonly uses: ReadonlyMap<string, ToolUse>;
  /** What is known of the slots. */
  private readonly values: ReadonlyMap<string, string>;
  /** Without a result yet, by tool. */
  private readonly waiting = new Map<string, Waiting>();

  constructor(tools: Readonly<Record<string, ToolUse>>, values: ReadonlyMap<string, string>) {
    this.uses = new Map(Object.entries(tools));
    this.values = values;
  }

  /** One of these: rather one that it knows; `other` only for that. */
  anyOf(offered: ReadonlySet<string>, other: string): string | undefined {
    const names = [...offered];
    return names.find((name) => this.uses.has(name)) ?? names.find((name) => name !== other);
  }

  /** It was called in another session: what was told of the slots is known here, and its result is still to come. */
  recall(tool: string, written: string, values: Map<string, string>, intent: Intent | undefined): void {
    const given = fieldsOf(written);
    for (const [argument, slot] of Object.entries(this.uses.get(tool)?.arguments ?? {})) {
      const value = given[argument];
      if (typeof value === 'string') values.set(slot, value);
    }
    if (!this.waiting.has(tool) && intent !== undefined) {
      this.waiting.set(tool, { next: intent, retried: false });
    }
  }

  slow(tool: string): boolean {
    return this.uses.get(tool)?.slow === true;
  }

  timeoutMs(tool: string): number {
    return this.uses.get(tool)?.timeoutMs ?? Infinity;
  }

  /** With what is known; what is not is null. */
  make(tool: string, waiting: Waiting): FunctionCall {
    this.waiting.set(tool, waiting);
    const wanted = Object.entries(this.uses.get(tool)?.arguments ?? {});
    const given = wanted.map(([argument, slot]) => [argument, this.values.get(slot) ?? null]);
    return { name: tool, arguments: JSON.stringify(Object.fromEntries(given)) };
  }

  /** What waits for this tool; from now on nothing does. */
  take(tool: string): Waiting | undefined {
    const waiting = this.waiting.get(tool);
    this.waiting.delete(tool);
    return waiting;
  }

  /** What the caller wants that waits for this tool. */
  intentOf(tool: string): Intent | undefined {
    const next = this.waiting.get(tool)?.next;
    return next === undefined || 'kind' in next ? undefined : next;
  }

  /** The second try was never made. */
  owe(tool: string): void {
    const waiting = this.waiting.get(tool);
    if (waiting !== undefined) this.waiting.set(tool, { ...waiting, retried: false });
  }

  forget(): void {
    this.waiting.clear();
  }

  /** What to say to a result that says of itself that it is none; null where it is one, or nobody knows. */
  failure(tool: string, output: string): string | null {
    const use = this.uses.get(tool);
    return use !== undefined && isFailure(output) ? use.onError : null;
  }
}

/** JSON with an `error` in it. */
function isFailure(output: string): boolean {
  return Boolean(fieldsOf(output)['error']);
}

/** Of a JSON object; of anything else none. */
function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
