/**
 * Set-up for every test file: what property tests draw. On a developer's machine each run draws anew, and so finds what no
 * run before it has; in CI each draws the same, so that a change is judged by what it changed.
 */

import * as fc from 'fast-check';

if (process.env.CI === 'true') fc.configureGlobal({ seed: 20_260_801 });
