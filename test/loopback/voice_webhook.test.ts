/** A voice webhook over real HTTP: what it is asked, what of its answer is followed, and how each way in which it fails is told. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  askWebhook,
  headersFor,
  type WebhookEnd,
  type WebhookOptions,
} from '../../src/engine/node/voice_webhook.ts';
import { twilioSignature } from '../../src/engine/node/twilio_signature.ts';

const FORM = { CallSid: 'CA1', From: '+15551234567', CallStatus: 'ringing' };
const STREAM = '<Response><Connect><Stream url="wss://a.example/s?lost=1"/></Connect></Response>';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => void;

async function serving(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => answer(request, body, response));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const xml =
  (text: string, type = 'text/xml'): Answer =>
  (_request, _body, response) =>
    response.setHeader('content-type', type).end(text);

function asked(url: string, changes: Partial<WebhookOptions> = {}): Promise<WebhookEnd> {
  const options = { url, token: null, headers: {}, dial: {}, redact: (text: string) => text, withinMs: 5000 };
  return new Promise((told) => askWebhook({ ...options, ...changes }, FORM, told));
}

describe('a voice webhook', () => {
  it('is asked as Twilio asks it, and its stream is what comes of it', async () => {
    const seen: { request: IncomingMessage; body: string }[] = [];
    const base = await serving((request, body, response) => {
      seen.push({ request, body });
      xml(STREAM)(request, body, response);
    });
    const url = `${base}/voice?tenant=a`;
    const end = await asked(url, { token: 'secret-token', headers: { 'x-tunnel': 'open' } });
    expect(end).toEqual({ type: 'stream', url: 'wss://a.example/s', parameters: {} });
    const [{ request, body } = { request: null, body: '' }] = seen;
    expect(request?.method).toBe('POST');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': twilioSignature('secret-token', url, FORM),
      'x-tunnel': 'open',
    });
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual(FORM);
  });

  it('sends the call on, by an address of its own or a relative one', async () => {
    const paths: string[] = [];
    const base = await serving((request, body, response) => {
      paths.push(`${request.method} ${new URL(request.url ?? '', 'http://a').pathname}`);
      const next = { '/a/voice': '../b', '/b': `${base}/c` }[request.url ?? ''];
      const verb = next === undefined ? STREAM : `<Response><Redirect>${next}</Redirect></Response>`;
      xml(request.url === '/b' ? verb.replace('<Redirect', '<Redirect method="GET"') : verb)(
        request,
        body,
        response,
      );
    });
    expect(await asked(`${base}/a/voice`)).toMatchObject({ type: 'stream' });
    expect(paths).toEqual(['POST /a/voice', 'POST /b', 'GET /c']);
  });

  it('gives what the scenario adds to no host that only TwiML names', async () => {
    const seen = new Map<string, IncomingMessage>();
    const base = await serving((request, body, response) => {
      seen.set(request.url ?? '', request);
      const other = base.replace('127.0.0.1', 'localhost');
      const next = { '/': '/own', '/own': `${other}/other` }[request.url ?? ''];
      xml(next === undefined ? STREAM : `<Response><Redirect>${next}</Redirect></Response>`)(
        request,
        body,
        response,
      );
    });
    const headers = { authorization: 'Bearer of-the-environment' };
    expect(await asked(base, { headers, token: 'secret-token' })).toMatchObject({ type: 'stream' });
    expect(seen.get('/own')?.headers).toMatchObject(headers);
    expect(seen.get('/other')?.headers).not.toHaveProperty('authorization');
    expect(seen.get('/other')?.headers).toHaveProperty('x-twilio-signature');
  });

  it.each([
    ['the same host', 'wss://agent.example/media', { 'x-key': 'k' }],
    ['another of its ports', 'wss://agent.example:8443/media', { 'x-key': 'k' }],
    ['it without TLS', 'ws://agent.example/media', {}],
    ['another host', 'wss://media.example/agent.example', {}],
    ['a host that begins like it', 'wss://agent.example.evil/media', {}],
  ])('opens a stream on %s with what it is given', (_, stream, given) => {
    const from = { url: 'https://agent.example/voice', headers: { 'x-key': 'k' } };
    expect(headersFor(new URL(stream), from)).toEqual(given);
  });

  it('is not asked in a circle for ever', async () => {
    let times = 0;
    const base = await serving((request, body, response) => {
      times++;
      xml('<Response><Redirect>/again</Redirect></Response>')(request, body, response);
    });
    expect(await asked(base)).toMatchObject({
      failure: 'protocol_error',
      detail: expect.stringContaining('redirects') as string,
    });
    expect(times).toBe(6);
  });

  it.each<[string, Answer, string, string]>([
    [
      'another status',
      (_q, _b, response) => response.writeHead(500).end('no database'),
      'http_error',
      'HTTP 500 Internal Server Error: no database',
    ],
    ['a refusal', (_q, _b, response) => response.writeHead(403).end(), 'http_unauthorized', 'HTTP 403'],
    ['too many', (_q, _b, response) => response.writeHead(429).end(), 'http_rate_limited', 'HTTP 429'],
    [
      'somewhere else',
      (_q, _b, response) => response.writeHead(302, { location: '/x' }).end(),
      'http_error',
      'Location: /x',
    ],
    ['JSON', xml('{}', 'application/json'), 'protocol_error', 'application/json (Twilio error 12300)'],
    ['no TwiML', xml('<html/>', 'text/html'), 'protocol_error', 'found <html> (Twilio error 12100)'],
    ['a hang-up', xml('<Response><Hangup/></Response>'), 'agent_hung_up', 'ends the call: <Hangup>'],
    [
      'a megabyte',
      xml(`<Response>${' '.repeat(1 << 20)}</Response>`),
      'protocol_error',
      'more than 64000 bytes',
    ],
    ['a broken connection', (request) => request.socket.destroy(), 'connect_failed', 'socket hang up'],
    [
      'half an answer',
      (_q, _b, response) => {
        response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '1000' }).write('<Response>');
        setImmediate(() => response.destroy());
      },
      'connect_failed',
      'in the middle of its answer',
    ],
    [
      'an odd address',
      xml('<Response><Connect><Stream url="wss://a b:x/"/></Connect></Response>'),
      'protocol_error',
      'wss:// url',
    ],
  ])('that answers with %s fails the call by its name', async (_what, answer, failure, words) => {
    const end = await asked(await serving(answer));
    expect(end).toMatchObject({ type: 'failed', failure });
    expect(end).toHaveProperty('detail', expect.stringMatching(/^the voice webhook: /));
    expect(end).toHaveProperty('detail', expect.stringContaining(words));
  });

  it('that nobody is at fails it too', async () => {
    const base = await serving(() => {});
    for (const close of closing.splice(0)) close();
    expect(await asked(base)).toMatchObject({ type: 'failed', failure: 'connect_refused' });
  });

  it('has so long, with all that it waits for', async () => {
    const silent = await serving(() => {});
    const end = await asked(silent, { withinMs: 50 });
    expect(end).toMatchObject({
      failure: 'connect_timeout',
      detail: expect.stringContaining('50 ms') as string,
    });
    const pausing = await serving(
      xml('<Response><Pause length="60"/><Connect><Stream url="wss://a"/></Connect></Response>'),
    );
    expect(await asked(pausing, { withinMs: 50 })).toMatchObject({ failure: 'connect_timeout' });
  });

  it('tells nothing once it was abandoned, and what it shows is neither a key nor what a terminal obeys', async () => {
    const base = await serving(xml('<html>\u001b[2J</html>', 'text/html; \u00e9=hidden-word'));
    let told = 0;
    await new Promise<void>((gone) => {
      const options = {
        url: base,
        token: null,
        headers: {},
        dial: {},
        redact: (text: string) => text,
        withinMs: 5000,
      };
      const asking = askWebhook(options, FORM, () => told++);
      asking.abandon();
      setImmediate(gone);
    });
    expect(told).toBe(0);
    const refused = await serving((_q, _b, response) =>
      response.writeHead(500).end('key hidden-word \u001b[2J'),
    );
    const end = await asked(refused, { redact: (text) => text.replaceAll('hidden-word', '…') });
    const shown = 'detail' in end ? end.detail : '';
    expect(shown).toContain('HTTP 500');
    expect(shown).not.toContain('hidden-word');
    expect(shown).not.toContain('\u001b');
  });
});
