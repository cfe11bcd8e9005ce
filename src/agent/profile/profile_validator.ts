import { ownFile } from '../../disk/own_file.ts';

/** What the build compiles of the profiles' schema, beside the code that it goes with. */
export const PROFILE_VALIDATOR = ownFile('dist/agent/profile/validator.cjs');
