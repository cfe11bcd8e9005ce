/** The picture of the latencies as wide as there is room, over a linear or a logarithmic axis, of what is chosen. */

import { distribution } from '../report/page/distribution_section.ts';
import { latenciesOf, type Picked } from '../report/page/picked.ts';
import type { PageData } from './page_data.ts';
import { redraw } from './redraw.ts';

export interface DistributionView {
  readonly draw: (data: PageData, picked: Picked | null) => void;
}

export function distributionView(switchRoot: HTMLElement, root: HTMLElement): DistributionView {
  let log = false;
  let again = (): void => {};
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Log axis';
  button.setAttribute('aria-pressed', 'false');
  button.onclick = () => {
    log = !log;
    button.setAttribute('aria-pressed', String(log));
    again();
  };
  switchRoot.replaceChildren(button);
  return {
    draw: (data, picked) => {
      again = () => {
        const width = Math.round(Math.max(280, Math.min(900, root.clientWidth || 640)));
        redraw(root, distribution(data, { log, width }, picked === null ? null : latenciesOf(picked)));
      };
      again();
    },
  };
}
