/** A command line or a scenario that is none: told at once, with a way out, and nothing is run. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callstorm, temporary, written } from './command.ts';
import { callstormHere } from './here.ts';
import { scenario } from './scenario_text.ts';

describe('bad usage', () => {
  const short = scenario();
  const misprofiled = written(
    'misprofiled.json',
    JSON.stringify({
      name: 'misprofiled',
      target: { profile: 'mute.yaml' },
      callers: [{ name: 'a', script: ['listen', 'hangup'] }],
      load: { concurrency: 1, calls: 1 },
    }),
  );
  written('mute.yaml', 'voice: jo\n', dirname(misprofiled));
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown option', ['run', 'x.yaml', '--cals', '3'], /unknown option '--cals'[\s\S]*--calls/],
    ['an unknown command', ['rnu', 'x.yaml'], /unknown command 'rnu'[\s\S]*run/],
    [
      'a file that is not there',
      ['run', 'no-such.yaml'],
      /no-such\.yaml[\s\S]*no such file[\s\S]*main\.js init/,
    ],
    [
      'a number that is none',
      ['run', 'x.yaml', '--calls', 'many'],
      /--calls[\s\S]*whole number[\s\S]*"many"/,
    ],
    ['an engine that is none', ['run', 'x.yaml', '--engine', 'steam'], /--engine[\s\S]*node/],
    [
      'a key in the URL',
      ['run', short, '--target', 'ws://127.0.0.1:9/?api_key=sk-1'],
      /--target[\s\S]*key_env/,
    ],
    [
      'a profile with a mistake',
      ['run', misprofiled],
      /did not start: it ended with code 2[\s\S]*mute\.yaml:\d+:\d+: voice: there is no agent voice "jo"/,
    ],
    [
      'a fault for somebody else’s agent',
      ['run', short, '--target', 'ws://127.0.0.1:9/', '--fault', 'no_answer:5%'],
      /--fault: expected the simulated agent[\s\S]*main\.js serve/,
    ],
    [
      'the log of somebody else’s agent',
      ['run', short, '--target', 'ws://127.0.0.1:9/', '--agent-log', 'a.ndjson'],
      /--agent-log: expected the simulated agent[\s\S]*main\.js serve/,
    ],
    ['no scenario', ['run'], /missing required argument 'scenario'/],
  ];
  for (const [what, args, message] of cases) {
    it.concurrent(`${what}: exit code 2 and a way out`, async () => {
      const cwd = temporary();
      // One of them as a user has it.
      const asBuilt = what === 'an unknown option';
      const { exitCode, out, err } = await (asBuilt
        ? callstorm(args, { cwd }).ended
        : callstormHere(args, { cwd }));
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(err).toMatch(message);
      expect(err).not.toMatch(/^\s+at |defect|sk-1/m);
      expect(existsSync(join(cwd, 'reports'))).toBe(false);
    });
  }

  it.concurrent('a scenario with ten mistakes: ten errors, each with its place, and nothing is run', async () => {
    const cwd = temporary();
    written(
      'ten.yaml',
      `
name: ''
seed: -4
target: { dialect: opnai-realtime, speaks_first: nobody }
callers:
  - name: one
    weight: 0
    script: [{ say: helo }, { listn: 3s }]
  - name: two
    script: []
load: { concurrency: 3, ramp: quick, hold: 3s }
thresholds: { response_latncy: ['p95 < 1s'] }
`,
      cwd,
    );
    const { exitCode, out, err } = await callstormHere(['run', 'ten.yaml'], { cwd });
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    const places = [...err.matchAll(/ten\.yaml:(\d+):(\d+)/g)].map(([place]) => place);
    expect([...new Set(places)]).toHaveLength(10);
    expect(err).toContain('10 mistakes; nothing was run');
    expect(err).toMatch(/did you mean/i);
    expect(existsSync(join(cwd, 'reports'))).toBe(false);
  });
});
