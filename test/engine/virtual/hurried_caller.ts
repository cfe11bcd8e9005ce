/** A caller who breaks in while a tool is at work, in whatever protocol; and what is written down of a plan that was run. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAgent, type AgentOptions } from '../../../src/agent/simulator.ts';
import type { Selection } from '../../../src/core/load/selection.ts';
import type { CallRecord, LogRecord, TurnRecord } from '../../../src/core/log/record.ts';
import { runVirtually } from '../../../src/engine/virtual/virtual_run.ts';
import { compileWith, type Compiled } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';

/** `target` in braces; `tool`: what its declaration has besides. */
export async function hurriedCaller(target: string, tool = ''): Promise<Compiled> {
  const dir = await mkdtemp(join(tmpdir(), 'callstorm-'));
  const file = join(dir, 'hurried.yaml');
  await writeFile(
    file,
    `name: hurried
target: ${target}
tools:
  lookup_order:
    description: Finds an order by its number.
    parameters: { type: object, properties: { order_number: { type: string } }, required: [order_number] }
    result: { status: shipped }
    latency: 6s
${tool}
callers:
  - name: hurried
    script:
      - listen
      - say: order-status
      - listen
      - say: [my-order-number-is, { number: order_number }]
      - interrupt: { after: 500ms, say: stop }
      - listen: { on_timeout: continue }
      - silence: 8s
load: { concurrency: 1, calls: 1 }
`,
  );
  try {
    const { repertoire, scenario } = await loadScenario(file);
    return await compileWith(repertoire, scenario, {});
  } finally {
    await rm(dir, { recursive: true });
  }
}

export interface Ran {
  readonly calls: readonly CallRecord[];
  readonly turns: readonly TurnRecord[];
}

/** Strictly: what a phase does not know is an error. */
export async function ranVirtually(
  { plan, audio }: Compiled,
  options: Partial<AgentOptions> = {},
  selection: Selection = { of: 1, share: 0 },
): Promise<Ran> {
  const agent = await loadAgent({ seed: plan.seed, ...options });
  const records: LogRecord[] = [];
  runVirtually({
    plan,
    audio,
    agent: (call) => agent.session(call),
    onRecord: (record) => void records.push(record),
    selection,
    networkMs: 20,
    strict: true,
  });
  return {
    calls: records.filter((record) => record.type === 'call'),
    turns: records.filter((record) => record.type === 'turn'),
  };
}
