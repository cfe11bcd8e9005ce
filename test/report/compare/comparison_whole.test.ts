/**
 * Comparisons of every kind in all their views, whole: of one plan and of two, of several runs, better, within tolerance, with warnings,
 * and of what cannot be told. After a change that is meant, write them anew with UPDATE_GOLDEN=1 and read the difference.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/report/compare/compare_runs.ts';
import type { Comparison } from '../../../src/report/compare/comparison.ts';
import { comparisonTerminal } from '../../../src/report/compare/comparison_terminal.ts';
import { comparisonViews } from '../../../src/report/compare/comparison_views.ts';
import { readTolerance } from '../../../src/report/compare/tolerance.ts';
import { plainStyle } from '../../../src/report/view/terminal_style.ts';
import { once } from '../once.ts';
import { madeRun } from './compared_runs.ts';

const folder = join(import.meta.dirname, '../../golden/compare');
const before = once(() => madeRun({ seed: 1, calls: 60, unanswered: 0.05, failed: 0.3 }));
const tolerances = ['response_latency.p50=50%', 'error_rate=1pp'].map(readTolerance);
const slower = { buyer: 1.2, refund: 1.2, returns: 1.2 };

const comparisons: Readonly<Record<string, () => Comparison>> = {
  // Two plans, the second of them quicker in all and slower to one of its callers; other versions.
  independent: once(() =>
    compareRuns(
      before(),
      [
        madeRun({
          seed: 3,
          calls: 50,
          slower: { buyer: 0.6, returns: 0.6, refund: 1.4 },
          header: { plan: 'c'.repeat(64), seed: 7, versions: { callstorm: '0.2.0' } },
        }),
      ],
      { tolerances },
    ),
  ),
  several: once(() =>
    compareRuns(
      before(),
      [
        madeRun({ seed: 4, calls: 55, slower }),
        madeRun({ seed: 1, calls: 60, unanswered: 0.05, failed: 0.3 }),
      ],
      { tolerances },
    ),
  ),
  few: once(() =>
    compareRuns(madeRun({ seed: 5, calls: 4 }), [madeRun({ seed: 6, calls: 12, unanswered: 0.9 })]),
  ),
};

const views: readonly (readonly [ending: string, view: (comparison: Comparison) => string])[] = [
  ['txt', (one) => comparisonTerminal(one, plainStyle, 100)],
  ['narrow.txt', (one) => comparisonTerminal(one, plainStyle, 60)],
  ['md', comparisonViews.get('markdown') ?? String],
  ['html', comparisonViews.get('html') ?? String],
  ['json', comparisonViews.get('json') ?? String],
];

describe.each(Object.entries(comparisons))('the comparison %s', (name, comparison) => {
  it.each(views)('as .%s is the committed one', async (ending, view) => {
    const text = view(comparison());
    const file = join(folder, `${name}.${ending}`);
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
    expect(text).toBe(await readFile(file, 'utf8'));
  });
});
