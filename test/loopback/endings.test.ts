import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Summary } from '../../src/report/summary.ts';
import type { FailureCode } from '../../src/core/log/failure.ts';
import {
  artefactsOf,
  expectAccounted,
  expectCleanEnd,
  expectExit,
  FILES,
  type Artefacts,
} from './artefacts.ts';
import { agentPid, agentRuns, callstorm, temporary, written, type Command, type Ended } from './command.ts';
import { callstormHere } from './here.ts';
import { Lanes } from './lanes.ts';
import { constant, scenario, type ScenarioWishes } from './scenario_text.ts';
import {
  answering,
  deaf,
  mute,
  ready,
  refusing,
  scripted,
  slamming,
  stranger,
  type Target,
} from './servers.ts';

const lanes = new Lanes(3);
const targets: Target[] = [];
const agents: Command[] = [];
afterAll(async () => {
  for (const agent of agents) agent.kill('SIGKILL');
  await Promise.all(targets.map((target) => target.close()));
});

interface Against {
  readonly ended: Ended;
  readonly folder: string;
  readonly found: Artefacts;
}

interface Going {
  readonly folder: string;
  over(): Promise<Against>;
}

function going(folder: string, end: Promise<Ended>): Going {
  return {
    folder,
    over: async () => {
      const ended = await end;
      const found = artefactsOf(folder);
      expectCleanEnd(found, ended);
      return { ended, folder, found };
    },
  };
}

/** In a process of its own, which can be sent signals. */
function start(wishes: ScenarioWishes, args: readonly string[] = []): Going & { readonly command: Command } {
  const folder = join(temporary(), 'run');
  const command = callstorm(['run', scenario(wishes), '--out', folder, ...args]);
  return { ...going(folder, command.ended), command };
}

