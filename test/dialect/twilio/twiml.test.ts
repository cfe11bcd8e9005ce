/** What a voice webhook wants done, and what of it is refused by its name. */

import { describe, expect, it } from 'vitest';
import { readTwiml } from '../../../src/dialect/twilio/twiml.ts';

const response = (verbs: string): string => `<?xml version="1.0"?><Response>${verbs}</Response>`;
const stream = '<Connect><Stream url="wss://a.example/s"/></Connect>';

describe('TwiML', () => {
  it('connects to a stream, with its parameters', () => {
    const twiml = response(`
      <Say>One moment.</Say><Pause length="2"/><Pause/>
      <Connect><Stream url=" wss://a.example/s " name="n" track="inbound_track">
        <Parameter name="tenant" value="a &amp; b"/><Parameter name="empty"/>
      </Stream></Connect><Say>never said</Say>`);
    expect(readTwiml(twiml)).toEqual({
      type: 'stream',
      url: 'wss://a.example/s',
      parameters: { tenant: 'a & b', empty: '' },
      waitMs: 3000,
    });
  });

  it('is sent on, or ends', () => {
    expect(readTwiml(response('<Redirect> ../b?c=1&amp;d=2 </Redirect>'))).toEqual({
      type: 'redirect',
      url: '../b?c=1&d=2',
      method: 'POST',
      waitMs: 0,
    });
    expect(readTwiml(response('<Redirect method="get">/b</Redirect>'))).toMatchObject({ method: 'GET' });
    expect(readTwiml(response('<Reject reason="busy"/>'))).toMatchObject({ type: 'ended', how: '<Reject>' });
    expect(readTwiml(response('<Pause length="5"/><Hangup/>'))).toMatchObject({
      type: 'ended',
      waitMs: 5000,
    });
    expect(readTwiml('<Response/>')).toMatchObject({ type: 'ended' });
    expect(readTwiml(response('<Say>bye</Say>'))).toMatchObject({ type: 'ended' });
  });

  it.each([
    ['<html><body/></html>', 'expected TwiML in <Response>, found <html>'],
    ['not found', 'which is XML'],
    [response('<Start><Stream url="wss://a.example"/></Start>'), 'one direction (<Start><Stream>)'],
    [response(`<Gather/>${stream}`), '<Gather> is not followed'],
    [response('<Dial>+1555</Dial>'), '<Dial> is not followed'],
    [response('<Connect><ConversationRelay url="wss://a.example"/></Connect>'), 'found <ConversationRelay>'],
    [response('<Connect/>'), 'expected one <Stream> in <Connect>, found nothing'],
    [response('<Connect><Stream url="https://a.example"/></Connect>'), 'expected a wss:// url'],
    [response('<Connect><Stream/></Connect>'), 'found none'],
    [response('<Connect><Stream url="wss://a" track="both_tracks"/></Connect>'), 'inbound_track alone'],
    [response('<Connect><Stream url="wss://a"><Parameter value="1"/></Stream></Connect>'), '<Parameter name'],
    [response('<Pause length="long"/>'), 'in seconds'],
    [response('<Redirect method="PUT">/b</Redirect>'), 'POST or GET'],
  ])('is refused: %s', (text, words) => {
    expect(readTwiml(text)).toEqual({ mistake: expect.stringContaining(words) as string });
  });
});
