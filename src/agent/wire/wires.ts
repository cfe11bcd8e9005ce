/** The protocols that the simulated agent answers in. */

import type { DialectName } from '../../core/plan/plan.ts';
import type { AgentWire } from './agent_wire.ts';
import { gptLiveWire } from './gpt_live_wire.ts';
import { geminiWire } from './gemini_wire.ts';
import { realtimeWire } from './realtime_wire.ts';
import { twilioWire } from './twilio_wire.ts';

const wires: Readonly<Record<DialectName, AgentWire>> = {
  'openai-realtime': realtimeWire,
  'twilio-media-streams': twilioWire,
  'gpt-live': gptLiveWire,
  'gemini-live': geminiWire,
};

export function wireOf(dialect: DialectName): AgentWire {
  return wires[dialect];
}

/** Whose path it is; null: nobody's. */
export function wireAt(path: string): AgentWire | null {
  return Object.values(wires).find((wire) => wire.serves(path)) ?? null;
}
