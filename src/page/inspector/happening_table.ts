/** All that happened in a call as a table: the timeline in words, for who cannot see it and for who searches. */

import type { Happening } from './happenings.ts';
import { clock, element } from './inspector_element.ts';

export function happeningTable(
  happenings: readonly Happening[],
  startMs: number,
  seek: (atMs: number) => void,
): HTMLElement {
  const rows = happenings.map(({ atMs, endMs, side, what, detail, turn, bad }) =>
    element(
      'tr',
      bad ? { class: 'ci-trouble' } : {},
      element(
        'td',
        {},
        element(
          'button',
          { class: 'ci-at', attributes: { type: 'button' }, on: { click: () => seek(atMs) } },
          clock(atMs - startMs),
        ),
      ),
      element('td', {}, side),
      element('td', {}, turn === null ? '' : `${turn + 1}`),
      element('td', {}, what),
      element('td', {}, endMs === null || endMs <= atMs ? '' : `${Math.round(endMs - atMs)} ms`),
      element('td', { class: 'ci-told' }, detail),
    ),
  );
  const heads = ['When', 'Where', 'Turn', 'What', 'For', 'Detail'].map((head) =>
    element('th', { attributes: { scope: 'col' } }, head),
  );
  return element(
    'div',
    { class: 'ci-table', attributes: { tabindex: '0', role: 'region', 'aria-label': 'What happened' } },
    element('table', {}, element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...rows)),
  );
}
