/**
 * What a scenario module imports from `callstorm`. Deliberately small: types, and a function that gives a scenario
 * its type while it is written. Running a scenario is the command line's business.
 */

import type { ScenarioFile } from './scenario/schema/scenario_schema.ts';

export type { ScenarioFile } from './scenario/schema/scenario_schema.ts';
export type { PhaseFile } from './scenario/schema/load_schema.ts';
export type { SpeechFile, StepFile } from './scenario/schema/script_schema.ts';
export type { ToolFile, ToolOutcomeFile } from './scenario/schema/tool_schema.ts';

/**
 * Returns what it is given.
 *
 *     import { defineScenario } from 'callstorm';
 *     export default defineScenario({ name: 'hello', callers: [ … ], load: { … } });
 */
export function defineScenario(scenario: ScenarioFile): ScenarioFile {
  return scenario;
}
