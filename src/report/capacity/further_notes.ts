/** What follows from the levels of a search for capacity, as notes below its table: whose limit it was, and what the law of scaling says. Pure. */

import type { CapacityResult } from '../../forecast/capacity/capacity_result.ts';
import { accountNotes } from './account_note.ts';
import { capacityScaling } from './fitted_levels.ts';
import { scalingSentences } from './scaling_text.ts';

export function furtherNotes(result: CapacityResult): readonly string[] {
  const { throughput, response } = capacityScaling(result);
  return [...accountNotes(result), ...scalingSentences(throughput), ...scalingSentences(response)];
}
