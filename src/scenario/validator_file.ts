import { ownFile } from '../disk/own_file.ts';

/** Beside the code that it goes with, and made anew with it. */
export const SCENARIO_VALIDATOR = ownFile('dist/scenario/validator.cjs');
