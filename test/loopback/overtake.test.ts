/** A session whose event loop never comes round to its timers: what it has to send goes out between what it receives. */

import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { startServer } from '../../src/agent/server.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { callOf } from '../../src/core/call/call_spec.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { clockFrom, monotonicMs } from '../../src/engine/node/monotonic_clock.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import { GeneratorMeter } from '../../src/engine/node/generator_meter.ts';
import { NodeCall } from '../../src/engine/node/node_call.ts';
import { Wheel } from '../../src/engine/node/wheel.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { compile } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

it('sends its frames on time as long as it receives', async () => {
  const server = await startServer({ agent: await loadAgent({ seed: 1 }), host: '127.0.0.1', port: 0 });
  const cwd = fileURLToPath(new URL('../../', import.meta.url));
  const { scenario } = await loadScenario('bench/thousand.yaml', { cwd });
  const { plan, audio } = await compile(scenario, { fixturesDirs: [PACKAGE_FIXTURES_DIR] });
  const frames = viewsOf(framed(audio));
  const dialect = dialectOf(plan);
  const connection = dialect.connection(plan.target, server.url, undefined);
  const now = clockFrom(monotonicMs());
  const gauge = new GeneratorMeter();
  const neverAwake = (): { wakeAt(): void; stop(): void } => ({ wakeAt: () => {}, stop: () => {} });
  const wheel = new Wheel(now, gauge.loopLag, neverAwake);
  const call = new NodeCall(
    { plan, dialect, connection, frames, now, wheel, gauge, strict: true },
    callOf(plan, 0),
    now(),
    () => {},
  );
  call.begin();
  // The greeting: a message every 60 ms, a frame due every 100 ms.
  await vi.waitFor(() => expect(gauge.framesSent).toBeGreaterThan(5), { timeout: 20_000 });
  expect(gauge.loopLag.count).toBe(0);
  call.stop({ type: 'stop', failure: 'interrupted' });
  wheel.stop();
  expect(gauge.loopLag.count).toBeGreaterThan(5);
  await server.close();
});
