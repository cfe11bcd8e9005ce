/** Everything that a scenario expects: of every call, of a kind of caller, of a turn; and what its callers came for. */

import { get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import type { PlanExpectation, Threshold } from '../core/plan/plan.ts';
import { expectIssues, readExpectation, type KnownNames } from './declared_expectation.ts';
import { layoutOfCaller } from './script_layout.ts';
import type { ScenarioFile } from './schema/scenario_schema.ts';
import { readOwnFallbacks } from '../judge/fallback/own_fallbacks.ts';
import { heardReasons, labelNames } from '../judge/fallback/fallback_label.ts';

/** Those of every call first, then each caller's own: of its calls, its goal, of its turns. Of a file that has been checked. */
export function expectationsOf(file: ScenarioFile): readonly PlanExpectation[] {
  const known = namesIn(file);
  const read = (
    entries: unknown,
    of: Pick<PlanExpectation, 'caller' | 'step' | 'place' | 'conditional' | 'goal'>,
  ): readonly PlanExpectation[] =>
    [entries ?? []].flat().flatMap((entry) => {
      const reading = readExpectation(entry, known);
      return 'ok' in reading ? [{ ...reading.ok, ...of }] : [];
    });
  return [
    ...read(file.expect, {}),
    ...file.callers.flatMap(({ name: caller, expect, goal }, index) => [
      ...read(expect, { caller }),
      ...read(goal, { caller, goal: true }),
      ...layoutOfCaller(file, index).expectations.flatMap(({ step, written, conditional, expect: ofTurn }) =>
        read(ofTurn, {
          caller,
          ...(step === null ? {} : { step, place: written + 1 }),
          ...(conditional ? { conditional } : {}),
        }),
      ),
    ]),
  ];
}

/** What is expected, and no share of it asked, has to hold every time. A share that is asked of some callers asks none of the others. */
export function impliedThresholds(
  thresholds: readonly Threshold[],
  expectations: readonly PlanExpectation[],
  callers: readonly string[],
): readonly Threshold[] {
  const implied = (metric: 'expectation_rate' | 'goal_rate', goals: boolean): readonly Threshold[] => {
    const every: Threshold = { metric, stat: 'rate', op: '==', value: 1, text: '== 100%' };
    const asked = new Set(thresholds.flatMap((given) => (given.metric === metric ? [given.caller] : [])));
    const expecting = expectations.filter(({ goal = false }) => goal === goals);
    if (expecting.length === 0 || asked.has(undefined)) return [];
    if (asked.size === 0) return [every];
    return callers
      .filter((name) => !asked.has(name))
      .filter((name) => expecting.some(({ caller = name }) => caller === name))
      .map((caller) => ({ ...every, caller, implied: true }));
  };
  return [...implied('expectation_rate', false), ...implied('goal_rate', true)];
}

/** What is said of the agent's own fallbacks. */
export function ownFallbackIssues(data: unknown): readonly Issue[] {
  const own = get(data, 'fallbacks');
  if (typeof own !== 'object' || own === null) return [];
  return readOwnFallbacks(own).mistakes.map(({ path, on, message }) => ({
    path: ['fallbacks', ...path],
    on,
    message,
  }));
}

export function expectedIssues(data: unknown): readonly Issue[] {
  const known = namesIn(data);
  const at = (owner: unknown, path: Path, key: 'expect' | 'goal'): readonly Issue[] => {
    const value = get(owner, key);
    return value === undefined ? [] : expectIssues(value, [...path, key], known);
  };
  return [
    ...at(data, [], 'expect'),
    ...listAt(data, 'callers').flatMap(([index, caller]): readonly Issue[] => {
      const path = ['callers', index];
      return [
        ...at(caller, path, 'expect'),
        ...at(caller, path, 'goal'),
        ...scriptIssues(data, index, known),
      ];
    }),
  ];
}

/** Where an expectation stands in vain, the layout has said so. */
function scriptIssues(data: unknown, caller: number, known: KnownNames): readonly Issue[] {
  return layoutOfCaller(data, caller).expectations.flatMap(({ path, step, expect }) =>
    step === null ? [] : expectIssues(expect, path, known),
  );
}

export function namesIn(data: unknown): KnownNames {
  const tools = get(data, 'tools');
  return {
    tools: typeof tools === 'object' && tools !== null ? Object.keys(tools) : [],
    fallbacks: ['any', ...heardReasons, ...labelNames],
  };
}