/** In this process: what goes on around it decides its end. `env`: names that nothing else here looks for. */
function startHere(
  wishes: ScenarioWishes,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Going {
  const folder = join(temporary(), 'run');
  return going(folder, callstormHere(['run', scenario(wishes), '--out', folder, ...args], { env }));
}

/** In this process: what the target does decides the end, and no signal. */
async function against(target: Target, calls = 3): Promise<Against> {
  targets.push(target);
  const folder = join(temporary(), 'run');
  const words = ['run', scenario({ load: constant(calls) }), '--out', folder, '--target', target.url];
  const ended = await callstormHere(words);
  const found = artefactsOf(folder);
  expectCleanEnd(found, ended);
  expectAccounted(found, calls);
  return { ended, folder, found };
}

interface Ending {
  readonly what: string;
  readonly target: () => Promise<Target>;
  readonly failure: FailureCode;
  readonly exitCode: number;
  readonly detail?: RegExp;
}

const endings: readonly Ending[] = [
  {
    what: 'refuses connections',
    target: refusing,
    failure: 'connect_refused',
    exitCode: 5,
    detail: /ECONNREFUSED/,
  },
  {
    what: 'takes the connection and never answers the handshake',
    target: mute,
    failure: 'connect_timeout',
    exitCode: 5,
    detail: /no handshake within 1000 ms/,
  },
  {
    what: 'answers HTTP 401',
    target: () => answering('401 Unauthorized'),
    failure: 'http_unauthorized',
    exitCode: 5,
    detail: /HTTP 401/,
  },
  {
    what: 'answers HTTP 429',
    target: () => answering('429 Too Many Requests'),
    failure: 'http_rate_limited',
    exitCode: 5,
    detail: /HTTP 429/,
  },
  {
    what: 'answers HTTP 500',
    target: () => answering('500 Internal Server Error'),
    failure: 'http_error',
    exitCode: 5,
    detail: /HTTP 500/,
  },
  {
    what: 'does not speak HTTP',
    target: stranger,
    failure: 'protocol_error',
    exitCode: 5,
  },
  {
    what: 'hangs up before the handshake is over',
    target: slamming,
    failure: 'connect_failed',
    exitCode: 5,
  },
  {
    what: 'opens and never confirms the session',
    target: () => scripted(() => {}),
    failure: 'setup_timeout',
    exitCode: 1,
    detail: /not ready 1000 ms after/,
  },
  {
    what: 'sends text that is not JSON',
    target: () => scripted(({ socket }, type) => type === 'open' && socket.send('<html>busy</html>')),
    failure: 'protocol_error',
    exitCode: 1,
    detail: /not JSON/,
  },
  {
    what: 'sends binary messages',
    target: () =>
      scripted(({ socket }, type) => type === 'open' && socket.send(Buffer.from([0, 255, 254, 1, 128]))),
    failure: 'protocol_error',
    exitCode: 1,
    detail: /not JSON/,
  },
  {
    what: 'breaks the framing in the middle of a call',
    target: () => ready(({ wire }, type) => type === 'input_audio_buffer.append' && wire.write('garbage')),
    failure: 'protocol_error',
    exitCode: 1,
    detail: /Invalid WebSocket frame/,
  },
  {
    what: 'never answers what is said',
    target: () => ready(),
    failure: 'no_answer',
    exitCode: 1,
  },
  {
    what: 'says nothing, and does not even close',
    target: deaf,
    failure: 'no_answer',
    exitCode: 1,
  },
  {
    what: 'refuses the key inside the session',
    target: () =>
      scripted((peer, type) => {
        if (type !== 'open') return;
        const error = {
          type: 'invalid_request_error',
          code: 'invalid_api_key',
          message: 'Incorrect API key',
        };
        peer.send({ type: 'error', error });
        peer.socket.close(3000, 'invalid_request_error.invalid_api_key');
      }),
    failure: 'auth_failed',
    exitCode: 1,
    detail: /invalid_api_key: Incorrect API key/,
  },
  {
    what: 'hangs up in the middle of the script',
    target: () => ready(({ socket }, type) => type === 'input_audio_buffer.append' && socket.close(1000)),
    failure: 'agent_hung_up',
    exitCode: 1,
    detail: /closed with 1000/,
  },
  {
    what: 'drops the connection in the middle of the script',
    target: () => ready(({ wire }, type) => type === 'input_audio_buffer.append' && wire.resetAndDestroy()),
    failure: 'connection_lost',
    exitCode: 1,
  },
];

describe('a target that …', () => {
  for (const { what, target, failure, exitCode, detail } of endings) {
    it.concurrent(
      `${what}: ${failure}, exit code ${exitCode}`,
      lanes.take(async () => {
        const { ended, found } = await against(await target());
        expect(found.calls.map((call) => call.failure)).toEqual([failure, failure, failure]);
        for (const call of found.calls) expect(call.detail ?? '').toMatch(detail ?? /^/);
        expect(Object.keys(found.summary.failures)).toEqual([failure]);
        expect(ended.out).toContain(failure);
        expectExit(found, ended, exitCode);
      }),
    );
  }
});

/** The agent as a server of its own: gone, with every socket, when it is killed. */
async function served(): Promise<{ readonly url: string; readonly command: Command }> {
  const command = callstorm(['serve', '--port', '0', '--seed', '71000']);
  agents.push(command);
  await command.prints('Ctrl-C stops it');
  const url = /ws:\/\/\S+/.exec(command.printed())?.[0] ?? '';
  return { url, command };
}

describe('a run that …', () => {
  it.concurrent(
    'loses its agent in the middle: lost and refused calls, a full report, exit code 1',
    lanes.take(async () => {
      const agent = await served();
      const run = startHere({ load: constant(60), more: "thresholds: { error_rate: ['< 1%'] }" }, [
        '--target',
        agent.url,
      ]);
      await logged(run, (text) => text.includes('"type":"turn"'));
      agent.command.kill('SIGKILL');
      const { ended, found } = await run.over();
      expectAccounted(found, 60);
      const codes = new Set(found.calls.map(({ failure }) => failure));
      expect(codes).toContain('connection_lost');
      expect(codes).toContain('connect_refused');
      // Whoever was in the middle of a handshake.
      const either = new Set([null, 'connection_lost', 'connect_refused', 'connect_failed']);
      expect([...codes].filter((code) => !either.has(code))).toEqual([]);
      expectExit(found, ended, 1);
    }),
  );

  it.concurrent(
    'loses the simulated agent that it started: a note says so',
    lanes.take(async () => {
      const run = startHere({ seed: 71_007, load: constant(30) });
      await logged(run, (text) => text.includes('"type":"turn"'));
      const pid = agentPid(71_007);
      expect(pid).not.toBeNull();
      process.kill(pid ?? 0, 'SIGKILL');
      const { ended, found } = await run.over();
      const note = "The simulated agent's process ended during the run: SIGKILL.";
      expect(found.summary.notes).toContain(note);
      expect(ended.out.replaceAll(/\s+/g, ' ')).toContain(note);
    }),
  );

  it.concurrent(
    'is stopped by Ctrl-C: exit code 130, nobody unaccounted for, no agent left behind',
    lanes.take(async () => {
      const run = start({ seed: 71_001, load: constant(60) });
      await logged(run, (text) => text.includes('"type":"call"'));
      run.command.kill('SIGINT');
      const { ended, found } = await run.over();
      expect(ended.exitCode).toBe(130);
      expect(ended.err).toContain('stopping');
      expectAccounted(found, 60);
      expect(found.footer.reason).toBe('interrupted');
      expect(found.summary.calls.notStarted).toBeGreaterThan(0);
      expect(found.summary.failures.interrupted?.count).toBeGreaterThan(0);
      expect(found.summary.verdict.result).toBe('invalid');
      expect(agentRuns(71_001)).toBe(false);
    }),
  );

  it.concurrent(
    'is stopped before the first call: a report all the same',
    lanes.take(async () => {
      const run = start({ seed: 71_004, load: constant(20) });
      await run.command.prints('simulated agent at');
      run.command.kill('SIGINT');
      const { ended, found } = await run.over();
      expect(ended.exitCode).toBe(130);
      expectAccounted(found, 20);
      expect(found.summary.calls.notStarted).toBe(20);
      expect(agentRuns(71_004)).toBe(false);
    }),
  );

  it.concurrent(
    'is stopped twice while its scenario is still being read: no call is made, and what the scenario prints is no result',
    lanes.take(async () => {
      const folder = temporary();
      const file = written(
        'slow.ts',
        `import { defineScenario } from 'callstorm';
        for (const word of ['reading', 'still reading', 'read']) {
          console.log(word);
          await new Promise((resolve) => setTimeout(resolve, 400));
        }
        export default defineScenario({
          name: 'slow',
          callers: [{ name: 'a', script: ['listen', 'hangup'] }],
          load: { concurrency: 1, calls: 2 },
        });`,
      );
      const out = join(folder, 'run');
      const command = callstorm(['run', file, '--out', out, '--json', '--seed', '71005']);
      await command.prints('reading');
      command.kill('SIGINT');
      await command.prints('still reading');
      command.kill('SIGINT');
      const { exitCode, out: printed } = await command.ended;
      expect(exitCode).toBe(130);
      expect((JSON.parse(printed) as Summary).calls).toMatchObject({ completed: 0, failed: 0 });
      expect(agentRuns(71_005)).toBe(false);
    }),
  );

  it.concurrent(
    'is stopped by SIGTERM: the same',
    lanes.take(async () => {
      const run = start({ seed: 71_002, load: constant(40) }, ['--quiet']);
      await logged(run, (text) => text.includes('"type":"header"'));
      run.command.kill('SIGTERM');
      const { ended, found } = await run.over();
      expect(ended.exitCode).toBe(130);
      expectAccounted(found, 40);
      expect(agentRuns(71_002)).toBe(false);
    }),
  );

  it.concurrent(
    'is stopped twice does not wait for a target that will not let go',
    lanes.take(async () => {
      const target = await deaf();
      targets.push(target);
      const run = start({ load: constant(10), more: '' }, ['--target', target.url]);
      await logged(run, (text) => text.includes('"type":"header"'));
      run.command.kill('SIGINT');
      await run.command.prints('stopping');
      run.command.kill('SIGINT');
      const { ended, found } = await run.over();
      expect(ended.exitCode).toBe(130);
      expectAccounted(found, 10);
    }),
  );

  it.concurrent(
    'is killed outright leaves no agent behind, and a log that can still be read',
    lanes.take(async () => {
      const run = start({ seed: 71_003, load: constant(40) });
      await logged(run, (text) => text.includes('"type":"call"'));
      run.command.kill('SIGKILL');
      expect((await run.command.ended).exitCode).toBeNull();
      await vi.waitUntil(() => !agentRuns(71_003), { timeout: 5000 });
      const report = await callstormHere(['report', run.folder, '--format', 'json', '--exit-code']);
      expect(report.exitCode).toBe(3);
      const summary = JSON.parse(report.out) as Summary;
      expect(summary).toMatchObject({ run: { ended: 'cut off' }, calls: { planned: 40 } });
      // Calls that were going on had been started, and nobody will tell how they ended.
      const { calls, failures } = summary;
      expect(calls.withoutRecord.failed).toBeGreaterThan(0);
      expect(failures.worker_lost?.count).toBe(calls.withoutRecord.failed);
      expect(calls.started + calls.blocked + calls.notStarted).toBe(40);
      // It is listed without a verdict until its report is made, as every run's is: whole.
      const above = join(run.folder, '..');
      const verdicts = async (): Promise<unknown> =>
        JSON.parse((await callstormHere(['list', above, '--json'])).out) as unknown;
      expect(await verdicts()).toMatchObject([{ folder: 'run', verdict: null }]);
      const opened = await callstormHere(['open', run.folder], {
        env: { DISPLAY: '', WAYLAND_DISPLAY: '' },
      });
      expect([opened.exitCode, opened.out, opened.err]).toEqual([
        0,
        `${join(run.folder, 'report.html')}\n`,
        '',
      ]);
      expect(FILES.filter((file) => !existsSync(join(run.folder, file)))).toEqual([]);
      expect(readFileSync(join(run.folder, 'report.html'), 'utf8')).toContain('worker_lost');
      expect(await verdicts()).toMatchObject([{ folder: 'run', verdict: 'invalid' }]);
      // Its calls are all in the files that are as long as the run.
      const csv = await callstormHere(['report', run.folder, '--format', 'csv-calls']);
      expect(csv.out.split('\r\n').filter((line) => line.includes(',worker_lost,'))).toHaveLength(
        calls.withoutRecord.failed,
      );
    }),
  );

  it.concurrent(
    'has spent its budget: exit code 4',
    lanes.take(async () => {
      const { ended, found } = await startHere({
        seed: 71_006,
        load: '{ concurrency: 4, hold: 30s, calls: 60 }',
        more: 'budget: { max_usd: $0.005, stop: now }',
      }).over();
      expectExit(found, ended, 4);
      expectAccounted(found, 60);
      expect(found.footer).toMatchObject({ reason: 'budget', detail: expect.stringContaining('of $0.005') });
      // Answers that the stop cut off told nothing: then it is that much at the least.
      expect(found.summary.cost.leastUsd).toBeGreaterThanOrEqual(0.005);
      expect(found.summary.calls.notStarted).toBeGreaterThan(0);
      expect(agentRuns(71_006)).toBe(false);
    }),
  );

  it.concurrent(
    'has a key tells it to the target and to nobody else',
    lanes.take(async () => {
      const key = 'sk-loopback-0123456789abcdef';
      const target = await ready();
      targets.push(target);
      const run = startHere(
        { load: constant(2), target: 'key_env: CALLSTORM_TEST_KEY' },
        ['--target', target.url],
        { CALLSTORM_TEST_KEY: key },
      );
      const { ended, folder, found } = await run.over();
      expectAccounted(found, 2);
      expect(target.requests.map(({ headers }) => headers.authorization)).toEqual(
        Array(2).fill(`Bearer ${key}`),
      );
      const told = [ended.out, ended.err, ...FILES.map((file) => readFileSync(join(folder, file), 'utf8'))];
      for (const text of told) expect(text).not.toContain(key);
    }),
  );

  it.concurrent(
    'needs a key that is not there does not begin',
    lanes.take(async () => {
      const folder = join(temporary(), 'run');
      const file = scenario({ target: 'key_env: CALLSTORM_NO_SUCH_KEY' });
      const words = ['run', file, '--out', folder, '--target', 'ws://127.0.0.1:9'];
      const { exitCode, out, err } = await callstormHere(words);
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(err).toContain('CALLSTORM_NO_SUCH_KEY');
      expect(existsSync(folder)).toBe(false);
    }),
  );

  it.concurrent(
    'fills the disk still shows what it measured, and says so with exit code 2',
    lanes.take(async () => {
      const target = await refusing();
      const folder = join(temporary(), 'run');
      // No file may grow beyond 4 KiB: the log ends in the middle of a line, and no report fits.
      const { exitCode, out, err } = await callstorm(
        ['run', scenario({ load: constant(12) }), '--out', folder, '--target', target.url, '--json'],
        { shell: 'ulimit -f 8;' },
      ).ended;
      expect(exitCode).toBe(2);
      expect(JSON.parse(out)).toMatchObject({ calls: { planned: 12, failed: 12 } });
      expect(err).toMatch(/calls\.ndjson: .*the log is incomplete/);
      expect(err).toMatch(/summary\.json: /);
      expect(err).toContain('choose another --out');
      expect(err).not.toMatch(/^\s+at /m);
    }),
  );
});

/** Resolves once the log holds what is looked for. */
async function logged(run: Going, found: (text: string) => boolean): Promise<void> {
  const file = join(run.folder, 'calls.ndjson');
  await vi.waitUntil(() => existsSync(file) && found(readFileSync(file, 'utf8')), {
    timeout: 20_000,
    interval: 50,
  });
}
