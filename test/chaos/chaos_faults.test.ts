/** The arguments of the caller's faults: what goes for them, and what they cannot be. */

import { describe, expect, it } from 'vitest';
import { chaosFaults } from '../../src/chaos/chaos_faults.ts';
import { armFault } from '../../src/fault/arm_fault.ts';
import { fault } from './spoiled.ts';

function mistake(name: string, args: Readonly<Record<string, string>>): string | null {
  const armed = armFault(chaosFaults, { fault: name, share: 1, args });
  return 'mistake' in armed ? armed.mistake : null;
}

describe('a close', () => {
  it.each(['1000', '3000', '4999'])('may have the code %s', (code) => {
    expect(mistake('close', { code })).toBeNull();
  });

  it.each(['1005', '1006', '1011', '2999'])('cannot have the code %s: no client may send it', (code) => {
    expect(mistake('close', { code })).toBe(
      `close: code: expected 1000, or one from 3000 to 4999, found ${code}`,
    );
  });

  it.each(['999', '5000', '3000.5', 'gone'])('cannot have the code %s', (code) => {
    expect(mistake('close', { code })).toBe(
      `close: code: expected a whole number from 1000 to 4999, found "${code}"`,
    );
  });
});

describe('what lasts', () => {
  it.each(['stall', 'throttle', 'slow_reader', 'late_audio'])('%s has an end', (name) => {
    expect(mistake(name, { for: '1m' })).toBeNull();
    expect(mistake(name, { for: '2m' })).toBe(`${name}: for: expected a duration from 1ms to 1m, found "2m"`);
    expect(mistake(name, { for: '0s' })).toContain('expected a duration');
  });

  it('is told in bytes a millisecond', () => {
    const { args } = fault('throttle::kbps=64');
    expect(chaosFaults.get('throttle')?.does(args)).toMatchObject({
      deed: { type: 'limit_upload', bytesPerMs: 8, forMs: 5000 },
    });
    expect(mistake('throttle', { kbps: '0' })).toContain('kbps');
  });
});
