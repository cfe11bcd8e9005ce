/** Part of the build: the scenario's schema compiled once, where every command would compile it anew. */

import { writeFileSync } from 'node:fs';
import { validatorModule } from '../config/shape.ts';
import { ScenarioSchema } from './schema/scenario_schema.ts';
import { SCENARIO_VALIDATOR } from './validator_file.ts';

writeFileSync(SCENARIO_VALIDATOR, validatorModule(ScenarioSchema));
