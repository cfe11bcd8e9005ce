/** Telephone services that carry a call as Twilio does, almost; by name. Absent in a plan: Twilio itself. */

export const CARRIER_NAMES = ['telnyx', 'plivo', 'exotel', 'signalwire'] as const;

export type CarrierName = (typeof CARRIER_NAMES)[number];

export function isCarrier(name: unknown): name is CarrierName {
  return (CARRIER_NAMES as readonly unknown[]).includes(name);
}
