/** What a scenario module imports from `callstorm`: types, and a function that gives a scenario its type while it is written. */

import type { ScenarioFile } from './schema/scenario_schema.ts';

export type { ScenarioFile } from './schema/scenario_schema.ts';
export type { PhaseFile } from './schema/load_schema.ts';
export type { SpeechFile, StepFile } from './schema/script_schema.ts';
export type { ToolFile, ToolOutcomeFile } from './schema/tool_schema.ts';

/**
 * Returns what it is given.
 *
 *     import { defineScenario } from 'callstorm';
 *     export default defineScenario({ name: 'hello', callers: [ … ], load: { … } });
 */
export function defineScenario(scenario: ScenarioFile): ScenarioFile {
  return scenario;
}
