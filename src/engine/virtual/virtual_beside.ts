/** A second connection beside a call's own, in virtual time: opened, and closed as soon as it stands. */

import type { WiredSession } from '../../agent/wire/agent_wire.ts';
import { VirtualLink, type VirtualNetwork } from './virtual_link.ts';

export function dialBeside(
  network: VirtualNetwork,
  agent: WiredSession,
  told: (outcome: string) => void,
): void {
  const owner = {
    opened: (link: VirtualLink): void => {
      told('the second session opened');
      link.close(1000);
    },
    received: (): void => {},
    ponged: (): void => {},
    closed: (): void => {},
  };
  // It is none of the call's: what its agent notes is nothing about the call.
  void new VirtualLink(0, network, agent, owner, undefined);
}
