/** Tokens as they are told: turn by turn, and at a call's end whatever its turns had not told of. */

import type { Usage } from '../core/log/record.ts';
import type { LabelsOf } from './meter_catalogue.ts';
import type { Meters } from './meters.ts';

const parts = [
  'textIn',
  'textCached',
  'textOut',
  'audioIn',
  'audioCached',
  'audioOut',
  'imageIn',
  'imageCached',
  'unsplitIn',
  'unsplitCached',
  'unsplitOut',
] as const satisfies readonly (keyof Usage)[];

type Tokens = Readonly<Record<(typeof parts)[number], number>>;

/** Of one call. */
export class TokenCount {
  private counted = zero();

  add(usage: Usage): Tokens {
    const more = ofParts((part) => usage[part] ?? 0);
    const { counted } = this;
    this.counted = ofParts((part) => counted[part] + more[part]);
    return more;
  }

  /** What of the whole call's has not been counted. Never less than nothing. */
  rest(usage: Usage): Tokens {
    const { counted } = this;
    return ofParts((part) => Math.max(0, (usage[part] ?? 0) - counted[part]));
  }
}

const kinds = [
  ['text', 'textIn', 'textCached', 'textOut'],
  ['audio', 'audioIn', 'audioCached', 'audioOut'],
  ['image', 'imageIn', 'imageCached', null],
  ['unknown', 'unsplitIn', 'unsplitCached', 'unsplitOut'],
] as const;

/** Cached input is told apart from the rest of it: all of a direction together is what was used. */
export function addTokens(meters: Meters, tokens: Tokens): void {
  for (const [kind, input, cached, output] of kinds) {
    const fresh = Math.max(0, tokens[input] - tokens[cached]);
    add(meters, fresh, { direction: 'input', kind, cached: 'no' });
    add(meters, Math.min(tokens[input], tokens[cached]), { direction: 'input', kind, cached: 'yes' });
    if (output !== null) add(meters, tokens[output], { direction: 'output', kind, cached: 'no' });
  }
}

function add(meters: Meters, amount: number, labels: LabelsOf<'tokens'>): void {
  if (amount > 0) meters.add('tokens', amount, labels);
}

/** Written out by a loop: it is done for each turn. */
function ofParts(value: (part: keyof Tokens) => number): Tokens {
  const tokens = {} as Record<keyof Tokens, number>;
  for (const part of parts) tokens[part] = value(part);
  return tokens;
}

function zero(): Tokens {
  return ofParts(() => 0);
}
