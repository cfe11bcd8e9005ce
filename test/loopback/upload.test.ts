/** A run's log sent elsewhere once it is whole: to a bucket that looks at the signature, and to any address that takes a PUT. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AgentServer } from '../../src/agent/server.ts';
import { logDestination, type LogDestination } from '../../src/run/upload/log_destination.ts';
import { sendLog } from '../../src/run/upload/send_log.ts';
import { agentHere } from './agent_here.ts';
import { callstorm, temporary, written } from './command.ts';
import { callstormHere } from './here.ts';
import { keepLogs, type LogKeeper } from './log_keeper.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const keys = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE0123456789',
  AWS_SECRET_ACCESS_KEY: SECRET,
  AWS_REGION: 'eu-west-1',
};
const text = '{"type":"header"}\n{"type":"footer"}\n';

const open: LogKeeper[] = [];
async function keeper(secret?: string): Promise<LogKeeper> {
  const made = await keepLogs(secret);
  open.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

function destination(env: Readonly<Record<string, string>>): LogDestination {
  const found = logDestination(env, { run: 'nightly 17', share: 2, of: 4 });
  if (found === null) throw new Error('nowhere');
  return found;
}

const log = (): string => written('calls.ndjson', text);
const QUICK = { withinMs: 20_000, waitsMs: [1, 1] };

describe('a log', () => {
  it('is put into a bucket that looks at its signature', async () => {
    const bucket = await keeper(SECRET);
    const env = { CALLSTORM_LOG_URL: 's3://logs/storms (all)/', AWS_ENDPOINT_URL: bucket.url, ...keys };
    for (const lent of [{}, { AWS_SESSION_TOKEN: 'lent/for+an/hour==' }]) {
      expect(await sendLog(log(), destination({ ...env, ...lent }), QUICK)).toMatchObject({ sent: true });
    }
    expect(bucket.took.map(({ path }) => path)).toEqual(
      Array.from({ length: 2 }, () => '/logs/storms%20%28all%29/nightly%2017-2-of-4.ndjson.gz'),
    );
    expect(bucket.took[0]?.text).toBe(text);
    expect(bucket.took[1]?.headers['x-amz-security-token']).toBe('lent/for+an/hour==');
  });

  it('is refused by it with another key, once, and the key is not shown', async () => {
    const bucket = await keeper('another secret');
    const env = { CALLSTORM_LOG_URL: 's3://logs/x/', AWS_ENDPOINT_URL: bucket.url, ...keys };
    const sent = await sendLog(log(), destination(env), QUICK);
    expect(sent).toMatchObject({ sent: false, reason: 'it was answered 403: SignatureDoesNotMatch for …' });
    expect(bucket).toMatchObject({ took: [], asked: 1 });
  });

  it('is put to any address, with its header', async () => {
    const place = await keeper();
    const env = {
      CALLSTORM_LOG_URL: `${place.url}/in/{run}-{share}.gz?sig=abc`,
      CALLSTORM_LOG_AUTHORIZATION: 'Bearer of-good-news',
    };
    expect(await sendLog(log(), destination(env), QUICK)).toMatchObject({ sent: true });
    expect(place.took[0]).toMatchObject({
      path: '/in/nightly%2017-2.gz?sig=abc',
      text,
      headers: { authorization: 'Bearer of-good-news', 'content-type': 'application/gzip' },
    });
  });

  it('is sent again where the other side is busy, and not for ever', async () => {
    const place = await keeper();
    const there = destination({ CALLSTORM_LOG_URL: `${place.url}/a.gz` });
    place.refusals.push({ status: 503, body: 'busy' }, { status: 429, body: 'slow down' });
    expect(await sendLog(log(), there, QUICK)).toMatchObject({ sent: true });
    expect(place.asked).toBe(3);
    for (let i = 0; i < 3; i++)
      place.refusals.push({ status: 500, body: '<Error>broken\n  \u001b[31m</Error>' });
    expect(await sendLog(log(), there, QUICK)).toEqual({
      sent: false,
      reason: expect.stringMatching(/^it was answered 500: broken \S*\[31m$/) as string,
    });
  });

  it('is sent anew where nothing is answered, and what is answered without end is not heard out', async () => {
    const place = await keeper();
    const there = destination({ CALLSTORM_LOG_URL: `${place.url}/a.gz` });
    const patient = { ...QUICK, silentMs: 200 };
    place.refusals.push(null);
    expect(await sendLog(log(), there, patient)).toMatchObject({ sent: true });
    expect(place.asked).toBe(2);
    place.refusals.push(null, null, null);
    expect(await sendLog(log(), there, patient)).toEqual({
      sent: false,
      reason: 'nothing was heard of it for 0.2 s',
    });
    place.refusals.push({ status: 403, body: 'no, '.repeat(5000), endless: true });
    expect(await sendLog(log(), there, patient)).toMatchObject({
      sent: false,
      reason: expect.stringMatching(/^it was answered 403: no, no, /) as string,
    });
    place.refusals.push({ status: 200, body: 'yes, '.repeat(5000), endless: true });
    expect(await sendLog(log(), there, patient)).toMatchObject({ sent: true });
  });

  it('that cannot be sent says why, without what it was sent with', async () => {
    const place = await keeper();
    const url = `${place.url}/a.gz?X-Amz-Signature=0123456789abcdef0123456789abcdef`;
    place.refusals.push({ status: 400, body: `you asked for ${url}` });
    const refused = await sendLog(log(), destination({ CALLSTORM_LOG_URL: url }), QUICK);
    expect(JSON.stringify(refused)).toContain('it was answered 400: you asked for');
    expect(JSON.stringify(refused)).not.toContain('0123456789abcdef');
    await place.close();
    const nobody = await sendLog(log(), destination({ CALLSTORM_LOG_URL: url }), QUICK);
    expect(nobody).toMatchObject({ sent: false, reason: expect.stringContaining('ECONNREFUSED') as string });
    const gone = await sendLog('/nowhere/calls.ndjson', destination({ CALLSTORM_LOG_URL: url }), QUICK);
    expect(gone).toMatchObject({ sent: false, reason: expect.stringContaining('ENOENT') as string });
  });
});

describe('a run', () => {
  const file = written(
    'one.yaml',
    `
name: one
target: { speaks_first: caller }
callers: [{ name: short, script: [{ say: hello }, { listen: 8s }] }]
load: { concurrency: 1, calls: 1, hold: 20s }
`,
  );
  let agent: AgentServer;
  beforeAll(async () => {
    agent = await agentHere();
  });
  afterAll(() => agent.close());
  const words = (...more: readonly string[]): readonly string[] => [
    'run',
    file,
    '--quiet',
    '--no-calibrate',
    '--target',
    agent.url,
    ...more,
  ];

  it('sends its log once it is whole, and keeps it where it was told to', async () => {
    const bucket = await keeper(SECRET);
    const folder = temporary();
    const path = join(folder, 'volume', 'share.ndjson');
    const env = { CALLSTORM_LOG_URL: 's3://logs/', AWS_ENDPOINT_URL: bucket.url, ...keys };
    const named = { ...env, CALLSTORM_LOG_URL: 's3://logs/{run}.gz' };
    const { err, out } = await callstorm(words('--log', path, '--run-id', 'nightly'), { env: named }).ended;
    expect(err).toMatch(/log sent to s3:\/\/logs\/nightly\.gz \(0\.0 MB, compressed\)/);
    expect(bucket.took.map(({ text: took }) => took)).toEqual([readFileSync(path, 'utf8')]);
    expect(bucket.took[0]?.text).toContain('"type":"footer"');
    expect(existsSync(join(folder, 'volume', 'report.html'))).toBe(false);
    expect(out).toContain('1 completed');
    expect(out + err + readFileSync(path, 'utf8')).not.toContain(SECRET);
  });

  it('that cannot send its log keeps it and says what to do, by its exit code too', async () => {
    const bucket = await keeper('another secret');
    const out = join(temporary(), 'out');
    const env = { CALLSTORM_LOG_URL: 's3://logs/x/', AWS_ENDPOINT_URL: bucket.url, ...keys };
    const ended = await callstormHere(words('--out', out), { env });
    expect(ended.exitCode).toBe(2);
    expect(ended.err).toMatch(/error the log could not be sent to s3:\/\/logs\/x\/\S+: it was answered 403/);
    expect(ended.err).toContain(`it is kept in ${join(out, 'calls.ndjson')}: send it yourself`);
    expect(readFileSync(join(out, 'calls.ndjson'), 'utf8')).toContain('"type":"footer"');
    for (const name of ['calls.ndjson', 'summary.json', 'report.html', 'report.md']) {
      expect(readFileSync(join(out, name), 'utf8')).not.toContain(SECRET);
    }
    expect(ended.out + ended.err).not.toContain(SECRET);
  });

  it('makes no call where it could not send its log', async () => {
    const unsigned = await callstormHere(words(), {
      env: { CALLSTORM_LOG_URL: 's3://logs/x/', AWS_ACCESS_KEY_ID: '' },
    });
    expect(unsigned).toMatchObject({ exitCode: 2, out: '' });
    expect(unsigned.err).toContain('expected AWS_ACCESS_KEY_ID in the environment');
    const unkept = await callstormHere(words('--log', '-'), {
      env: { CALLSTORM_LOG_URL: 'http://127.0.0.1:9/' },
    });
    expect(unkept).toMatchObject({ exitCode: 2, out: '' });
    expect(unkept.err).toContain('found it on standard output alone');
  });
});
