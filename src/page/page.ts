/**
 * The page in the browser: what is written in it comes to life, and is drawn again in place when its data grows. It keeps what its
 * reader chose, zoomed to, unfolded and scrolled.
 */

import { pick } from '../report/page/picked.ts';
import { firstParts, sections, type PagePart } from '../report/page/sections.ts';
import { timeCharts } from './charts.ts';
import { Chosen, isEverything } from './choice.ts';
import { chosenBar } from './chosen_bar.ts';
import { copyButtons } from './copying.ts';
import { distributionView } from './distribution_view.ts';
import type { MountInspector, MountedInspector } from './inspector_mount.ts';
import type { PageData } from './page_data.ts';
import { redraw } from './redraw.ts';
import { themeSwitch } from './theme.ts';

export interface Page {
  /** Draws all of it anew from this, in place: for a run that is watched while it goes on. */
  readonly update: (data: PageData) => void;
}

/** Null: the page has no inspector. */
export function startPage(first: PageData, mountInspector: MountInspector | null): Page {
  let data = first;
  const chosen = new Chosen();
  const picture = distributionView(place('scale'), place('distribution'));
  const charts = timeCharts(first, chosen, openCall);
  const bar = chosenBar(place('filter'), first, chosen, charts);
  const inspector = mounted(first, chosen, mountInspector);

  const draw = (): void => {
    document.documentElement.dataset['verdict'] = data.summary.verdict.result;
    const { recorded } = data;
    const picked = recorded === null || isEverything(chosen.now) ? null : pick(recorded, chosen.now);
    for (const part of partsToDraw) redraw(place(part.place), part.draw(data, picked));
    picture.draw(data, picked);
  };
  const repaint = (): void => charts.repaint(data);
  chosen.listen(draw);
  themeSwitch(place('tools'), repaint);
  copyButtons();
  onNewWidth(() => {
    repaint();
    draw();
  });
  draw();
  goToCall();
  addEventListener('hashchange', goToCall);
  return {
    update: (next) => {
      data = next;
      draw();
      repaint();
      bar.update(data);
      inspector?.update(data);
    },
  };
}

const partsToDraw: readonly (PagePart & { readonly place: string })[] = [
  ...firstParts
    .filter(({ id }) => id !== 'distribution')
    .map((part: PagePart) => ({ ...part, place: part.id })),
  ...sections
    .filter(({ mounted }) => mounted !== true)
    .map((part) => ({ ...part, place: `${part.id}-body` })),
];

function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

function mounted(data: PageData, filter: Chosen, mount: MountInspector | null): MountedInspector | null {
  if (mount === null) return null;
  const root = place('inspector-body');
  root.replaceChildren();
  return mount(root, data, { filter });
}

function openCall(call: number): void {
  location.hash = `call=${call}`;
}

/** The inspector opens by itself what the address names: here it is brought into sight. */
function goToCall(): void {
  if (/^#call=\d+(?:@\d+)?$/.test(location.hash)) place('inspector').scrollIntoView();
}

/** On a phone the height changes as its bars come and go: that is nothing new. */
function onNewWidth(changed: () => void): void {
  let width = innerWidth;
  let soon = 0;
  addEventListener('resize', () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(soon);
    soon = setTimeout(changed, 100);
  });
}
