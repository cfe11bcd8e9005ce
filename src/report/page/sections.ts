/**
 * The parts of the page in their order, each made from the data alone: on disk once, and in the browser again whenever the data grows.
 * What stands in a part's `id` is redrawn as a whole; what the browser draws by itself has a `data-plot` of its own before it. Pure.
 */

import type { PageData } from '../../page/page_data.ts';
import { callerTable } from './caller_section.ts';
import { costTable } from './cost_section.ts';
import { distribution, distributionNote } from './distribution_section.ts';
import { failureTable } from './failure_section.ts';
import { headline, keyFigures, nextBox, remarks } from './first_screen.ts';
import { findingList } from './findings.ts';
import { html, type Hypertext } from './hypertext.ts';
import type { Picked } from './picked.ts';
import { generatorTable, healthList, repeatTable } from './proof_section.ts';
import { chaosTable, expectationTable } from './purpose_section.ts';
import { noData } from './table.ts';
import { thresholdTable } from './threshold_table.ts';
import { timeTable } from './time_section.ts';
import { turnTaking } from './turn_section.ts';
import { waterfall } from './waterfall.ts';

export interface PagePart {
  readonly id: string;
  /** `picked`: what the reader has chosen of it, for those parts that can show it. Null: all. */
  readonly draw: (data: PageData, picked: Picked | null) => Hypertext | null;
}

/** Of the first screen: they have a place of their own in it. */
export const firstParts = [
  { id: 'headline', draw: ({ summary }) => headline(summary) },
  { id: 'next', draw: nextBox },
  { id: 'figures', draw: ({ summary }) => keyFigures(summary) },
  { id: 'thresholds', draw: ({ summary }) => thresholdTable(summary) },
  { id: 'findings', draw: ({ summary }) => findingList(summary) },
  { id: 'distribution', draw: (data) => distribution(data) },
  { id: 'distribution-note', draw: distributionNote },
  { id: 'remarks', draw: ({ summary }) => remarks(summary) },
] as const satisfies readonly PagePart[];

export interface Section extends PagePart {
  readonly title: string;
  /** The browser draws something of its own above what is written. */
  readonly plot?: true;
  /** What is in its body is somebody else's once the page runs: it is written on disk alone. */
  readonly mounted?: true;
}

/** Below the first screen. */
export const sections: readonly Section[] = [
  { id: 'time', title: 'Over time', plot: true, draw: timeTable },
  { id: 'parts', title: 'Parts of the latency', draw: waterfall },
  { id: 'callers', title: 'Callers', draw: callerTable },
  { id: 'failures', title: 'Errors and fallbacks', plot: true, draw: failureTable },
  { id: 'inspector', title: 'Calls', mounted: true, draw: () => noData('the calls are listed by a script') },
  { id: 'turns', title: 'Turn-taking', draw: ({ summary }) => turnTaking(summary) },
  { id: 'expectations', title: 'Expectations', draw: expectationTable },
  { id: 'chaos', title: 'On purpose', draw: chaosTable },
  { id: 'health', title: 'Health', draw: ({ summary }) => healthList(summary) },
  { id: 'cost', title: 'Cost', draw: ({ summary }) => costTable(summary) },
  { id: 'generator', title: 'Generator', draw: ({ summary }) => generatorTable(summary) },
  { id: 'repeat', title: 'Repeat', draw: ({ summary }) => repeatTable(summary) },
];

type FirstId = (typeof firstParts)[number]['id'];

/** All that is between the body's tags but data and script. */
export function pageBody(data: PageData): Hypertext {
  const part = (id: FirstId): Hypertext => {
    const found = firstParts.find((one) => one.id === id);
    return html`<div id="${id}" class="${id}">
      ${(found as PagePart | undefined)?.draw(data, null) ?? null}
    </div>`;
  };
  return html`<a class="skip" href="#main">Skip to the figures</a>
    <header>
      ${part('headline')}
      <div class="tools" id="tools"></div>
    </header>
    <nav aria-label="Parts of this report">
      ${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}
    </nav>
    <main id="main" tabindex="-1">
      <section id="first" aria-label="Verdict and main figures">
        ${part('next')} ${part('figures')}
        <div class="pair">
          <div>
            <h2>Thresholds</h2>
            ${part('thresholds')}${part('findings')}${part('remarks')}
          </div>
          <div>
            <h2>Response latency</h2>
            <div id="scale" class="scale"></div>
            ${part('distribution')}${part('distribution-note')}
          </div>
        </div>
      </section>
      <div id="filter" class="filter" role="status" hidden></div>
      ${sections.map(
        (section) =>
          html`<section id="${section.id}" aria-labelledby="${section.id}-title">
            <h2 id="${section.id}-title">${section.title}</h2>
            ${section.plot === true ? html`<div data-plot="${section.id}"></div>` : null}
            <div id="${section.id}-body">${section.draw(data, null)}</div>
          </section>`,
      )}
    </main>
    <footer>
      <p>
        Made by Callstorm ${data.summary.repeat.versions['callstorm'] ?? ''}. This file loads nothing from
        anywhere.
      </p>
    </footer>`;
}
