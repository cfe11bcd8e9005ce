/** The script for k6 speaks other protocols than the Realtime API's too: on the host double, a small run in each. */

import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { artefactsOf } from '../loopback/artefacts.ts';
import { callstorm, temporary, written } from '../loopback/command.ts';
import { builtHost, withoutGo } from './k6_host.ts';

describe.skipIf(withoutGo)('under k6', () => {
  let host = '';
  beforeAll(() => {
    host = builtHost();
  }, 180_000);

  it.concurrent.each(['gemini-live', 'twilio-media-streams', 'gpt-live'])('%s is spoken', async (dialect) => {
    const file = written(
      `${dialect}.yaml`,
      `name: ${dialect}
seed: 5
target: { dialect: ${dialect}, speaks_first: caller }
callers: [{ name: one, script: [{ say: okay }, listen] }]
load: { concurrency: 1, calls: 1 }
limits: { call: 40s }
`,
    );
    const out = join(temporary(), dialect);
    const args = ['run', file, '--engine', 'k6', '--out', out, '--quiet'];
    const { exitCode, err } = await callstorm(args, { env: { CALLSTORM_K6: host } }).ended;
    expect(err).toBe('');
    // A busy machine may make it late, which is not the question here.
    expect([0, 3]).toContain(exitCode);
    const { header, footer, calls, turns, summary } = artefactsOf(out);
    expect(header).toMatchObject({ engine: 'k6', dialect });
    expect(footer).toMatchObject({ reason: 'done', calls: { planned: 1, completed: 1 } });
    expect(turns.filter(({ outcome }) => outcome === 'answered')).toHaveLength(1);
    expect(
      calls.map(({ protocolViolations, audioReceivedMs }) => [protocolViolations, audioReceivedMs > 500]),
    ).toEqual([[0, true]]);
    expect(summary.generator.rssMb).toBeGreaterThan(0);
  });
});
