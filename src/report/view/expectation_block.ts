/** What was expected and did not always come, for the terminal, and how reliably callers reach what they came for. */

import type { ExpectationSummary } from '../expectation_summary.ts';
import { count, percent, plural } from '../figure.ts';
import type { Summary } from '../summary.ts';
import { LABEL, labelled } from './block.ts';
import { wrapped } from './columns.ts';
import type { Style } from './terminal_style.ts';

/** Beyond these, only how many more there are. */
const MOST_TOLD = 12;

export function expectationBlock({ expectations = [] }: Summary, style: Style, width: number): string[] {
  const judged = expectations.filter(({ of }) => of > 0);
  if (judged.length === 0) return [];
  const wrong = judged.filter(({ met, of }) => met < of);
  const lines = [
    ...wrapped(expectationExtent(expectations), width - LABEL),
    ...wrong.slice(0, MOST_TOLD).flatMap((one) => told(one, style, width)),
    ...(wrong.length > MOST_TOLD ? [style.dim(`and ${count(wrong.length - MOST_TOLD)} more`)] : []),
    ...judged
      .filter(({ goal }) => goal)
      .flatMap((one) => wrapped(goalText(one), width - LABEL).map((line) => style.dim(line))),
  ];
  return labelled('expected', lines, style);
}

function told(one: ExpectationSummary, style: Style, width: number): string[] {
  const [first = '', ...rest] = wrapped(
    `${count(one.of - one.met)} of ${count(one.of)} not: ${expectationName(one)}`,
    width - LABEL,
  );
  const example = wrapped(exampleText(one), width - LABEL - 2);
  return [
    style.red(first),
    ...rest.map((line) => style.red(`  ${line}`)),
    ...example.map((line) => `  ${style.dim(line)}`),
  ];
}

/** `8 of 9 expectations held every time (n=240)`, and what nothing came to. */
export function expectationExtent(expectations: readonly ExpectationSummary[]): string {
  const judged = expectations.filter(({ of }) => of > 0);
  const held = judged.filter(({ met, of }) => met === of).length;
  const cases = judged.reduce((total, { of }) => total + of, 0);
  const silent = expectations.length - judged.length;
  return (
    `${count(held)} of ${plural(judged.length, 'expectation')} held every time (${plural(cases, 'case')})` +
    (silent === 0 ? '' : ` · no call came to ${count(silent)} more`)
  );
}

/** `refund: says /refund/i`; a goal says that it is one. */
export function expectationName({ text, caller, place, goal }: ExpectationSummary): string {
  const whose = caller === null ? 'every call' : place === null ? caller : `${caller}, step ${place}`;
  return `${whose}: ${goal ? 'goal ' : ''}${text}`;
}

/** Empty: it always held. */
export function exampleText({ example, unknown }: ExpectationSummary): string {
  if (example === null) return '';
  const where = example.turn === null ? `call ${example.call}` : `call ${example.call}, turn ${example.turn}`;
  const detail = example.detail === '' ? '' : `: ${example.detail}`;
  return `${where}${detail}${unknown === 0 ? '' : ` (no data in ${plural(unknown, 'case')})`}`;
}

export function goalText(one: ExpectationSummary): string {
  // Who always reached it does so in a row.
  const powers = one.met === one.of ? undefined : one.passPowers;
  const shownPowers = [2, 4, 8].flatMap((k) => {
    const power = powers?.[k - 1];
    return power === undefined ? [] : [`${k} in a row ${percent(power)}`];
  });
  const reached = `${one.caller ?? 'callers'} reached the goal in ${count(one.met)} of ${plural(one.of, 'call')}`;
  return shownPowers.length === 0 ? reached : `${reached} · pass^k: ${shownPowers.join(', ')}`;
}
