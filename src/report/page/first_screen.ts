/** What is read first: the verdict with its reasons, and what to do next; the figures follow. Pure. */

import type { PageData } from '../../page/page_data.ts';
import { count, ms, percent, plural, range, seconds, usd } from '../figure.ts';
import { distributionOf } from '../monitored.ts';
import type { Interval } from '../statistics.ts';
import type { Summary } from '../summary.ts';
import { nextStep } from '../view/next_step.ts';
import { healthText, rateOf, verdictExtent, verdictWord } from '../view/outline.ts';
import { totalText } from '../view/cost_block.ts';
import { html, type Hypertext, type Part } from './hypertext.ts';

export function headline(summary: Summary): Hypertext {
  const { verdict, run, repeat } = summary;
  const extent = verdictExtent(summary);
  const target = run.target.simulated ? 'simulated agent' : run.target.url;
  const facts = [
    `${target} (${run.target.model})`,
    repeat.dialect,
    `${repeat.engine} engine`,
    `plan ${repeat.plan.slice(0, 12)}`,
    `seed ${repeat.seed}`,
    run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'),
    seconds(run.durationMs / 1000),
  ];
  return html`<p class="mark ${verdict.result}"><span>${verdictWord(verdict)}</span></p>
    <div class="said">
      <h1>${summary.name}</h1>
      <p class="reasons">
        ${verdictSentence(summary)}${extent === '' ? null : html` <strong>${extent}</strong>`}
      </p>
      <p class="facts">${facts.join(' · ')}</p>
    </div>`;
}

/** Why it is what it is, in one sentence. */
export function verdictSentence({ verdict, calls }: Summary): string {
  const { result, reasons, warnings, thresholds } = verdict;
  const and = reasons.map((reason) => reason.replace(/\.$/, '')).join('; ');
  switch (result) {
    case 'pass': {
      const held =
        thresholds.length === 1 ? 'The threshold holds' : `All ${count(thresholds.length)} thresholds hold`;
      const firm = warnings.length === 0 ? '' : `, with ${plural(warnings.length, 'warning')} below`;
      return `${held} over ${plural(calls.completed, 'completed call')}${firm}.`;
    }
    case 'fail':
      return `It fails, for ${and}.`;
    case 'invalid':
      return `The figures cannot be relied on: ${and}.`;
    case 'not_judged':
      return `Nobody judged it: ${and}.`;
  }
}

export function nextBox({ summary, inspected }: Pick<PageData, 'summary' | 'inspected'>): Hypertext {
  const { text, command, link } = nextStep(summary, (inspected?.ids.length ?? 0) > 0 ? 'inspector' : 'text');
  return html`<h2>Next</h2>
    <p>${text}${link === undefined ? null : html` <a href="${link.to}">${link.text}</a>`}</p>
    ${command === null ? null : commandBox(command, 'next-command')}`;
}

/** `id`: of the element with the text, which a button beside it copies. */
export function commandBox(command: string, id: string): Hypertext {
  return html`<div class="command">
    <code id="${id}" tabindex="0">${command}</code
    ><button type="button" data-copy="${id}" hidden>Copy</button>
  </div>`;
}

export function keyFigures(summary: Summary): Hypertext {
  const { cost } = summary;
  const latency = distributionOf(summary.metrics, 'response_latency');
  const answered = rateOf(summary, 'response_rate');
  const failed = rateOf(summary, 'error_rate');
  const fallback = rateOf(summary, 'fallback_rate');
  const [cause] = Object.entries(summary.failures);
  const some = latency !== null && latency.count > 0 ? latency : null;
  const figures = [
    figureOf(
      'Response latency, p95',
      some === null ? '–' : ms(some.p95),
      some === null
        ? 'no answer was measured'
        : [
            `p50 ${ms(some.p50)}, p99 ${ms(some.p99)}`,
            between(some.ci.p95 ?? null, ms),
            `n=${count(some.count)}`,
          ],
    ),
    figureOf(
      'Turns answered in time',
      answered === null ? '–' : percent(answered.rate),
      answered === null
        ? 'no turn asked for an answer'
        : [`${count(answered.count)} of ${count(answered.of)}`, between(answered.ci, percent)],
    ),
    figureOf(
      'Calls failed',
      failed === null ? '–' : percent(failed.rate),
      failed === null
        ? summary.calls.failed === 0
          ? 'no call has ended'
          : `${plural(summary.calls.failed, 'call')} broke off, none by the target’s doing`
        : [
            `${count(failed.count)} of ${count(failed.of)}`,
            cause === undefined ? '' : `most: ${cause[0]} (${count(cause[1].count)})`,
            between(failed.ci, percent),
          ],
    ),
    figureOf(
      'Answered by a fallback',
      fallback === null ? '–' : percent(fallback.rate),
      fallback === null
        ? 'nobody judged the answers'
        : [`${count(fallback.count)} of ${count(fallback.of)}`, between(fallback.ci, percent)],
    ),
    figureOf(
      'Cost of a call',
      usd(cost.perCallUsd),
      cost.leastUsd === null
        ? 'no prices are known for this model'
        : [
            `in all ${totalText(cost)}`,
            cost.perMinuteUsd === null ? '' : `${usd(cost.perMinuteUsd)} a minute`,
          ],
    ),
    figureOf(
      'Health',
      summary.quality.healthScore === null ? '–' : `${summary.quality.healthScore}/100`,
      summary.quality.healthScore === null ? 'no turn was made' : healthText(summary).replace(/^\S+ /, ''),
    ),
  ];
  return html`<dl class="figures">${figures}</dl>`;
}

function figureOf(name: string, value: string, beside: string | readonly string[]): Hypertext {
  const facts = typeof beside === 'string' ? [beside] : beside.filter((text) => text !== '');
  return html`<div>
    <dt>${name}</dt>
    <dd><b>${value}</b> <small>${facts.join(' · ')}</small></dd>
  </div>`;
}

/** `95%: 2.1 s to 3 s`; empty: there is no interval. */
function between(ci: Interval | null, told: (value: number) => string): string {
  const text = range(ci, told);
  return text === '' ? '' : `95%: ${text}`;
}

/** Warnings and notes, which are of figures, not of what to do. */
export function remarks({ verdict, notes }: Summary): Hypertext | null {
  const all: Part[] = [
    ...verdict.warnings.map((text) => html`<li><strong>Warning:</strong> ${text}</li>`),
    ...notes.map((text) => html`<li>${text}</li>`),
  ];
  return all.length === 0
    ? null
    : html`<ul class="remarks">
        ${all}
      </ul>`;
}
