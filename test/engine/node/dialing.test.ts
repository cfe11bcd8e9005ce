import { describe, expect, it } from 'vitest';
import { dialOptions } from '../../../src/engine/node/dial_options.ts';
import { dialingOf } from '../../../src/engine/node/dialing.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';

const { target } = smallPlan([]);
const url = 'wss://voice.example.com/v1';
const named = {
  ...target,
  headers: { authorization: 'Bearer ${TOKEN}', 'x-tenant': 'acme' },
  query: { sig: '${SIG}' },
  session: {
    ...target.session,
    raw: { tools: [{ type: 'mcp', authorization: { env: 'MCP' } }], vendor: { env: 'MCP', other: 1 } },
  },
};

describe('what dialling takes from the environment', () => {
  it('fills in what is named, and keeps it in mind as secret', () => {
    const env = { TOKEN: 'tok-value', SIG: 'sig-value', MCP: 'mcp-value' };
    const { target: filled, secrets } = dialingOf(named, url, env, { key: 'the-key' });
    expect(filled.headers).toEqual({ authorization: 'Bearer tok-value', 'x-tenant': 'acme' });
    expect(filled.query).toEqual({ sig: 'sig-value' });
    // A map that has more than `env` is the protocol's own.
    expect(filled.session.raw).toEqual({
      tools: [{ type: 'mcp', authorization: 'mcp-value' }],
      vendor: { env: 'MCP', other: 1 },
    });
    expect(secrets).toEqual(['the-key', 'tok-value', 'sig-value', 'mcp-value']);
  });

  it.each([
    [{}, /^expected a value in the environment variable TOKEN, found none$/],
    [{ TOKEN: '' }, /TOKEN, found none/],
    [{ TOKEN: 'x\r', SIG: 's', MCP: 'm' }, /fits in a header in TOKEN/],
  ])('says what is missing, by name alone: %j', (env, message) => {
    expect(() => dialingOf(named, url, env)).toThrow(message);
  });

  it('gives nothing of it to the simulated agent', () => {
    const env = { HTTPS_PROXY: 'http://up' };
    const dialing = dialingOf({ ...named, url: 'simulator' }, 'ws://127.0.0.1:1', env, { ca: 'PEM' });
    expect(dialing).toMatchObject({ proxy: null, ca: null });
    expect(dialing.target).not.toHaveProperty('headers');
    expect(dialing.target).not.toHaveProperty('query');
  });

  it('counts the proxy’s password among the secrets, and dials through it', async () => {
    const env = { HTTPS_PROXY: 'http://me:p%40ss@up:3128' };
    const dialing = dialingOf(target, url, env);
    expect(dialing.proxy).toBe('http://me:p%40ss@up:3128/');
    expect(dialing.secrets).toEqual(['me', 'me', 'p%40ss', 'p@ss']);
    expect(await dialOptions(dialing)).toHaveProperty('agent');
    expect(await dialOptions({ ca: null, proxy: null })).toEqual({});
  });
});
