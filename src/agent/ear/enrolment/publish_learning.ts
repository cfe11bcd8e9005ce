/** Part of the build: learns the recordings that Callstorm brings, and keeps what was learned in the built package. */

import { loadLibrary, PACKAGE_FIXTURES_DIR } from '../../../fixture/manifest.ts';
import { keepLearning } from './kept_learning.ts';
import { callersOf, learn, namesOf } from './load_recognizer.ts';

const library = await loadLibrary([PACKAGE_FIXTURES_DIR]);
const callers = callersOf([...library.values()]);
keepLearning(namesOf(callers), await learn(callers));
