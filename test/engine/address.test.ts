import { expect, it } from 'vitest';
import { showAll } from '../../src/core/word/redaction.ts';
import { openaiRealtime } from '../../src/dialect/openai/openai_realtime.ts';
import { Address } from '../../src/engine/address.ts';
import { smallPlan } from '../core/plan/small_plan.ts';

const { target } = smallPlan([]);
const dialect = openaiRealtime({ format: 'pcm16' });

it('has another key from one connection to the next, and hides both', () => {
  const address = new Address(dialect, target, 'ws://h/v1', ['secret-of-header'], 'first-key');
  const { redact } = address;
  const before = address.connection;
  address.rekey('second-key');
  expect(before.headers).toEqual({ authorization: 'Bearer first-key' });
  expect(address.connection.headers).toEqual({ authorization: 'Bearer second-key' });
  expect(redact('first-key second-key secret-of-header plain')).toBe('… … … plain');
});

it('hides nothing where there is nothing to hide', () => {
  expect(new Address(dialect, target, 'ws://h/v1', [], undefined).redact).toBe(showAll);
});
