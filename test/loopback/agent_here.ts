/**
 * The simulated agent as a server in the test's own process, for all runs of a file: one that a run starts for itself is a process more,
 * and takes as long to come up as the run. Whoever starts one closes it.
 */

import { join } from 'node:path';
import { startServer, type AgentServer } from '../../src/agent/server.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { scenario } from './scenario_text.ts';

/** With the profile in this file; default: its usual one. */
export async function agentHere(profile?: string): Promise<AgentServer> {
  const agent = await loadAgent({ seed: 1, ...(profile === undefined ? {} : { profile }) });
  return startServer({ agent, host: '127.0.0.1', port: 0 });
}

/** Of few words, as the short scenarios want it. */
export function terseAgent(): Promise<AgentServer> {
  return agentHere(join(scenario(), '../terse.yaml'));
}
