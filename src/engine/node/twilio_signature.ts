/**
 * The signature by which a server knows that Twilio is asking: HMAC-SHA1 with the account's token over the address as it was asked
 * for, and, of a form, its fields by their names, each with its value behind it; base64. Of a WebSocket's handshake it is over the
 * address alone. As https://www.twilio.com/docs/usage/webhooks/webhooks-security has it.
 */

import { createHmac } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-twilio-signature';

export function twilioSignature(
  token: string,
  url: string,
  form: Readonly<Record<string, string>> = {},
): string {
  const fields = Object.entries(form).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const signed = fields.reduce((text, [name, value]) => text + name + value, url);
  return createHmac('sha1', token).update(signed, 'utf8').digest('base64');
}
