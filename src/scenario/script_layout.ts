/**
 * How a script as it is written becomes the steps of a plan: what a step does is one, what is expected of the turn before it is
 * none. Says where in the plan's steps a written one stands, and which turn an expectation is of.
 */

import type { ExpectFile } from './schema/expect_schema.ts';
import { besideKeys, type StepFile } from './schema/script_schema.ts';

const beside: ReadonlySet<string> = new Set(besideKeys);

type DoneStep = Exclude<StepFile, { expect: unknown }>;

export interface ScriptLayout {
  /** What is done, in the order of the plan. */
  readonly steps: readonly DoneStep[];
  /** By the index of a step as written: where it stands in the plan. Undefined: it is no step there. */
  readonly planned: readonly (number | undefined)[];
  /** By the same: the plan's step whose turn goes on in it. Undefined: none has begun. */
  readonly turns: readonly (number | undefined)[];
  readonly expectations: readonly {
    /** Index as written. */
    readonly written: number;
    /** The plan's step whose turn it is of; null: no turn was opened before it. */
    readonly step: number | null;
    readonly expect: ExpectFile;
  }[];
}

export function layoutOf(script: readonly StepFile[]): ScriptLayout {
  const steps: DoneStep[] = [];
  const planned: (number | undefined)[] = [];
  const turns: (number | undefined)[] = [];
  const expectations: ScriptLayout['expectations'][number][] = [];
  let turnStep: number | null = null;
  for (const [written, step] of script.entries()) {
    if (typeof step === 'object' && step !== null && 'expect' in step) {
      planned.push(undefined);
      turns.push(turnStep ?? undefined);
      expectations.push({ written, step: turnStep, expect: step.expect });
      continue;
    }
    if (opensTurn(step, steps.length)) turnStep = steps.length;
    planned.push(steps.length);
    turns.push(turnStep ?? undefined);
    steps.push(step);
  }
  return { steps, planned, turns, expectations };
}

/** A greeting is waited for by the first step, and has its index. */
function opensTurn(step: StepFile, index: number): boolean {
  const op = opOf(step);
  return op === 'say' || op === 'interrupt' || op === 'silence' || (index === 0 && op === 'listen');
}

/** What a step does; empty where it is nothing. */
export function opOf(step: unknown): string {
  return typeof step === 'string'
    ? step
    : (Object.keys(Object(step) as object).find((key) => !beside.has(key)) ?? '');
}
