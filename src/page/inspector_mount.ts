/**
 * The seam between the page and the call inspector, which is mounted once in `<section id="inspector">` (inspector/inspector.ts), and told
 * of growing data. It opens the call that the address ends in (`#call=317`): a chart or a table opens one by going there. Types only.
 */

import type { Chosen } from './choice.ts';
import type { PageData } from './page_data.ts';

export interface InspectorHooks {
  /** What is chosen, now and whenever that changes: the list of calls follows it. */
  readonly filter: Pick<Chosen, 'now' | 'listen'>;
}

export interface MountedInspector {
  readonly update: (data: PageData) => void;
}

export type MountInspector = (root: HTMLElement, data: PageData, hooks: InspectorHooks) => MountedInspector;
