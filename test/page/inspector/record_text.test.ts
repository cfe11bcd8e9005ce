/** Records as people read them. */

import { describe, expect, it } from 'vitest';
import { recordText } from '../../../src/page/inspector/record_text.ts';
import { turn } from '../../report/log_builder.ts';

describe('the text of a record', () => {
  it('is all of it, as JSON', () => {
    expect(JSON.parse(recordText(turn({ said: 'a "b" <c>' })))).toEqual(turn({ said: 'a "b" <c>' }));
  });

  it('has what a page would obey as escapes', () => {
    const text = recordText(turn({ heardText: '\u202Eevil\u001B[31m\u0007' }));
    expect(text).toContain(String.raw`\u202eevil\u001b[31m\u0007`);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('tells base64 by its length', () => {
    const text = recordText(turn({ detail: 'QUJD'.repeat(100), heardText: 'a'.repeat(100) }));
    expect(text).toContain('"(base64, 400 characters)"');
    expect(text).toContain('a'.repeat(100));
  });
});
