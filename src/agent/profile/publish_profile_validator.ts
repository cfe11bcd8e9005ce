/** Part of the build: the profiles' schema compiled once, where every agent that starts would compile it anew. */

import { writeFileSync } from 'node:fs';
import { validatorModule } from '../../config/shape.ts';
import { PROFILE_VALIDATOR } from './profile_validator.ts';
import { ProfileSchema } from './schema.ts';

writeFileSync(PROFILE_VALIDATOR, validatorModule(ProfileSchema));
