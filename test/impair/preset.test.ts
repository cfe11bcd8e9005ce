/** Lines by name: what each stands for can be done, and a bare word is written for it. */

import { describe, expect, it } from 'vitest';
import { impairText, readImpairText } from '../../src/impair/impair_text.ts';
import { impairments } from '../../src/impair/impairments.ts';
import { presets, unfolded } from '../../src/impair/preset.ts';

describe('a preset', () => {
  it.each([...presets])('%s stands for impairments that there are, as they are written', (name, parts) => {
    expect(impairments.has(name)).toBe(false);
    for (const part of parts) {
      const reading = readImpairText(part);
      expect('ok' in reading ? impairText(reading.ok).startsWith(part) : reading.mistake).toBe(true);
    }
  });

  it('is unfolded where it stands as a bare word; anything else is what it is', () => {
    expect(unfolded('tau-regular')).toEqual(['noise=street@15dB', 'g711=ulaw', 'loss=1%@5']);
    expect(unfolded(' tau-regular ')).toHaveLength(3);
    for (const entry of ['clip=6dB', { impair: 'tau-regular' }, 7]) expect(unfolded(entry)).toEqual([entry]);
  });

  it('takes no arguments, and says what it stands for', () => {
    for (const text of ['tau-regular=3dB', 'tau-regular,snr=3dB']) {
      expect(readImpairText(text)).toMatchObject({ mistake: expect.stringContaining('loss=1%@5') as string });
    }
  });
});
