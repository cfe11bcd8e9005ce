/**
 * The seam between the page and the call inspector, which is mounted once in `<section id="inspector">` (inspector/inspector.ts), told
 * of growing data, and asked to open calls: from a chart, a table, or an address that ends in `#call=317`. Types only.
 */

import type { Chosen } from './choice.ts';
import type { PageData } from './page_data.ts';

export interface InspectorHooks {
  /** What is chosen, now and whenever that changes: the list of calls follows it. */
  readonly filter: Pick<Chosen, 'now' | 'listen'>;
  /** Goes to `#call=…`, which opens it: so that there is a link to every call that was looked at. */
  readonly openCall: (call: number) => void;
}

export interface MountedInspector {
  readonly update: (data: PageData) => void;
  /** The page has come to this call's address. */
  readonly open: (call: number) => void;
}

export type MountInspector = (root: HTMLElement, data: PageData, hooks: InspectorHooks) => MountedInspector;
