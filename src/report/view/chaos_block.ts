/** What was done on purpose, for people: a line a fault, impairment or toxic, of whatever struck. */

import type { StruckSummary } from '../chaos_summary.ts';
import { count, ms, percent, plural } from '../figure.ts';
import type { Summary } from '../summary.ts';
import { LABEL, labelled } from './block.ts';
import { wrapped } from './columns.ts';
import type { Style } from './terminal_style.ts';

/** Beside the share of calls: what became of them, what the agent said, who came back. */
export function chaosFacts(struck: StruckSummary): readonly string[] {
  const { strikes, calls, completed, failures, responses, reconnects } = struck;
  const failed = Object.entries(failures).map(([code, n]) => `${count(n)} ${code}`);
  const facts = [
    ...(strikes > calls ? [plural(strikes, 'strike')] : []),
    `${count(completed)} completed`,
    ...(failed.length === 0 ? [] : [`failed: ${failed.join(', ')}`]),
  ];
  if (responses !== undefined) {
    const answered = Object.entries(responses.answered).map(([code, n]) => `${count(n)} answered ${code}`);
    const closed = Object.entries(responses.closed).map(([code, n]) => `${count(n)} closed with ${code}`);
    const ignored = responses.ignored === 0 ? [] : [`${count(responses.ignored)} ignored`];
    facts.push(...answered, ...closed, ...ignored);
  }
  if (reconnects !== undefined) {
    const { lost, back, timeMs } = reconnects;
    facts.push(
      back === 0
        ? `none of ${count(lost)} came back`
        : `${count(back)} of ${count(lost)} came back, in p50 ${ms(timeMs.p50)}, at most ${ms(timeMs.max)}`,
    );
  }
  return facts;
}

export function chaosExtent({ calls, struck }: NonNullable<Summary['chaos']>): string {
  return `${count(struck)} of ${plural(calls, 'call')} struck (${percent(calls === 0 ? null : struck / calls)})`;
}

export function struckName({ fault, network }: StruckSummary): string {
  return network ? `${fault} (network)` : fault;
}

export function chaosBlock({ chaos }: Summary, style: Style, width: number): string[] {
  if (chaos === undefined) return [];
  const lines = chaos.faults.flatMap((struck) => {
    const text = `${struckName(struck)} in ${plural(struck.calls, 'call')}: ${chaosFacts(struck).join(' · ')}`;
    const [first = '', ...rest] = wrapped(text, width - LABEL - 2);
    return [first, ...rest.map((line) => `  ${line}`)];
  });
  return labelled('on purpose', [...wrapped(chaosExtent(chaos), width - LABEL), ...lines], style);
}
