/** What the end of a call says of the agent: it hung up, with or without a word, or the platform says that it handed the call on. Pure. */

import type { CallRecord } from '../../core/log/record.ts';
import type { FallbackLabel } from './fallback_label.ts';

/** In the reason that a platform gives: ElevenLabs, Vapi, Retell, Twilio and LiveKit have words of their own. */
const HANDED_ON =
  /assistant[-_ ]forwarded[-_ ]call|call[-_ ]transfer(?:red)?|external[-_ ]agent[-_ ]connected|transfer[-_ ]to[-_ ](?:number|agent|human)|handoff|hand[-_ ]?over|sip[-_ ]?refer|escalated/i;
const GAVE_UP = /silence[-_ ]timed[-_ ]out|inactivity|customer[-_ ]did[-_ ]not[-_ ]respond|no[-_ ]input/i;

export function endOf(
  { failure, detail }: Pick<CallRecord, 'failure'> & Partial<Pick<CallRecord, 'detail'>>,
  saidGoodbye: boolean,
): FallbackLabel | null {
  const reason = (detail ?? '').slice(0, 500);
  if (failure !== 'agent_hung_up') return null;
  if (HANDED_ON.test(reason)) return 'handover.done';
  return saidGoodbye || GAVE_UP.test(reason) ? 'hangup.polite' : 'hangup.abrupt';
}
