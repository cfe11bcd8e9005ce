/** The worked example, which is what the command writes. After a change that is meant, write it anew with UPDATE_GOLDEN=1. */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { perform } from '../../src/cli/program.ts';
import { terminal } from '../cli/terminal.ts';

const FILE = 'deploy/kubernetes/job.yaml';

it('deploy/kubernetes/job.yaml is written by the command that its README has', async () => {
  const [, command = ''] =
    /^\$ callstorm (manifest [^]*?[^\\])\n/m.exec(readFileSync('deploy/kubernetes/README.md', 'utf8')) ?? [];
  const words = command.replaceAll('\\\n', ' ').trim().split(/\s+/);
  expect(words.splice(-2)).toEqual(['--out', FILE]);
  const io = terminal({ cwd: process.cwd() });
  const exitCode = await perform(words, io);
  expect({ exitCode, err: io.errText }).toMatchObject({ exitCode: 0 });
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(FILE, io.outText);
  expect(io.outText).toBe(readFileSync(FILE, 'utf8'));
});

it('its agent and its shares are of one image, and meet', () => {
  const [agent, job] = ['deploy/kubernetes/agent.yaml', FILE].map((file) => readFileSync(file, 'utf8'));
  const imageIn = (text = ''): unknown => /^ +image: (.+)$/m.exec(text)?.[1];
  expect(imageIn(agent)).toBe(imageIn(job));
  expect(job).toContain('- ws://callstorm-agent:8787/v1/realtime\n');
  expect(agent).toMatch(/kind: Service\nmetadata:\n {2}name: callstorm-agent\n[^]*port: 8787\n/);
});
