/** How a caller goes on by what it hears, as a scenario writes it: read into the plan's words, and what is wrong with it at its place. */

import { get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import type { HearBranch, PlanStep } from '../core/call/script.ts';
import type { Condition, ConditionKind } from '../core/plan/expectation.ts';
import { durationMs } from '../core/word/duration.ts';
import { readCondition, textOf, type KnownNames } from './declared_expectation.ts';
import { defaults } from './defaults.ts';
import { conditionKeys } from './schema/expect_schema.ts';
import { NOTHING } from './schema/hear_schema.ts';
import type { HeardStep, LaidStep, ScriptLayout } from './script_layout.ts';
import { opOf } from './written_step.ts';

/** Of these nobody can tell while the call goes on, or by one answer. */
const unheard: ReadonlySet<ConditionKind> = new Set([
  'hangup',
  'yields',
  'keeps_talking',
  'reconnects',
  'remembers',
]);

/** Of a step that has been checked. */
export function hearOf({ hear, ways, otherwise, past }: HeardStep, known: KnownNames): PlanStep {
  const likely = hear.when.findIndex((branch) => branch.likely === true);
  const deadlineMs = durationMs(hear.deadline);
  return {
    op: 'hear',
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    branches: hear.when.map((branch, index): HearBranch => {
      const reading = branch.nothing === true ? null : readCondition(branch, known);
      return {
        when: reading !== null && 'ok' in reading ? reading.ok : null,
        to: ways[index] ?? past,
        ...(branch.again === true ? { again: true } : {}),
      };
    }),
    otherwise: { to: otherwise },
    ...(likely === -1 ? {} : { likely }),
    again: hear.at_most ?? defaults.hear.again,
    past,
  };
}

/** Of all steps of a script that hear, at their places. */
export function hearingIssues({ steps, places }: ScriptLayout, known: KnownNames): readonly Issue[] {
  return steps.flatMap((step, index): readonly Issue[] =>
    isHeard(step) ? issuesOf(step.heard, [...(places[index] as Path), 'hear'], known) : [],
  );
}

export function isHeard(step: LaidStep): step is { readonly heard: HeardStep } {
  return typeof step === 'object' && step !== null && 'heard' in step;
}

function issuesOf({ hear }: HeardStep, path: Path, known: KnownNames): readonly Issue[] {
  const issues: Issue[] = [];
  const seen = new Map<string, number>();
  let likely: number | null = null;
  for (const [index, branch] of listAt(hear, 'when')) {
    const at: Path = [...path, 'when', index];
    const trouble = (where: Path, message: string, hint?: string): void => {
      const place = { path: [...at, ...where], on: 'value' } as const;
      issues.push({ ...place, message, ...(hint === undefined ? {} : { hint }) });
    };
    const { text, wrong } = told(branch, known);
    if (wrong !== null) trouble(wrong.at, wrong.message, wrong.hint);
    else if (seen.has(text)) {
      trouble(
        [],
        `never taken: when[${seen.get(text)}] holds whenever this does`,
        'The first that holds counts.',
      );
    } else seen.set(text, index);
    if (get(branch, 'likely') === true) {
      if (likely !== null) trouble(['likely'], `when[${likely}] is the likely one already`);
      else if (text === NOTHING) {
        trouble(['likely'], 'expected a branch for something heard: without a transcript something is');
      } else likely = index;
    }
    if (get(branch, 'again') === true && !listAt(branch, 'then').some(([, step]) => mayOpenTurn(step))) {
      const hint = 'Say something under then, or be silent for a while.';
      trouble(
        ['again'],
        'expected something to be answered before it hears again: it would hear the same',
        hint,
      );
    }
  }
  return issues;
}

/** A condition in words, or what is wrong with it. */
function told(
  branch: unknown,
  known: KnownNames,
): { readonly text: string; readonly wrong: { at: Path; message: string; hint?: string } | null } {
  const keys = Object.keys(Object(branch) as object).filter((key) =>
    [NOTHING, ...conditionKeys].includes(key),
  );
  if (keys.length !== 1) {
    const message =
      keys.length === 0
        ? 'expected what is to be heard, found nothing of the kind'
        : `expected one condition, found ${keys.join(' and ')}`;
    const hint =
      keys.length === 0
        ? `One of ${[...conditionKeys.filter((key) => !unheard.has(key as ConditionKind)), NOTHING].join(', ')}.`
        : 'Write them as a list under all: or any:, or as branches of their own.';
    return { text: '', wrong: { at: [], message, hint } };
  }
  if (keys[0] === NOTHING) return { text: NOTHING, wrong: null };
  const reading = readCondition(branch, known);
  if (!('ok' in reading)) return { text: '', wrong: reading };
  const untold = untoldIn(reading.ok);
  if (untold === null) return { text: textOf(reading.ok), wrong: null };
  const message = `expected what one answer can show, found ${untold}`;
  const hint = 'Expect it of the turn or of the call: expect.';
  return { text: '', wrong: { at: [keys[0] as string], message, hint } };
}

function untoldIn(condition: Condition): ConditionKind | null {
  if (unheard.has(condition.is)) return condition.is;
  if (condition.is === 'not') return untoldIn(condition.what);
  if (condition.is !== 'all' && condition.is !== 'any') return null;
  return condition.of.map(untoldIn).find((kind) => kind !== null) ?? null;
}

function mayOpenTurn(step: unknown): boolean {
  return ['say', 'dtmf', 'interrupt', 'silence', 'use', 'hear'].includes(opOf(step));
}
