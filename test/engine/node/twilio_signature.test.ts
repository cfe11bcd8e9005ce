import { describe, expect, it } from 'vitest';
import { twilioSignature } from '../../../src/engine/node/twilio_signature.ts';

describe('a signature of Twilio’s', () => {
  it('is the one of its published example', () => {
    const form = {
      CallSid: 'CA1234567890ABCDE',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
      Caller: '+14158675309',
    };
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    expect(twilioSignature('12345', url, form)).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
    expect(twilioSignature('12346', url, form)).not.toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
  });

  it('does not depend on the order of the fields, and has every one of them in it', () => {
    const url = 'wss://a.example/media';
    expect(twilioSignature('t', url, { b: '2', a: '1' })).toBe(twilioSignature('t', url, { a: '1', b: '2' }));
    expect(twilioSignature('t', url, { a: '1' })).not.toBe(twilioSignature('t', url));
    // Capitals come before small letters, as Twilio sorts them.
    expect(twilioSignature('t', url, { a: 'x', B: 'y' })).toBe(
      twilioSignature('t', `${url}ByAx`.replace('A', 'a')),
    );
  });
});
