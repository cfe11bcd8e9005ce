import { describe, expect, it } from 'vitest';
import { redactionOf } from '../../src/core/word/redaction.ts';
import { OutsideText } from '../../src/engine/outside_text.ts';

const KEY = 'sk-secret-0123456789';
const outside = new OutsideText(redactionOf([KEY]));

describe('what a target says', () => {
  it('has no secret in it, and its own words are as they were', () => {
    const event = { type: KEY, responseId: KEY, message: `no such key: ${KEY}`, ms: 1, text: null };
    expect(outside.event(event)).toEqual({ ...event, message: 'no such key: …' });
    expect(outside.event({ type: 'tool_call', arguments: `{"a":"${KEY}"}` }).arguments).toBe('{"a":"…"}');
    expect(outside.text(KEY)).toBe('…');
  });

  it('has none as a connection ends, either', () => {
    const closing = { code: 1008, reason: `no such key: ${KEY}`, failure: null, detail: null };
    expect(outside.closing(closing)).toEqual({ ...closing, reason: 'no such key: …' });
    expect(outside.closing({ ...closing, detail: KEY }).detail).toBe('…');
  });

  it('is the same object where there is nothing to change', () => {
    const event = { type: 'error', message: 'no', arguments: '{}' };
    expect(outside.event(event)).toBe(event);
  });

  it('is cut where it is longer than anybody reads, and says so', () => {
    const text = outside.text('x'.repeat(60_000_000));
    expect(text).toBe(`${'x'.repeat(10_000)}… (cut: it has 60000000 characters)`);
    const args = outside.event({ type: 'tool_call', arguments: 'y'.repeat(200_000) }).arguments;
    expect(args).toBe(`${'y'.repeat(100_000)}… (cut: it has 200000 characters)`);
    expect(outside.text('x'.repeat(10_000))).toBe('x'.repeat(10_000));
  });

  it('has names that no service would give cut, the same to the same', () => {
    const long = 'n'.repeat(20_000_000);
    const names = { responseId: long, itemId: long, callId: `${long}x` };
    const shown = outside.event({ type: 'tool_call', ...names });
    expect(shown.responseId).toBe(`${'n'.repeat(1000)}…20000000`);
    expect(shown.itemId).toBe(shown.responseId);
    expect(shown.callId).not.toBe(shown.itemId);
    const usual = { type: 'tool_call', responseId: 'resp_1', itemId: 'n'.repeat(1000), callId: '' };
    expect(outside.event(usual)).toBe(usual);
  });

  it('shows no piece of a secret at the cut', () => {
    for (const before of [9_990, 10_000 + 8192 - 10]) {
      expect(outside.text(`${'x'.repeat(before)}${KEY}${'x'.repeat(20_000)}`)).not.toContain('sk-');
    }
    // Where hiding makes it shorter, what is cut in two moves forward.
    expect(outside.text(` ${KEY}`.repeat(5000))).not.toContain('sk-');
  });
});
