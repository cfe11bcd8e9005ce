/** A table with a caption for whoever cannot see where it stands, and what stands in place of a figure that nobody has. Pure. */

import { html, type Hypertext, type Part } from './hypertext.ts';

export interface TableShape {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Part[])[];
  /** Columns of words; the others are figures. The first of each row names it. */
  readonly words?: readonly number[];
}

/** It scrolls by itself where it is wider than the page, and can be reached by the keyboard for that. */
export function tableOf({ caption, head, rows, words = [0] }: TableShape): Hypertext {
  const of = (column: number): string => (words.includes(column) ? 'word' : 'figure');
  const headings = head.map((name, column) => html`<th scope="col" class="${of(column)}">${name}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell, column) =>
          column === 0
            ? html`<th scope="row" class="${of(column)}">${cell}</th>`
            : html`<td class="${of(column)}">${cell}</td>`,
        )}
      </tr> `,
  );
  return html`<div class="table" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${headings}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

/** Why there is nothing to see, in words. */
export function noData(because: string): Hypertext {
  return html`<p class="nothing">No data: ${because}.</p>`;
}
