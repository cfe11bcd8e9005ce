/**
 * Probes over real sockets: of the simulated agent as a service that speaks the protocol almost, and of what cannot be talked to.
 * Needs `npm run build`.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { startServer } from '../../src/agent/server.ts';
import { answeredAs } from '../../src/probe/carrier_trial.ts';
import { probe, type Probed } from '../../src/probe/probe.ts';
import { targetWith } from '../../src/probe/probe_scenario.ts';
import { carriersTried } from '../../src/probe/telephone.ts';
import { tryCarrier } from '../../src/probe/try_carrier.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { callstorm, temporary, written } from './command.ts';
import { callstormHere } from './here.ts';
import { answering, refusing, scripted } from './servers.ts';
import { constant, scenario } from './scenario_text.ts';

const closing: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(closing.map((each) => each.close())));
const kept = <T extends { close(): Promise<void> }>(target: T): T => {
  closing.push(target);
  return target;
};

let agent: Agent;
beforeAll(async () => {
  const file = written('terse.yaml', TERSE, temporary());
  agent = await loadAgent({ seed: 1, profile: file });
});
const TERSE = `
name: terse
voice: joe
greeting: filler-moment
answers: [filler-check]
latency: { vad: { median: 5ms, sigma: 0 }, llm: { median: 60ms, sigma: 0 }, tts: { median: 20ms, sigma: 0 } }
`;

/** With a shorter call than the command's, which is the same in virtual time elsewhere. */
async function probed(url: string, key?: string): Promise<Probed> {
  const file = scenario({ load: constant(1), script: '[listen, { say: okay }, listen]' });
  return probe({
    compiled: async (target) => {
      const change = (data: unknown) => {
        const { quirks, speaksFirst } = target;
        const spoken = {
          url,
          speaks_first: speaksFirst,
          ...(Object.keys(quirks).length === 0 ? {} : { quirks }),
        };
        return { ...(data as object), target: spoken };
      };
      const { scenario: loaded, repertoire } = await loadScenario(file, { change });
      return compileWith(repertoire, loaded);
    },
    key,
    env: {},
    signal: new AbortController().signal,
    say: () => {},
  });
}

const results = ({ tried }: Probed) => tried.map(({ quirks, attempt }) => [quirks, attempt.result.type]);

describe.concurrent('a probe', () => {
  it('finds the words of a service that has other ones, and holds a call in them', async () => {
    const server = kept(await startServer({ agent, host: '127.0.0.1', port: 0, quirks: 'xai' }));
    const found = await probed(server.url);
    expect(results(found)).toEqual([
      [{}, 'rejected'],
      [{ profile: 'xai' }, 'ready'],
    ]);
    expect(found.target).toEqual({ quirks: { profile: 'xai' }, speaksFirst: 'agent' });
    expect(found.guess?.protocol).toBe('xAI Voice');
    expect(found.call).toMatchObject({ outcome: 'completed', failure: null });
    expect(found.findings.find(({ what }) => what === 'answers')).toMatchObject({ found: true });
  });

  it('leaves out what is refused, and hears that the agent greets by itself', async () => {
    const target = kept(
      await scripted((peer, type, event) => {
        if (type !== 'session.update') return;
        const { session } = event as unknown as { readonly session: Record<string, unknown> };
        const refused = ['modalities', 'output_modalities'].find((name) => name in session);
        const error = { code: 'unknown_parameter', message: 'No.', param: `session.${refused}` };
        if (refused !== undefined) peer.send({ type: 'error', error });
        else {
          peer.send({ type: 'response.created', response: { id: 'r' } });
          peer.send({ type: 'response.done', response: { id: 'r', status: 'failed' } });
        }
      }),
    );
    const found = await probed(target.url);
    expect(results(found)).toEqual([
      [{}, 'rejected'],
      [{ profile: 'beta' }, 'rejected'],
      [{ omit: ['output_modalities'] }, 'ready'],
    ]);
    expect(found.target).toEqual({
      quirks: { omit: ['output_modalities'] },
      speaksFirst: 'agent_by_itself',
    });
  });

  it('tells what there is no session with, and why', async () => {
    const [gone, unauthorized, closed] = await Promise.all([
      refusing(),
      answering('401 Unauthorized').then(kept),
      scripted((peer, type) => {
        if (type !== 'session.update') return;
        const said = 'value-of-key is no setting';
        if (peer.request.url?.includes('rejects') === true) {
          peer.send({ type: 'error', error: { code: said, message: said, param: `instructions.${said}` } });
        } else peer.socket.close(1008, 'the key value-of-key is no good');
      }).then(kept),
    ]);
    const all = await Promise.all([gone, unauthorized, closed].map(({ url }) => probed(url, 'value-of-key')));
    expect(all.map(({ tried }) => tried.at(-1)?.attempt.result)).toEqual([
      { type: 'unreachable', detail: expect.stringContaining('ECONNREFUSED') as string },
      { type: 'refused', detail: expect.stringContaining('HTTP 401') as string },
      { type: 'closed', code: 1008, reason: 'the key … is no good' },
    ]);
    for (const { target, call } of all) expect([target, call]).toEqual([null, null]);
    const rejected = await probed(`${closed.url}?rejects`, 'value-of-key');
    expect(rejected.tried.length).toBeGreaterThan(0);
    expect(JSON.stringify(rejected)).not.toContain('value-of');
  });
});

