/** The live view as it is served: real requests to a real run. Needs `npm run build`. */

import { get, request, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgentServer } from '../../src/agent/server.ts';
import type { HeaderRecord } from '../../src/core/log/record.ts';
import type { PageData } from '../../src/page/page_data.ts';
import { exitCodeOf } from '../../src/report/verdict.ts';
import { LiveView } from '../../src/run/live/live_view.ts';
import { call, footer, header, started, turn } from '../report/log_builder.ts';
import { terseAgent } from './agent_here.ts';
import { callstorm, temporary, type Command } from './command.ts';
import { callstormHere } from './here.ts';
import { scenario } from './scenario_text.ts';
import { controlWith } from '../run/run_control.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function ask(url: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => (text += more));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

interface Watching {
  readonly pages: PageData[];
  /** Resolves with the first page for which it holds. */
  until(holds: (page: PageData) => boolean): Promise<PageData>;
  readonly ended: Promise<void>;
  leave(): void;
}

/** As a browser's EventSource does. */
function watch(url: string): Promise<Watching> {
  return new Promise((resolve, reject) => {
    const asked = get(new URL('events', url), { agent: false }, (response) => {
      expect(response.headers['content-type']).toMatch(/^text\/event-stream/);
      const pages: PageData[] = [];
      const looks = new Set<() => void>();
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (data !== undefined) pages.push(JSON.parse(data) as PageData);
        }
        for (const look of looks) look();
      });
      const ended = new Promise<void>((over) => response.once('close', over));
      resolve({
        pages,
        ended,
        leave: () => response.destroy(),
        until: (holds) =>
          new Promise((found, missed) => {
            const look = (): void => {
              const page = pages.find(holds);
              if (page !== undefined) found(page);
            };
            looks.add(look);
            look();
            void ended.then(() => missed(new Error(`ended after ${pages.length} pages without it`)));
          }),
      });
    });
    asked.on('error', reject);
  });
}

