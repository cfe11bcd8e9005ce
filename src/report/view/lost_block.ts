/** What lost calls have in common, for the terminal and for report.md: a sentence each, with the calls that it is of. */

import { count } from '../figure.ts';
import type { LostTogether, SharedTrait } from '../lost/lost_together.ts';
import type { Summary } from '../summary.ts';
import { LABEL, labelled } from './block.ts';
import { wrapped } from './columns.ts';
import type { Style } from './terminal_style.ts';

const SHOWN = 3;
const SHOWN_CALLS = 4;

export function lostBlock({ lostTogether }: Summary, style: Style, width: number): string[] {
  if (lostTogether === undefined) return [];
  const texts = lostTexts(lostTogether);
  const lines = texts.slice(0, SHOWN).flatMap((text) => {
    const [first = '', ...rest] = wrapped(text, width - LABEL - 2);
    return [first, ...rest.map((line) => `  ${line}`)];
  });
  const more = texts.length - SHOWN;
  if (more > 0) lines.push(style.dim(`and ${count(more)} more in report.md`));
  return labelled('in common', lines, style);
}

/** One each, with the first of its calls; of what the same calls share, that they are the same. */
export function lostTexts({ shared }: LostTogether): readonly string[] {
  return shared.map((one) => `${sentence(one, shared)} (${callsText(one)})`);
}

function sentence({ text, sameAs }: SharedTrait, shared: readonly SharedTrait[]): string {
  const before = sameAs === undefined ? undefined : shared[sameAs];
  return before === undefined ? text : `${text}, mostly the same calls as by ${before.trait}`;
}

function callsText({ calls, count: all }: SharedTrait): string {
  const first = calls.slice(0, SHOWN_CALLS);
  const rest = all > first.length ? ', …' : '';
  return `calls ${first.join(', ')}${rest}`;
}
