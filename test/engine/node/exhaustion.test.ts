import { describe, expect, it } from 'vitest';
import { redactionOf } from '../../../src/core/word/redaction.ts';
import { diagnose } from '../../../src/engine/node/diagnosis.ts';
import { refusalText } from '../../../src/engine/node/handshake_refusal.ts';

const failing = (code: string, more: object = {}): NodeJS.ErrnoException =>
  Object.assign(new Error(`connect ${code}`), { code, ...more });

describe('a machine at its limit', () => {
  it.each(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOMEM', 'ENOBUFS'])('is not the target’s: %s', (code) => {
    for (const opened of [false, true]) {
      const { failure, detail } = diagnose(failing(code, { address: '127.0.0.1' }), opened);
      expect(failure).toBe('generator_exhausted');
      expect(detail).toMatch(/\(.+\)$/);
    }
  });

  it('is told apart from a host one of whose addresses this machine has no way to', () => {
    const several = (...codes: string[]) =>
      new AggregateError(
        codes.map((code) => failing(code)),
        '',
      );
    expect(diagnose(several('EADDRNOTAVAIL', 'ECONNREFUSED'), false).failure).toBe('connect_refused');
    expect(diagnose(several('EMFILE', 'EMFILE'), false).failure).toBe('generator_exhausted');
  });

  it('is not a host that nobody knows', () => {
    expect(diagnose(failing('ENOTFOUND', { syscall: 'getaddrinfo' }), false).failure).toBe('connect_failed');
  });
});

describe('the words of a refusal', () => {
  const told = (body: string, headers: Record<string, string> = {}, statusMessage = 'Forbidden') =>
    refusalText({ statusCode: 403, statusMessage, headers }, body);

  it('are the first 200 characters, on one line', () => {
    expect(told('{"error":\n  "no such model"}')).toBe('HTTP 403 Forbidden: {"error": "no such model"}');
    expect(told('no '.repeat(300))).toBe(`HTTP 403 Forbidden: ${'no '.repeat(300).slice(0, 200)}…`);
    expect(told('')).toBe('HTTP 403 Forbidden');
  });

  it('come with where the target points to, and when to come again', () => {
    expect(told('', { location: 'https://a.example/in?key=abc', 'retry-after': '30' })).toBe(
      'HTTP 403 Forbidden, Location: https://a.example/in?key=…, Retry-After: 30',
    );
  });

  it('hold no key, also where it stands at the cut', () => {
    const key = 'sk-proj-Ab12Cd34Ef56Gh78Ij90';
    expect(told(`you sent Bearer ${key}`)).not.toContain('Ab12');
    expect(told(`${'x '.repeat(95)}${key}`)).not.toContain('Ab1');
    expect(told('', {}, key)).not.toContain('Ab12');
  });

  it('hold none of the run’s own secrets, whatever they look like, also where they stand at the cut', () => {
    const redact = redactionOf(['hunter two']);
    const refusal = {
      statusCode: 403,
      statusMessage: 'no hunter two',
      headers: { location: '/a/hunter%20two' },
    };
    const text = refusalText(refusal, `${'x '.repeat(97)}hunter two`, redact);
    expect(text).toMatch(/^HTTP 403 no …, Location: \/a\/…: (x )+…$/);
  });

  it('hold nothing that a terminal obeys', () => {
    const text = told('\u001B[2J\u001B]0;x\u0007 \u202Eolleh');
    expect(text).toContain('\\u001b[2J');
    expect(text).toContain('\\u202eolleh');
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
