/** Keys that a caller types to the simulated agent: when a number is over, and that the session hears it as words. */

import { usualStream } from '../../../src/agent/fault/stream_manners.ts';
import { describe, expect, it } from 'vitest';
import type { SessionInput } from '../../../src/agent/session.ts';
import type { WireEffect } from '../../../src/agent/wire/agent_wire.ts';
import { TwilioServer } from '../../../src/agent/wire/twilio_server.ts';
import { twilioWire } from '../../../src/agent/wire/twilio_wire.ts';
import { TypedDigits } from '../../../src/agent/wire/typed_digits.ts';

describe('typed digits', () => {
  it('are a number with its #, or once no key has come for a while', () => {
    const digits = new TypedDigits();
    digits.press('4', 100);
    digits.press('0', 300);
    expect(digits.take(1799)).toBeNull();
    expect(digits.wakeMs).toBe(1800);
    expect(digits.take(1800)).toBe('40');
    expect(digits.wakeMs).toBe(Infinity);
    digits.press('#', 2000);
    expect(digits.take(9000)).toBeNull();
    digits.press('7', 9000);
    digits.press('#', 9100);
    expect(digits.take(9100)).toBe('7');
  });

  it('are bounded, however long somebody types', () => {
    const digits = new TypedDigits();
    for (let i = 0; i < 1000; i++) digits.press('1', i);
    expect(digits.take(9999)).toHaveLength(64);
  });
});

describe('a server that is typed to', () => {
  it('says the number to its session once it is over, and asks for an answer', () => {
    const given: SessionInput[] = [];
    const session = {
      sessionId: 's',
      handle: (input: SessionInput) => {
        given.push(input);
        return [];
      },
      streams: () => usualStream,
    };
    const server = new TwilioServer(session, {
      seed: 1,
      index: 0,
      tools: [],
      memory: new Map(),
      greets: false,
    });
    const receives = (message: object, atMs: number): readonly WireEffect[] =>
      server.handle({ type: 'message', message: twilioWire.read(JSON.stringify(message)) }, atMs);
    const asked = (): readonly unknown[] =>
      given.flatMap((input) =>
        input.type === 'message' && input.message.type === 'event' ? [input.message.event] : [],
      );
    // Before the stream begins there is nobody to type to.
    receives({ event: 'dtmf', streamSid: 'MZ1', dtmf: { digit: '9' } }, 0);
    receives({ event: 'start', streamSid: 'MZ1', start: {} }, 1);
    receives({ event: 'dtmf', streamSid: 'MZ1', dtmf: { track: 'inbound_track', digit: '4' } }, 100);
    const effects = receives({ event: 'dtmf', streamSid: 'MZ1', dtmf: { digit: '2' } }, 300);
    expect(effects).toContainEqual({ type: 'wake', atMs: 1800 });
    expect(asked()).toHaveLength(1);
    server.handle({ type: 'timer' }, 1800);
    expect(asked().slice(1)).toEqual([
      {
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: '42' }] },
      },
      { type: 'response.create' },
    ]);
    for (const odd of [{}, { dtmf: null }, { dtmf: { digit: 4 } }]) receives({ event: 'dtmf', ...odd }, 2000);
    expect(asked()).toHaveLength(3);
  });
});