describe('the live view', () => {
  let view: LiveView;
  let stops: string[];

  beforeEach(async () => {
    stops = [];
    view = await LiveView.open({ port: 0 });
  });
  afterEach(() => view.close());

  function begin(fields: Partial<HeaderRecord> = {}): void {
    const told = header({ startedAtMs: Date.now(), ...fields });
    view.sink.begin?.(
      told,
      controlWith({ stop: (reason, detail) => void stops.push(`${reason}: ${detail}`) }),
    );
  }

  const addressed = (): { readonly base: string; readonly host: string; readonly token: string } => {
    const { origin, host, pathname } = new URL(view.url);
    return { base: origin, host, token: pathname.replaceAll('/', '') };
  };

  it('is on this machine alone, behind a token of at least 128 bits', () => {
    const { base, token } = addressed();
    expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16);
  });

  it('serves the page under a strict policy, kept nowhere and told to nobody', async () => {
    expect((await ask(view.url)).body).toContain('has not begun yet');
    begin();
    const watching = await watch(view.url);
    await watching.until(({ live }) => live?.state === 'running');
    watching.leave();
    const { status, headers, body } = await ask(view.url);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'sha256-[^ ]+'/);
    expect(policy).toContain("connect-src 'self'; frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    const data = /<script type="application\/json" id="callstorm-data">(.*)<\/script>/.exec(body)?.[1] ?? '';
    expect(JSON.parse(data)).toMatchObject({ live: { state: 'running' } });
  });

  it('shows what happens to whoever watches, and to who comes later at once', async () => {
    begin();
    const first = await watch(view.url);
    await first.until(({ live }) => live?.state === 'running');
    view.sink.record?.(started(0));
    view.sink.record?.(turn());
    await first.until(({ live, summary }) => live?.turns === 1 && summary.turns.total === 1);
    const second = await watch(view.url);
    await second.until(({ live }) => live?.turns === 1);
    view.sink.record?.(call());
    const pages = await Promise.all(
      [first, second].map((each) => each.until(({ live }) => live?.ended === 1)),
    );
    for (const { summary } of pages) expect(summary.calls).toMatchObject({ planned: 1, completed: 1 });
  });

  it('refuses what is not for it', async () => {
    begin();
    const { base, host, token } = addressed();
    const page = `${base}/${token}/`;
    const status = async (url: string, asking?: Asking): Promise<number> => (await ask(url, asking)).status;
    expect(await status(base)).toBe(404);
    expect(await status(`${base}/${token.slice(1)}x/`)).toBe(404);
    expect(await status(`${base}/events`)).toBe(404);
    expect(await status(`${page}other`)).toBe(404);
    expect(await status(page, { headers: { host: 'rebound.example' } })).toBe(403);
    expect(await status(page, { headers: { origin: 'https://evil.example' } })).toBe(403);
    expect(await status(`${page}events`, { headers: { origin: 'null' } })).toBe(403);
    expect(await status(page, { method: 'POST' })).toBe(405);
    expect(await status(`${page}stop`)).toBe(405);
    expect(await status(`${page}stop`, { method: 'POST', body: 'now' })).toBe(413);
    expect(await status(`${page}stop`, { method: 'POST', headers: { origin: 'https://evil.example' } })).toBe(
      403,
    );
    expect(await status(page, { headers: { 'x-long': 'x'.repeat(10_000) } })).toBe(431);
    expect(stops).toEqual([]);
    expect(await status(page, { headers: { host: host.replace('127.0.0.1', 'localhost') } })).toBe(200);
  });

  it('passes on the wish to stop, once', async () => {
    begin();
    const watching = await watch(view.url);
    const { origin } = new URL(view.url);
    for (let i = 0; i < 3; i++) {
      const answer = await ask(`${view.url}stop`, { method: 'POST', headers: { origin } });
      expect(answer.status).toBe(204);
    }
    await watching.until(({ live }) => live?.state === 'stopping');
    expect(stops).toEqual(['interrupted: stopped on its live page']);
  });

  it('stops a run that begins only after it was asked to', async () => {
    expect((await ask(`${view.url}stop`, { method: 'POST' })).status).toBe(204);
    await ask(view.url);
    begin();
    expect(stops).toEqual(['interrupted: stopped on its live page']);
  });

  it('is not held up by one who never reads, and drops who is too many', async () => {
    begin({ scenario: { name: 'long', sha256: 'b'.repeat(64), description: 'x'.repeat(400_000) } });
    const { host, token } = addressed();
    const deaf = connect(Number(new URL(view.url).port), '127.0.0.1');
    deaf.write(`GET /${token}/events HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    deaf.pause();
    const reader = await watch(view.url);
    for (let i = 0; i < 3; i++) {
      view.sink.record?.(turn({ turn: i }));
      await reader.until(({ live }) => live?.turns === i + 1);
    }
    const more: Socket[] = [];
    const refused = await (async (): Promise<number> => {
      for (let i = 0; i < 40; i++) {
        const socket = connect(Number(new URL(view.url).port), '127.0.0.1');
        more.push(socket);
        socket.write(`GET /${token}/events HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
        const status = await new Promise<string>((resolve) =>
          socket.once('data', (data) => resolve(String(data))),
        );
        if (status.startsWith('HTTP/1.1 503')) return i;
      }
      return Infinity;
    })();
    expect(refused).toBe(30);
    // It ends, though one has read nothing.
    await view.sink.end?.(footer());
    await view.close();
    for (const socket of [deaf, ...more]) socket.destroy();
  });

  it('shows the end to whoever watches before it is gone', async () => {
    begin();
    const watching = await watch(view.url);
    view.sink.record?.(call());
    const page = await watching.until(({ live }) => live?.state === 'running');
    await view.sink.end?.(footer());
    view.reported({ summary: { ...page.summary, notes: ['all of it'] }, folder: '/runs/one', files: [] });
    await view.close();
    await watching.ended;
    expect(watching.pages.at(-1)).toMatchObject({
      summary: { notes: ['all of it'] },
      live: { state: 'reported', folder: '/runs/one' },
    });
    await expect(ask(view.url)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('callstorm run --ui', () => {
  let agent: AgentServer;
  beforeAll(async () => {
    agent = await terseAgent();
  });
  afterAll(() => agent.close());

  /** Its address, as it is printed. */
  async function addressOf(command: Command): Promise<string> {
    await command.prints('whoever has this address');
    return /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(command.complained())?.[0] ?? '';
  }

  const long = (): string =>
    scenario({
      script: '[{ say: okay }, listen, { say: okay }, listen, { say: okay }, listen]',
      load: '{ arrivals: [{ type: constant, rate: 2/s, for: 60s }] }',
    });

  it('ends as by Ctrl-C when it is stopped on its page, and leaves its report', async () => {
    const out = join(temporary(), 'run');
    const command = callstorm(['run', long(), '--target', agent.url, '--out', out, '--ui']);
    const url = await addressOf(command);
    const watching = await watch(url);
    await watching.until(({ live }) => (live?.turns ?? 0) > 1);
    expect((await ask(`${url}stop`, { method: 'POST' })).status).toBe(204);
    const { exitCode, err } = await command.ended;
    expect(exitCode).toBe(130);
    expect(err).toContain('as was asked for on the live page');
    await watching.ended;
    expect(watching.pages.at(-1)).toMatchObject({
      live: { state: 'reported', folder: out },
      summary: { run: { ended: 'interrupted' } },
    });
    const log = readFileSync(join(out, 'calls.ndjson'), 'utf8');
    expect(log).toContain('stopped on its live page');
    // Whoever reads the report is not told how to watch the run.
    const token = new URL(url).pathname.replaceAll('/', '');
    for (const file of ['calls.ndjson', 'summary.json', 'report.md', 'report.html'])
      expect(readFileSync(join(out, file), 'utf8')).not.toContain(token);
  });

  it('ends by itself when the run does, whoever watches, with the run’s own exit code', async () => {
    const words = ['run', scenario(), '--target', agent.url, '--out', join(temporary(), 'run')];
    const command = callstorm([...words, '--ui', '--quiet']);
    const watching = await watch(await addressOf(command));
    const { exitCode } = await command.ended;
    await watching.ended;
    const last = watching.pages.at(-1);
    expect(last?.live).toMatchObject({ state: 'reported', ended: 4, goingOn: 0 });
    // A machine that is busy elsewhere may make it invalid.
    expect(last === undefined ? null : exitCodeOf(last.summary)).toBe(exitCode);
  });

  it('makes no call where its port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const out = join(temporary(), 'run');
    const { exitCode, err } = await callstormHere(['run', scenario(), '--out', out, '--ui', String(port)]);
    taken.close();
    expect(exitCode).toBe(2);
    expect(err).toContain(`port ${port} on 127.0.0.1 is in use`);
    expect(existsSync(out)).toBe(false);
  });

  it('wants a port, and says so where a scenario stands in its place', async () => {
    const { exitCode, err } = await callstormHere(['run', '--ui', scenario()]);
    expect(exitCode).toBe(2);
    expect(err).toContain('write --ui after it');
  });
});
