/** The views of a comparison besides the terminal’s, by the name that `--format` has for them. */

import type { Comparison } from './comparison.ts';
import { comparisonMarkdown } from './comparison_markdown.ts';
import { comparisonPage } from './comparison_page.ts';

export const comparisonViews: ReadonlyMap<string, (comparison: Comparison) => string> = new Map([
  ['markdown', comparisonMarkdown],
  ['html', comparisonPage],
  ['json', (comparison: Comparison) => `${JSON.stringify(comparison, null, 2)}\n`],
]);
