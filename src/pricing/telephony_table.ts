/**
 * What carriers take for a call, as data. A minute that has begun is paid whole: the rounding is part of the price. A phone agent
 * on Media Streams pays for the line and for the stream.
 */

import type { TelephonyPriceRow } from '../core/plan/price_row.ts';

const twilio = {
  kind: 'telephony',
  billedBy: 'minute',
  date: '2026-06',
  source: 'https://www.twilio.com/en-us/voice/pricing/us',
} as const;

/** Of the United States, pay as you go. */
export const telephonyPriceTable: readonly TelephonyPriceRow[] = [
  {
    ...twilio,
    model: 'twilio-inbound-local',
    usdPerMinute: 0.0085,
    notes: 'A call to a local number. The number itself costs by the month.',
  },
  { ...twilio, model: 'twilio-outbound-local', usdPerMinute: 0.014 },
  {
    ...twilio,
    model: 'twilio-media-streams',
    usdPerMinute: 0.004,
    notes: 'Beside the line’s own price.',
  },
];
