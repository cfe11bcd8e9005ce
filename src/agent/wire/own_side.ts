/** What a plan's agent has on its own side, for protocols that leave it all to the server. Pure. */

import type { Plan } from '../../core/plan/plan.ts';
import type { WireSetup } from './agent_wire.ts';

export type OwnSide = Pick<WireSetup, 'tools' | 'greets' | 'settings'>;

export function ownSideOf({ tools, target }: Pick<Plan, 'tools' | 'target'>): OwnSide {
  return { tools: tools ?? [], greets: target.speaksFirst !== 'caller', settings: target.session };
}
