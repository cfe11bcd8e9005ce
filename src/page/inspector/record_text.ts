/** A record of the log as text for people: on lines of its own, each made visible, and base64 told by its length. Pure. */

import { visible } from '../../core/word/visible.ts';
import type { InspectedRecord } from './inspected_call.ts';

/** Nothing that anybody reads is this long and has no other characters. */
const BASE64 = /^[A-Za-z0-9+/_-]{200,}={0,2}$/;

/** On lines of its own, each made visible. */
export function recordText(record: InspectedRecord): string {
  const text = JSON.stringify(
    record,
    (_name, value: unknown) =>
      typeof value === 'string' && BASE64.test(value) ? `(base64, ${value.length} characters)` : value,
    2,
  );
  return text.split('\n').map(visible).join('\n');
}
