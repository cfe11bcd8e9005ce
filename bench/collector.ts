/**
 * A run whose spans and metrics go to a collector of OpenTelemetry's own: `npm run bench:collector [-- program]`. Without a program it
 * is built first, by Go from its own modules, which takes minutes. Ends with exit code 1 where what the collector understood
 * is not what the log has.
 */

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordsOf } from '../test/loopback/artefacts.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'callstorm-collector-'));
try {
  process.exitCode = (await understood(process.argv[2] ?? built())) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function built(): string {
  const program = join(folder, 'collector');
  const cwd = join(root, 'bench/collector');
  const { status } = spawnSync('go', ['build', '-o', program, '.'], { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error('the collector could not be built');
  return program;
}

async function understood(program: string): Promise<boolean> {
  const port = await freePort();
  const config = join(folder, 'config.yaml');
  writeFileSync(
    config,
    `receivers: { otlp: { protocols: { http: { endpoint: '127.0.0.1:${port}' } } } }
exporters: { debug: { verbosity: detailed } }
service:
  telemetry: { metrics: { level: none } }
  pipelines:
    traces: { receivers: [otlp], exporters: [debug] }
    metrics: { receivers: [otlp], exporters: [debug] }
`,
  );
  const collector = spawn(program, ['--config', config]);
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    collector.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Everything is ready')) resolve();
    });
    collector.once('error', reject);
    collector.once('exit', () => reject(new Error(said)));
  });
  await ready;
  const out = join(folder, 'run');
  const main = join(root, 'dist/cli/main.js');
  const scenario = join(root, 'scenarios/support-line.yaml');
  const url = `http://127.0.0.1:${port}`;
  const run = spawn(process.execPath, [main, 'run', scenario, '--calls', '12', '--out', out, '--otel', url], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  run.stderr.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line.includes('OpenTelemetry')) console.log(line);
  });
  await new Promise((resolve) => run.once('close', resolve));
  const ended = new Promise((resolve) => collector.once('close', resolve));
  collector.kill('SIGTERM');
  await ended;
  return compared(said, out);
}

function compared(said: string, out: string): boolean {
  const records = recordsOf(join(out, 'calls.ndjson'));
  const turns = records.filter((record) => record.type === 'turn');
  const tools = turns.flatMap(({ tools: called = [] }) => called).length;
  const calls = records.filter(({ type }) => type === 'call').length;
  const count = (pattern: RegExp): number => [...said.matchAll(pattern)].length;
  // Each metric is told several times: the last counts.
  const metric = said.slice(said.lastIndexOf('-> Name: callstorm.turns\n'));
  const points = metric.slice(0, metric.indexOf('Metric #'));
  const counted = [...points.matchAll(/^Value: (\d+)/gm)].reduce((sum, [, value]) => sum + Number(value), 0);
  const rows = [
    ['spans', count(/^Span #/gm), 2 * calls + turns.length + tools],
    ['of them calls', count(/^ {4}Name {11}: call$/gm), calls],
    ['of them turns', count(/^ {4}Name {11}: chat /gm), turns.length],
    ['turns counted', counted, turns.length],
    ['attributes that were dropped', count(/DroppedAttributesCount: [1-9]/g), 0],
  ] as const;
  for (const [what, found, expected] of rows)
    console.log(`${what.padEnd(30)} ${found} (the log: ${expected})`);
  return rows.every(([, found, expected]) => found === expected);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
