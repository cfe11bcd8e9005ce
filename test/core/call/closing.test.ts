/** What the end of a connection means, word for word. */

import { describe, expect, it } from 'vitest';
import {
  closingMeans,
  closingWords,
  errorText,
  isGoodbye,
  mayPass,
  mayPassWithCare,
  tellsOfRateLimit,
} from '../../../src/core/call/closing.ts';
import { failures, type FailureCode } from '../../../src/core/log/failure.ts';

describe('the end of a connection', () => {
  it.each<[number, string, FailureCode]>([
    [1000, '', 'agent_hung_up'],
    [1005, '', 'agent_hung_up'],
    [1008, 'policy', 'agent_hung_up'],
    [1006, '', 'connection_lost'],
    [1011, 'oops', 'connection_lost'],
    [1012, 'restart', 'overloaded'],
    [1013, '', 'overloaded'],
    // What the service says counts more than its code.
    [1013, 'Rate limit reached', 'rate_limited'],
    [1000, 'rate_limit_exceeded', 'rate_limited'],
    [1000, 'ratelimit', 'rate_limited'],
    [1000, 'rate of the limit', 'agent_hung_up'],
  ])('with %d %j means %s', (code, reason, meaning) => {
    expect(closingMeans(code, reason, true)).toBe(meaning);
    expect(closingMeans(code, reason, false)).toBe('connect_failed');
  });

  it('is a goodbye where a client would say it so, and nothing else was meant', () => {
    expect([1000, 1005, 1006, 1011].map((code) => isGoodbye(code, 'agent_hung_up'))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([1000, 1005].map((code) => isGoodbye(code, 'rate_limited'))).toEqual([false, false]);
  });

  it('is told with what it said, and with the error that came before it', () => {
    expect(closingWords(1006, '', null)).toBe('closed with 1006');
    expect(closingWords(1011, 'overloaded', null)).toBe('closed with 1011 overloaded');
    expect(closingWords(1000, 'bye', { code: 'server_error', message: 'oops' })).toBe(
      'closed with 1000 bye, after server_error: oops',
    );
    expect(errorText({ code: 'server_error', message: '' })).toBe('server_error');
  });

  it('tells of a rate limit by the error’s code', () => {
    expect(
      ['rate_limit_exceeded', 'tokens_rate_limit', 'server_error'].map((code) => tellsOfRateLimit({ code })),
    ).toEqual([true, true, false]);
  });

  it('lets a call dial again where another connection may do better', () => {
    const all = Object.keys(failures) as FailureCode[];
    const plain = [
      'agent_hung_up',
      'connect_failed',
      'connect_refused',
      'connect_timeout',
      'connection_lost',
      'disconnected',
      'overloaded',
    ];
    expect(all.filter(mayPass).sort()).toEqual(plain);
    expect(all.filter((code) => mayPassWithCare(code) && !mayPass(code)).sort()).toEqual([
      'http_error',
      'http_rate_limited',
      'session_expired',
      'setup_timeout',
    ]);
    expect(all.filter(mayPass).every(mayPassWithCare)).toBe(true);
  });
});
