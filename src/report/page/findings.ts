/**
 * What is worth a look first, three things at the most, each with a link to its evidence: what lost calls have in common, the call that
 * fared worst, and the advice that explains most. Nothing to find is nothing said. Pure.
 */

import type { Alert, Summary } from '../summary.ts';
import { count } from '../figure.ts';
import { severityOf } from '../quality/alert.ts';
import { lostTexts } from '../view/lost_block.ts';
import { reasonText } from '../view/monitor_text.ts';
import { nextStep } from '../view/next_step.ts';
import { html, type Hypertext } from './hypertext.ts';

export function findingList(summary: Summary): Hypertext | null {
  const found = [lostFinding(summary), worstFinding(summary), adviceFinding(summary)].filter(
    (one) => one !== null,
  );
  return found.length === 0
    ? null
    : html`<h2>Look at</h2>
        <ul>
          ${found.map((one) => html`<li>${one}</li>`)}
        </ul>`;
}

function lostFinding({ lostTogether }: Summary): Hypertext | null {
  const [first] = lostTogether?.shared ?? [];
  if (lostTogether === undefined || first === undefined) return null;
  const more = lostTogether.shared.length + lostTogether.more - 1;
  return html`${lostTexts(lostTogether)[0] ?? first.text}:
  ${link('#failures', more === 0 ? 'lost calls' : `this and ${count(more)} more that lost calls share`)}`;
}

/** Of those that are equally bad, the one with the worst instant. */
function worstFinding({ quality: { calls, moments } }: Summary): Hypertext | null {
  const [first] = calls.worst;
  if (first === undefined || first.score === null) return null;
  const worstOf = (call: number): Alert | null =>
    moments.alerts
      .filter((alert) => alert.call === call)
      .reduce<Alert | null>((most, alert) => (severity(alert) > severity(most) ? alert : most), null);
  const alike = calls.worst.filter(({ score }) => score === first.score);
  const { degraded, unhealthy } = calls.counts;
  // The list of the worst is cut: where all in it are alike there may be more.
  const isCut = alike.length === calls.worst.length && degraded + unhealthy > alike.length;
  const [{ call, alert } = { call: first.call, alert: null }] = alike
    .map((one) => ({ call: one.call, alert: worstOf(one.call) }))
    .sort((a, b) => severity(b.alert) - severity(a.alert));
  return html`${link(`#call=${call}`, `Call ${count(call)}`)} ${moreText(alike.length - 1, isCut)}fared worst:
  health ${first.score}/100${alert === null ? null : html` (${alert.text})`}`;
}

function moreText(others: number, isCut: boolean): string {
  if (others === 0) return '';
  return `and ${isCut ? 'at least ' : ''}${count(others)} more `;
}

function severity(alert: Alert | null): number {
  return alert === null ? -1 : severityOf(alert.category, alert.observed, alert.limit);
}

/** They stand in the order of what they explain. */
function adviceFinding(summary: Summary): Hypertext | null {
  const [advice] = summary.quality.recommendations;
  if (advice === undefined) return null;
  const told = nextStep(summary).text === advice.text ? '' : ` ${advice.text}`;
  return html`${reasonText(advice)}.${told} ${link('#health', 'What to change')}`;
}

function link(to: string, text: string): Hypertext {
  return html`<a href="${to}">${text}</a>`;
}
