import { describe, expect, it } from 'vitest';
import { diagnose, statusFailure } from '../../../src/engine/node/diagnosis.ts';

function failing(code: string, message = 'it failed'): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}

describe('diagnose', () => {
  it.each([
    ['ECONNREFUSED', false, 'connect_refused'],
    ['ECONNRESET', false, 'connect_failed'],
    ['ECONNRESET', true, 'connection_lost'],
    ['EPIPE', true, 'connection_lost'],
    ['ENOTFOUND', false, 'connect_failed'],
    ['ETIMEDOUT', false, 'connect_timeout'],
    ['HPE_INVALID_CONSTANT', false, 'protocol_error'],
    ['WS_ERR_INVALID_OPCODE', true, 'protocol_error'],
    ['EPROTO', false, 'connect_failed'],
  ])('%s (opened: %s) is %s', (code, opened, failure) => {
    expect(diagnose(failing(code), opened)).toEqual({ failure, detail: 'it failed' });
  });

  it('gives a way out where the machine is at its limit', () => {
    expect(diagnose(failing('EMFILE'), false).detail).toContain('ulimit -n');
    expect(diagnose(failing('EADDRNOTAVAIL'), false).detail).toContain('fewer calls');
  });

  it('looks into an error of several addresses, and never says nothing', () => {
    const several = new AggregateError([failing('ECONNREFUSED'), failing('ENETUNREACH')], '');
    expect(diagnose(several, false)).toEqual({ failure: 'connect_refused', detail: 'ECONNREFUSED' });
  });
});

describe('statusFailure', () => {
  it.each([
    [401, 'http_unauthorized'],
    [403, 'http_unauthorized'],
    [429, 'http_rate_limited'],
    [302, 'http_error'],
    [503, 'http_error'],
  ])('%d is %s', (status, failure) => {
    expect(statusFailure(status)).toBe(failure);
  });
});
