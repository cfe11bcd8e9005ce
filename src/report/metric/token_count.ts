/**
 * Tokens as the service reported them, cached ones inside the input, and how much of the input was cached. A call that did not
 * tell all of them, or not of which kind they were, owes the figure: it is not zero.
 */

import { cachedTokens, inputTokens } from '../../core/log/usage.ts';
import type { Usage } from '../../core/log/record.ts';
import type { CallBill } from '../bill.ts';
import type { Family, ValueMeasure } from './family.ts';

type Open = 'unsplitIn' | 'unsplitCached' | 'unsplitOut';

function tokens(of: (usage: Usage) => number, open: Open): ValueMeasure {
  const unknown = ({ call: { usage, lost } }: CallBill): boolean =>
    lost || (usage.unreported ?? 0) + (usage.cutOff ?? 0) > 0 || (usage[open] ?? 0) > 0;
  return {
    ofBill: (bill) => (unknown(bill) ? null : of(bill.call.usage)),
    owed: {
      text: 'calls did not tell all that they used',
      ofBill: (bill) => (unknown(bill) ? 1 : 0),
    },
  };
}

export const tokenCount = {
  'tokens.text_in': tokens((usage) => usage.textIn, 'unsplitIn'),
  'tokens.audio_in': tokens((usage) => usage.audioIn, 'unsplitIn'),
  'tokens.image_in': tokens((usage) => usage.imageIn, 'unsplitIn'),
  'tokens.text_cached': tokens((usage) => usage.textCached, 'unsplitCached'),
  'tokens.audio_cached': tokens((usage) => usage.audioCached, 'unsplitCached'),
  'tokens.image_cached': tokens((usage) => usage.imageCached, 'unsplitCached'),
  'tokens.text_out': tokens((usage) => usage.textOut, 'unsplitOut'),
  'tokens.audio_out': tokens((usage) => usage.audioOut, 'unsplitOut'),
  cache_hit_rate: {
    always: true,
    // The tokens of one request are cached together.
    dependent: true,
    ofBill: ({ call: { usage } }) => ({ count: cachedTokens(usage), of: inputTokens(usage) }),
  },
} as const satisfies Family;
