import { beforeAll, describe, expect, it } from 'vitest';
import { TokenBucket } from '../../src/agent/meter/rate_limit.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import type { Spoken } from './virtual_client.ts';
import { PLAIN, VirtualClient, recordings } from './virtual_client.ts';

let question: Spoken;
beforeAll(async () => {
  [question] = (await recordings('slt/order-status')) as [Spoken];
});

const create = { type: 'response.create' };
const status = (client: VirtualClient): string[] =>
  client.of('response.done').map(({ event }) => event.response.status ?? '');
const cachedOf = (client: VirtualClient): number =>
  client.last('response.done').event.response.usage?.input_token_details?.cached_tokens ?? -1;

describe('the session’s length', () => {
  it('is an hour: an error, and close 1001 with the same words', async () => {
    const agent = await loadAgent({ profile: PLAIN, seed: 1 });
    const client = new VirtualClient(agent.session(0), 5000).run(3_599_999);
    expect(client.types()).toEqual(['session.created']);
    client.run(1);
    const message = 'Your session hit the maximum duration of 60 minutes.';
    expect(client.last('error').event.error).toMatchObject({ code: 'session_expired', message });
    expect(client.closes).toEqual([1001]);
    expect(client.records.map(({ type }) => type)).toEqual(['opened', 'closed']);
    // Nothing comes after it.
    client.send(create).close().run(60_000);
    expect(client.types()).toEqual(['session.created', 'error']);
    expect(client.records).toHaveLength(2);
  });

  it('can be set, and ends an answer that is under way', async () => {
    const agent = await loadAgent({ profile: PLAIN, seed: 1, limits: { sessionMs: 1500 } });
    const client = new VirtualClient(agent.session(0)).run(1000).send(create).run(1000);
    expect(client.last('error').event.error.message).toBe(
      'Your session hit the maximum duration of 1.5 seconds.',
    );
    expect(client.last('error').atMs).toBe(1500);
    expect(client.of('response.done')).toHaveLength(0);
    expect(client.records.find(({ type }) => type === 'answer')).toMatchObject({
      status: 'cancelled',
      reason: 'closed',
    });
  });

  it('is told in seconds of the Unix epoch, where there is such a clock', async () => {
    const agent = await loadAgent({ profile: PLAIN, seed: 1 });
    const client = new VirtualClient(agent.session(0, { expiresAtS: 1_900_000_000 }));
    expect(client.last('session.created').event.session).toMatchObject({ expires_at: 1_900_000_000 });
    client.update({ instructions: 'Hm.' });
    expect(client.last('session.updated').event.session).toMatchObject({ expires_at: 1_900_000_000 });
    expect(new VirtualClient(agent.session(0)).last('session.created').event.session).not.toHaveProperty(
      'expires_at',
    );
  });
});

describe('the allowance of tokens', () => {
  it('is told truly, and a response that it does not pay for fails at once, silently', async () => {
    const agent = await loadAgent({ profile: PLAIN, seed: 1, limits: { tokensPerMinute: 250 } });
    const client = new VirtualClient(agent.session(0)).update({ instructions: 'x'.repeat(400) });
    client.send(create).run(5000);
    const { response } = client.last('response.done').event;
    const used = response.usage?.total_tokens ?? 0;
    const [limit] = client.last('rate_limits.updated').event.rate_limits;
    expect(limit).toMatchObject({ name: 'tokens', limit: 250 });
    // What came back since the response was created.
    const tookMs = client.last('response.done').atMs - client.last('response.created').atMs;
    expect(limit?.remaining).toBe(Math.floor(250 - used + Math.min(100, (tookMs / 60_000) * 250)));
    const mark = client.events.length;
    client.send(create);
    expect(client.typesSince(mark)).toEqual(['response.created', 'response.done', 'rate_limits.updated']);
    const refused = client.last('response.done').event.response;
    expect(refused).toMatchObject({
      status: 'failed',
      status_details: { type: 'failed', error: { type: 'tokens', code: 'rate_limit_exceeded' } },
      output: [],
      usage: { total_tokens: 0 },
    });
    expect(JSON.stringify(refused.status_details)).toMatch(
      /Limit 250, Used \d+, Requested \d+\. Please try again in [\d.]+s\./,
    );
    expect(client.records.findLast(({ type }) => type === 'answer')).toMatchObject({
      status: 'failed',
      reason: 'rate_limit_exceeded',
      firstAudioSentMs: null,
    });
    // As late as it says, and it goes on.
    client.run(60_000).send(create).run(9000);
    expect(status(client)).toEqual(['completed', 'failed', 'completed']);
  });

  it('fails the answer to a turn as well, and the caller is listened to all the same', async () => {
    const agent = await loadAgent({ profile: PLAIN, seed: 1, limits: { tokensPerMinute: 20 } });
    const client = new VirtualClient(agent.session(0)).speak(question.pcm).silence(3000);
    expect(client.of('input_audio_buffer.committed')).toHaveLength(1);
    expect(status(client)).toEqual(['failed']);
    client.speak(question.pcm).silence(3000);
    expect(status(client)).toEqual(['failed', 'failed']);
  });

  it('is one for all sessions of a server', async () => {
    const agent = await loadAgent({ profile: PLAIN, seed: 1, limits: { tokensPerMinute: 400 } });
    const allowance = new TokenBucket(400);
    const all = [0, 1, 2, 3, 4, 5].map((i) => new VirtualClient(agent.session(i, { allowance })));
    for (const client of all) client.update({ instructions: 'x'.repeat(400) }).send(create);
    // A hundred tokens each are let in, until there are none.
    expect(all.map((client) => status(client).length)).toEqual([0, 0, 0, 0, 1, 1]);
  });
});

