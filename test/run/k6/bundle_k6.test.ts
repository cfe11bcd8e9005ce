/** Needs `npm run build`. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownFile } from '../../../src/disk/own_file.ts';
import { bundleForK6, type K6Bundle } from '../../../src/run/k6/bundle_k6.ts';
import { refuseUnfitForK6 } from '../../../src/run/k6/unfit_for_k6.ts';
import { compileWith } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'callstorm-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let compiled: Awaited<ReturnType<typeof compileWith>>;
let made: K6Bundle;
beforeAll(async () => {
  const { scenario, repertoire } = await loadScenario(ownFile('scenarios/support-line.yaml'));
  compiled = await compileWith(repertoire, scenario);
  const { plan, audio } = compiled;
  const bundling = { plan, audio, vus: 2, file: 'support-line.yaml', command: 'callstorm bundle' };
  made = await bundleForK6(folder, bundling, {});
});

const text = (file: string): string => readFileSync(join(folder, file), 'utf8');

it('has all that the script opens, and the audio to the last byte', () => {
  const opened = [...text('script.js').matchAll(/open\("\.\/([^"]+)"\)/g)].map(([, file]) => file);
  expect(new Set(readdirSync(folder))).toEqual(new Set([...opened, 'script.js']));
  const { audio, plan } = compiled;
  const messages = text('audio.txt').split('\n');
  expect(messages).toHaveLength(audio.offsets.length - 1);
  expect(messages.join('')).toBe(Buffer.from(audio.bytes).toString('latin1'));
  expect(JSON.parse(text('plan.json'))).toEqual(JSON.parse(JSON.stringify(plan)));
});

it('carries nothing that only compiling needs, and imports k6’s own modules alone', () => {
  const script = text('script.js');
  const unwanted = ['faker', 'ajv', 'node:', 'require(', 'SharedArrayBuffer', 'structuredClone'];
  expect(unwanted.filter((word) => script.includes(word))).toEqual([]);
  const imported = [...script.matchAll(/\bimport[^";]*from"([^"]+)"/g)].map(([, name]) => name);
  expect(new Set(imported)).toEqual(
    new Set(['k6/data', 'k6/encoding', 'k6/execution', 'k6/metrics', 'k6/timers', 'k6/websockets']),
  );
  const bytes = made.sizes['script.js'] ?? 0;
  console.log(
    `the script for k6: ${(bytes / 1000).toFixed(1)} kB, ${(gzipSync(script).length / 1000).toFixed(1)} kB gzipped`,
  );
  expect(bytes).toBeLessThan(450_000);
});

it('refuses what k6 cannot do, with the way out', () => {
  const { plan } = compiled;
  const target = (more: object) => ({ ...plan, target: { ...plan.target, ...more } });
  expect(() => refuseUnfitForK6(plan)).not.toThrow();
  expect(() => refuseUnfitForK6(target({ url: 'https://agent.example/voice' }))).toThrow('voice webhook');
  expect(() => refuseUnfitForK6(target({ authTokenEnv: 'TOKEN' }))).toThrow('signed');
  expect(() => refuseUnfitForK6({ ...plan, dialect: 'own' })).toThrow('dialect of your own');
});
