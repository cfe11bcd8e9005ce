/**
 * The page in the browser: what is written in it comes to life, and is drawn again in place when its data grows. It keeps what its
 * reader chose.
 */

import { firstParts, sections } from '../report/page/sections.ts';
import { Chosen } from './choice.ts';
import type { InspectorHooks, MountInspector, MountedInspector } from './inspector_mount.ts';
import type { PageData } from './page_data.ts';
import { redraw } from './redraw.ts';

export interface Page {
  /** Draws all of it anew from this, in place: for a run that is watched while it goes on. */
  readonly update: (data: PageData) => void;
}

/** Null: the page has no inspector. */
export function startPage(first: PageData, mountInspector: MountInspector | null): Page {
  const chosen = new Chosen();
  const hooks: InspectorHooks = {
    filter: chosen,
    openCall: (call) => {
      location.hash = `call=${call}`;
    },
  };
  const root = document.getElementById('inspector-body');
  const mounts = root !== null && mountInspector !== null;
  if (mounts) root.replaceChildren();
  const inspector = mounts ? mountInspector(root, first, hooks) : null;
  openFromAddress(inspector);
  addEventListener('hashchange', () => openFromAddress(inspector));

  const update = (data: PageData): void => {
    document.documentElement.dataset['verdict'] = data.summary.verdict.result;
    for (const { id, draw } of firstParts) redrawPart(id, draw(data));
    for (const { id, draw, mounted } of sections) if (mounted !== true) redrawPart(`${id}-body`, draw(data));
    inspector?.update(data);
  };
  return { update };
}

function redrawPart(id: string, content: Parameters<typeof redraw>[1]): void {
  const part = document.getElementById(id);
  if (part !== null) redraw(part, content);
}

function openFromAddress(inspector: MountedInspector | null): void {
  const call = /^#call=(\d+)$/.exec(location.hash)?.[1];
  if (call === undefined) return;
  document.getElementById('inspector')?.scrollIntoView();
  inspector?.open(Number(call));
}