describe('the context', () => {
  const long = { instructions: 'x'.repeat(400) };

  it('loses its oldest items when it is full, and the cache from there on', async () => {
    const agent = await loadAgent({ profile: PLAIN, seed: 1, limits: { contextTokens: 600 } });
    const client = new VirtualClient(agent.session(0)).update(long);
    let lost = 0;
    for (let i = 0; i < 12; i++) {
      const before = client.of('response.done').at(-1)?.event.response.usage;
      client.send(create).run(20_000);
      const { usage } = client.last('response.done').event.response;
      expect(usage?.input_tokens).toBeLessThanOrEqual(600);
      const grown = (before?.input_tokens ?? 0) + (before?.output_tokens ?? 0);
      if (before === undefined || grown <= 600) continue;
      lost++;
      // Only the instructions stand where they stood: one block of 64.
      expect(cachedOf(client)).toBe(64);
    }
    expect(lost).toBeGreaterThan(3);
    expect(new Set(status(client))).toEqual(new Set(['completed']));
    // They have left the context, not the conversation.
    const first = client.of('conversation.item.added')[0]?.event.item.id;
    client.send({ type: 'conversation.item.retrieve', item_id: first });
    expect(client.last('conversation.item.retrieved').event.item.id).toBe(first);
  });

  it('loses more at once by a retention ratio, and is cached again in between', async () => {
    const agent = await loadAgent({ profile: PLAIN, seed: 1, limits: { contextTokens: 1000 } });
    const busts = (truncation: unknown): number => {
      const client = new VirtualClient(agent.session(0)).update({ ...long, truncation });
      let count = 0;
      for (let i = 0; i < 25; i++) {
        client.send(create).run(20_000);
        if (i > 5 && cachedOf(client) === 64) count++;
      }
      return count;
    };
    const ratio = busts({ type: 'retention_ratio', retention_ratio: 0.5 });
    expect(ratio).toBeGreaterThan(0);
    expect(ratio).toBeLessThan(busts('auto') / 2);
  });

  it('fails a response where nothing may leave', async () => {
    const agent = await loadAgent({ profile: PLAIN, seed: 1, limits: { contextTokens: 300 } });
    const client = new VirtualClient(agent.session(0)).update({ ...long, truncation: 'disabled' });
    for (let i = 0; i < 4; i++) client.send(create).run(20_000);
    expect(status(client)).toContain('completed');
    expect(status(client).at(-1)).toBe('failed');
    expect(client.last('response.done').event.response.status_details).toMatchObject({
      type: 'failed',
      error: { code: 'context_length_exceeded' },
    });
    client.update({ truncation: 'auto' }).send(create).run(20_000);
    expect(status(client).at(-1)).toBe('completed');
  });

  it('is cached for five minutes after it was last read', async () => {
    const agent = await loadAgent({ profile: PLAIN, seed: 1 });
    const client = new VirtualClient(agent.session(0)).update(long);
    client
      .send(create)
      .run(5 * 60_000)
      .send(create);
    expect(client.run(20_000).of('response.done')).toHaveLength(2);
    expect(cachedOf(client)).toBe(64);
    client
      .run(5 * 60_000 + 1)
      .send(create)
      .run(20_000);
    expect(cachedOf(client)).toBe(0);
  });
});
