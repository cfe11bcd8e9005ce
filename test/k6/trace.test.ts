/** k6's JavaScript engine makes of the same inputs, byte for byte, the records that Node's makes. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import type { CallInput } from '../../src/core/call/effect.ts';
import type { CallSpec } from '../../src/core/call/call_spec.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { ownFile } from '../../src/disk/own_file.ts';
import type { Closing } from '../../src/engine/host.ts';
import { Driver } from '../../src/engine/drive.ts';
import { StringText } from '../../src/engine/string_text.ts';
import { runVirtually } from '../../src/engine/virtual/virtual_run.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { temporary } from '../loopback/command.ts';
import { conformancePlan } from '../loopback/conformance_of.ts';
import { builtHost, withoutGo } from './k6_host.ts';
import { decodings, replay, type TracedInput } from './trace_script.ts';

/** What the virtual engine gives the driver of each call. */
async function traced(): Promise<{ readonly plan: Plan; readonly trace: readonly TracedInput[] }> {
  const { scenario, repertoire } = await loadScenario(conformancePlan());
  const { plan, audio } = await compileWith(repertoire, scenario);
  const agent = await loadAgent({ seed: plan.seed });
  const trace: TracedInput[] = [];
  const real = Object.getOwnPropertyDescriptors(Driver.prototype);
  const known = new Set<unknown>();
  let depth = 0;
  const outermost = (
    driver: Driver,
    atMs: number,
    told: (call: number) => TracedInput,
    act: () => void,
  ): void => {
    const { index: call } = { index: (driver as unknown as { callIndex: CallSpec['index'] }).callIndex };
    if (depth === 0) {
      const begins = plan.load.mode === 'open' ? (plan.load.startsMs[call] ?? 0) : 0;
      if (!known.has(driver)) trace.push({ call, atMs, begins });
      known.add(driver);
      trace.push(told(call));
    }
    depth++;
    act();
    depth--;
  };
  Driver.prototype.input = function (input: CallInput, atMs: number) {
    outermost(
      this,
      atMs,
      (call) => ({ call, atMs, input }),
      () => real.input.value?.call(this, input, atMs),
    );
  };
  Driver.prototype.message = function (connection: number, wire, atMs: number) {
    const { text } = wire as StringText;
    outermost(
      this,
      atMs,
      (call) => ({ call, atMs, connection, text }),
      () => real.message.value?.call(this, connection, wire, atMs),
    );
  };
  Driver.prototype.closed = function (connection: number, closing: Closing, atMs: number) {
    outermost(
      this,
      atMs,
      (call) => ({ call, atMs, connection, closing }),
      () => real.closed.value?.call(this, connection, closing, atMs),
    );
  };
  try {
    runVirtually({
      plan,
      audio,
      agent: (call) => agent.session(call, { model: plan.target.model }),
      onRecord: () => {},
    });
  } finally {
    Object.defineProperties(Driver.prototype, real);
  }
  return { plan, trace };
}

/** As the script itself is made (`build:k6`). */
async function scriptOf(contents: string): Promise<string> {
  const both: BuildOptions = {
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2018',
    external: ['k6/*'],
    charset: 'utf8',
  };
  const stdin = { resolveDir: import.meta.dirname, loader: 'ts' } as const;
  const supported = {
    'async-generator': false,
    'for-await': false,
    'regexp-sticky-and-unicode-flags': false,
  };
  const first = await build({ ...both, stdin: { ...stdin, contents }, mainFields: ['main'], supported });
  const second = await build({
    ...both,
    stdin: { ...stdin, contents: first.outputFiles?.[0]?.text ?? '' },
    inject: [ownFile('src/engine/k6/reg_exp.ts')],
    minify: true,
  });
  return second.outputFiles?.[0]?.text ?? '';
}

describe.skipIf(withoutGo)('the records of a trace', () => {
  let host = '';
  beforeAll(() => {
    host = builtHost();
  }, 180_000);

  it('are byte for byte Node’s', async () => {
    const { plan, trace } = await traced();
    // Through JSON, as k6 has them.
    const given = JSON.parse(JSON.stringify({ plan, trace })) as { plan: Plan; trace: TracedInput[] };
    const node = replay(given.plan, given.trace, (text) => new StringText(text));
    const folder = join(temporary(), 'trace');
    mkdirSync(folder);
    writeFileSync(join(folder, 'given.json'), JSON.stringify(given));
    const script = await scriptOf(`
      import { decodings, replay } from './trace_script.ts';
      import { NativeText } from '../../src/engine/k6/native_text.ts';
      const given = JSON.parse(open('./given.json'));
      export const options = { scenarios: { trace: { executor: 'per-vu-iterations', vus: 1, iterations: 1 } } };
      export default function () {
        const { lines, steps, tookMs } = replay(given.plan, given.trace, (text) => new NativeText(text));
        for (const line of lines) console.log(line);
        console.log(decodings((text) => new NativeText(text)));
        console.log('took ' + (tookMs * 1000 / steps));
      }`);
    writeFileSync(join(folder, 'script.js'), script);
    const log = join(folder, 'log');
    const args = ['run', '--log-format', 'raw', '--console-output', log, join(folder, 'script.js')];
    const { status, stderr } = spawnSync(host, args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    const took = Number(lines.pop()?.replace('took ', ''));
    expect(lines.pop()).toBe(decodings((text) => new StringText(text)));
    expect(lines).toEqual(node.lines);
    expect(lines.length).toBeGreaterThan(40);
    const ours = (node.tookMs * 1000) / node.steps;
    console.log(
      `${lines.length} records of ${trace.length} steps; a step takes ${took.toFixed(0)} µs on sobek, ${ours.toFixed(0)} µs on Node`,
    );
  });
});
