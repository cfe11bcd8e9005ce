/** The layers hold because the linter holds them: planted in a copy of the house, each breach is found. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

const breaches: readonly (readonly [string, string])[] = [
  ['src/core/a.ts', "export { wilson } from '../report/statistics.ts';"],
  ['src/core/b.ts', "export { wilson } from './../report/statistics.ts';"],
  ['src/core/c.ts', "export { wilson } from '../core/../report/statistics.ts';"],
  ['src/core/d.ts', "export { defineScenario } from '../index.ts';"],
  ['src/core/e.ts', "export { readFileSync } from 'node:fs';"],
  ['src/core/f.ts', 'export const atMs = Date.now();'],
  ['src/core/g.ts', 'export const atMs = globalThis.Date.now();'],
  ['src/core/h.ts', "export const at = new Intl.DateTimeFormat('en').format();"],
  ['src/core/i.ts', 'export const drawn = Math.random();'],
  ['src/core/j.ts', 'export const late = setTimeout(() => {}, 1);'],
  ['src/core/k.ts', "export { writeWhole } from '../disk/write_whole.ts';"],
  ['src/disk/a.ts', "export { loadLibrary } from '../fixture/manifest.ts';"],
  ['src/dialect/a.ts', "export { levelDbfs } from '../audio/level.ts';"],
  ['src/dialect/b.ts', "export { z } from 'zod';"],
  ['src/dialect/c.ts', 'export const atMs = performance.now();'],
  ['src/audio/a.ts', "export { loadLibrary } from '../fixture/manifest.ts';"],
  ['src/config/a.ts', "export { loadScenario } from '../scenario/load_scenario.ts';"],
  ['src/fixture/a.ts', "export { loadScenario } from '../scenario/load_scenario.ts';"],
  ['src/scenario/a.ts', "export { NodeRun } from '../engine/node/node_run.ts';"],
  ['src/scenario/compile_more.ts', 'export const drawn = Math.random();'],
  ['src/engine/a.ts', "export { AgentSession } from '../agent/session.ts';"],
  ['src/engine/node/a.ts', "export { VirtualClock } from '../virtual/virtual_clock.ts';"],
  ['src/engine/node/b.ts', "export { VirtualClock } from './../virtual/virtual_clock.ts';"],
  ['src/engine/node/c.ts', "export { loadLibrary } from '../../fixture/manifest.ts';"],
  ['src/engine/node/d.ts', "export { AgentSession } from '../../agent/session.ts';"],
  ['src/engine/virtual/a.ts', "export { monotonicMs } from '../node/monotonic_clock.ts';"],
  ['src/engine/virtual/b.ts', "export { loadLibrary } from '../../fixture/manifest.ts';"],
  ['src/engine/virtual/c.ts', 'export const atMs = Date.now();'],
  ['src/engine/k6/a.ts', "export { monotonicMs } from '../node/monotonic_clock.ts';"],
  ['src/engine/k6/b.ts', "export { summarize } from '../../report/summarize.ts';"],
  ['src/engine/k6/c.ts', "export { z } from 'zod';"],
  ['src/engine/k6/d.ts', "export { readFileSync } from 'node:fs';"],
  ['src/engine/k6/e.ts', 'export const address = new URL("ws://127.0.0.1");'],
  ['src/engine/k6/f.ts', "export { AgentSession } from '../../agent/session.ts';"],
  ['src/agent/mind/a.ts', 'export const atMs = Date.now();'],
  ['src/agent/ear/a.ts', 'export const drawn = Math.random();'],
  ['src/agent/ear/turn/b.ts', 'export const atMs = Date.now();'],
  ['src/agent/b.ts', "export { costOf } from '../pricing/cost.ts';"],
  ['src/pricing/a.ts', "export { estimatePlan } from '../forecast/estimate.ts';"],
  ['src/pricing/b.ts', 'export const drawn = Math.random();'],
  ['src/kubernetes/a.ts', "export { writeWhole } from '../disk/write_whole.ts';"],
  ['src/probe/a.ts', "export { loadAgent } from '../agent/simulator.ts';"],
  ['src/run/token/a.ts', "export { requireKey } from '../../cli/target_key.ts';"],
  ['src/fault/a.ts', "export { Call } from '../agent/session.ts';"],
  ['src/fault/b.ts', 'export const atMs = Date.now();'],
  ['src/calibrate/a.ts', "export { AgentSession } from '../agent/session.ts';"],
  ['src/calibrate/b.ts', "export { NodeRun } from '../engine/node/node_run.ts';"],
  ['src/engine/node/e.ts', "export { Join } from '../../calibrate/join.ts';"],
  ['src/report/c.ts', "export { Join } from '../calibrate/join.ts';"],
  ['src/judge/a.ts', "export { durationMs } from '../config/value.ts';"],
  ['src/judge/fallback/b.ts', "export { summarize } from '../../report/summarize.ts';"],
  ['src/judge/fallback/c.ts', "export { z } from 'zod';"],
  ['src/judge/d.ts', 'export const atMs = Date.now();'],
  ['src/agent/c.ts', "export { CallFallbacks } from '../judge/fallback/call_fallbacks.ts';"],
  ['src/engine/node/f.ts', "export { CallFallbacks } from '../../judge/fallback/call_fallbacks.ts';"],
  ['src/core/m.ts', "export { CallFallbacks } from '../judge/fallback/call_fallbacks.ts';"],
  ['src/fault/c.ts', "export { durationMs } from '../config/value.ts';"],
  ['src/fault/d.ts', "export { z } from 'zod';"],
  ['src/fault/e.ts', 'export const drawn = Math.random();'],
  ['src/impair/a.ts', "export { encodeClips } from '../scenario/encode.ts';"],
  ['src/impair/b.ts', "export { default } from 'opusscript';"],
  ['src/impair/c.ts', 'export const drawn = Math.random();'],
  ['src/core/l.ts', "export { armFault } from '../fault/arm_fault.ts';"],
  ['src/run/a.ts', "export { style } from '../cli/io.ts';"],
  ['src/forecast/a.ts', "export { summarize } from '../report/summarize.ts';"],
  ['src/report/a.ts', "export { compile } from '../scenario/compile.ts';"],
  ['src/report/b.ts', 'export const atMs = Date.now();'],
];

const allowed: readonly (readonly [string, string])[] = [
  ['src/dialect/fine.ts', "export { Random } from '../core/word/random.ts';"],
  ['src/engine/virtual/fine.ts', "export { AgentSession } from '../../agent/session.ts';"],
  ['src/engine/k6/fine.ts', "export { measuredTurn } from '../../report/metric/family.ts';"],
  ['src/engine/k6/fine_too.ts', "export { WebSocket } from 'k6/websockets';"],
  ['src/engine/node/fine.ts', 'export const atMs = performance.now();'],
  ['src/calibrate/fine.ts', "export { latencies } from '../core/log/timing.ts';"],
  ['src/report/fine.ts', "export { costOf } from '../pricing/cost.ts';"],
  ['src/report/fine_three.ts', "export { CallFallbacks } from '../judge/fallback/call_fallbacks.ts';"],
  ['src/judge/fallback/fine.ts', "export { Random } from '../../core/word/random.ts';"],
  ['src/report/fine_too.ts', "export { writeWhole } from '../disk/write_whole.ts';"],
  ['src/agent/fault/fine.ts', "export { armFault } from '../../fault/arm_fault.ts';"],
  ['src/fault/fine.ts', "export { Random } from '../core/word/random.ts';"],
  ['src/agent/mind/fine.ts', "export { Random } from '../../core/word/random.ts';"],
];

const house = mkdtempSync(join(tmpdir(), 'callstorm-layers-'));
afterAll(() => rmSync(house, { recursive: true, force: true }));

let refused: Set<string>;
beforeAll(() => {
  cpSync(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
  for (const [file, text] of [...breaches, ...allowed]) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `${text}\n`);
  }
  const oxlint = join(root, 'node_modules/.bin/oxlint');
  const { stdout } = spawnSync(oxlint, ['--format=json', 'src'], { cwd: house, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] };
  refused = new Set(
    diagnostics.filter(({ code }) => code.includes('no-restricted')).map(({ filename }) => filename),
  );
});

describe('the layers', () => {
  it.each(breaches)('hold: %s may not %s', (file) => {
    expect(refused.has(file)).toBe(true);
  });

  it.each(allowed)('leave room: %s may %s', (file) => {
    expect(refused.has(file)).toBe(false);
  });
});
