/** A scenario in GPT-Live, in virtual time: what comes of tasks whose result the caller does not wait for. */

import { expect, it } from 'vitest';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAgent } from '../../../src/agent/simulator.ts';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { runVirtually } from '../../../src/engine/virtual/virtual_run.ts';
import { compileWith } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';

const scenario = `
name: hurried
target:
  url: simulator
  dialect: gpt-live
  model: gpt-live-1
  speaks_first: agent
tools:
  lookup_order:
    description: Finds an order by its number.
    parameters: { type: object, properties: { order_number: { type: string } }, required: [order_number] }
    result: { status: shipped }
    latency: 6s
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
`;

it('a result that comes when the caller has broken in is late, and given all the same', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'callstorm-'));
  await writeFile(join(dir, 'hurried.yaml'), scenario);
  const loaded = await loadScenario(join(dir, 'hurried.yaml'));
  const { plan, audio } = await compileWith(loaded.repertoire, loaded.scenario, {});
  await rm(dir, { recursive: true });
  const agent = await loadAgent({ seed: plan.seed });
  const records: LogRecord[] = [];
  const onRecord = (record: LogRecord): void => void records.push(record);
  runVirtually({
    plan,
    audio,
    agent: (call) => agent.session(call),
    onRecord,
    selection: { of: 1, share: 0 },
    networkMs: 20,
    strict: true,
  });
  const turns = records.filter((record) => record.type === 'turn');
  const [first] = turns.flatMap(({ tools = [] }) => tools);
  expect(first).toMatchObject({ name: 'lookup_order', late: true });
  expect((first?.answeredMs ?? 0) - (first?.calledMs ?? 0)).toBe(6000);
  expect(records.filter((record) => record.type === 'call')).toMatchObject([{ failure: null }]);
});