describe.concurrent('a telephone server', () => {
  const tryAll = async (url: string) => {
    const file = scenario({ load: constant(1), script: '[{ say: okay }, listen]' });
    return carriersTried({
      compiled: async (target) => {
        const change = (data: unknown) => ({ ...(data as object), target: targetWith({ url }, target) });
        const { scenario: loaded, repertoire } = await loadScenario(file, { change });
        return compileWith(repertoire, loaded);
      },
      signal: new AbortController().signal,
      say: () => {},
      called: (carrier, compiled) =>
        tryCarrier({
          carrier,
          ...compiled,
          key: undefined,
          authToken: 'token',
          dial: {},
          redact: (text) => text,
          signal: new AbortController().signal,
          patience: { greetsMs: 400, answersMs: 200, mendsMs: 100 },
        }),
    });
  };

  it.each(['twilio', 'telnyx', 'plivo', 'exotel'] as const)('of %s is told from the others', async (name) => {
    const server = kept(await startServer({ agent, host: '127.0.0.1', port: 0, quirks: name }));
    const trials = await tryAll(server.url);
    expect(answeredAs(trials)).toEqual([name]);
    const others = trials.filter(({ carrier }) => carrier !== name);
    for (const { result } of others) expect(result).toMatchObject({ type: 'closed', code: 1008 });
  });

  it('that answers each of them is said to; one that says nothing, or is not there, is not', async () => {
    const any = kept(
      await startServer({ agent, host: '127.0.0.1', port: 0, dialect: 'twilio-media-streams' }),
    );
    expect([...answeredAs(await tryAll(any.url))].sort()).toEqual(['exotel', 'plivo', 'telnyx', 'twilio']);
    const silent = kept(await scripted(() => {}));
    expect((await tryAll(silent.url)).map(({ result }) => result.type)).toEqual(Array(4).fill('silent'));
    const gone = await refusing();
    expect((await tryAll(gone.url)).map(({ carrier, result }) => [carrier, result.type])).toEqual([
      ['twilio', 'unreachable'],
    ]);
    expect(silent.requests[0]?.headers['x-twilio-signature']).toMatch(/=$/);
  });
});

describe.concurrent('callstorm probe', () => {
  it('prints all that it found as JSON, and beside it what a person reads', async () => {
    const target = kept(await answering('403 Forbidden'));
    const ended = await callstorm(['probe', target.url, '--json']).ended;
    expect(ended.exitCode).toBe(1);
    expect(JSON.parse(ended.out)).toMatchObject({
      dialect: 'openai-realtime',
      tried: [{ quirks: {}, attempt: { result: { type: 'refused' } } }],
      call: null,
      findings: [],
      target: null,
    });
    expect(ended.err).toMatch(/refused: HTTP 403 Forbidden.*\n.*no session to be had.*--key-env/s);
  });

  it('is told apart by its exit code where nobody is there, and says no word of a key', async () => {
    const gone = await refusing();
    const env = { PROBE_KEY: 'value-of-key', HTTP_PROXY: '' };
    const ended = await callstormHere(['probe', gone.url, '--key-env', 'PROBE_KEY'], { env });
    expect([ended.exitCode, ended.out]).toEqual([5, '']);
    expect(ended.err).toContain('ECONNREFUSED');
    expect(ended.err).not.toContain('value-of');
    const misplaced = written('s.yaml', 'name: s', temporary());
    const both = await callstormHere(['probe', misplaced, '--key-env', 'PROBE_KEY'], { env });
    expect([both.exitCode, both.err]).toEqual([2, expect.stringContaining('a scenario says this itself')]);
  });
});
