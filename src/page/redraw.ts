/**
 * Puts new markup in place of old where it differs, and leaves alone what its reader did: what is unfolded stays unfolded, what has the
 * focus keeps it, what was scrolled stays there. The markup is `Hypertext` alone, in which text is text.
 */

import type { Hypertext } from '../report/page/hypertext.ts';

const drawn = new WeakMap<Element, string>();

export function redraw(root: Element, content: Hypertext | null): void {
  const markup = content?.markup ?? '';
  if (drawn.get(root) === markup) return;
  drawn.set(root, markup);
  const open = [...root.querySelectorAll('details')].map((details) => details.open);
  const scrolled = [...root.querySelectorAll('.table')].map(({ scrollLeft }) => scrollLeft);
  const focused = root.contains(document.activeElement) ? pathTo(root, document.activeElement) : null;
  root.innerHTML = markup;
  for (const [at, details] of [...root.querySelectorAll('details')].entries())
    details.open = open[at] ?? details.open;
  for (const [at, table] of [...root.querySelectorAll('.table')].entries())
    table.scrollLeft = scrolled[at] ?? 0;
  const target = focused === null ? null : at(root, focused);
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}

/** Where an element stands among its parents' children. */
function pathTo(root: Element, element: Element | null): number[] {
  const path: number[] = [];
  for (let one = element; one !== null && one !== root; one = one.parentElement)
    path.unshift([...(one.parentElement?.children ?? [])].indexOf(one));
  return path;
}

function at(root: Element, path: readonly number[]): Element | null {
  return path.reduce<Element | null>((element, index) => element?.children[index] ?? null, root);
}
