/** Names of tools that hand a caller over, as platforms and people write them; and names that only look so. */

import { describe, expect, it } from 'vitest';
import { isHandoverTool } from '../../../src/judge/fallback/handover_tool.ts';

const handsOver = [
  'transfer_to_human',
  'transfer_to_number',
  'transfer_to_agent',
  'transferCall',
  'transfer_call',
  'transfer',
  'TransferToLiveAgent',
  'transfer_sip_participant',
  'transfer_to_billing',
  'transfercall',
  'escalate',
  'escalate_to_human',
  'escalateCall',
  'escalation',
  'handoff',
  'hand_off',
  'handOff',
  'hand-over',
  'handoff_to_agent',
  'human_handoff',
  'handover_to_support',
  'forward_call',
  'forwardCallToDepartment',
  'refer_to_specialist',
  'connect_to_agent',
  'connect_caller',
  'connectToOperator',
  'redirect_call',
  'route_to_queue',
  'live_agent',
  'request_live_agent',
  'talk_to_human',
  'speak_to_representative',
  'operator',
  'call_operator',
  'human',
  'crm.transfer_call',
  'patch_through_to_manager',
];

const staysHere = [
  'transfer_funds',
  'transfer_money',
  'transferFunds',
  'bank_transfer',
  'wire_transfer',
  'transfer_balance',
  'transfer_points',
  'transfer_domain',
  'transfer_prescription',
  'schedule_transfer',
  'get_transfer_status',
  'list_transfers',
  'cancel_transfer',
  'connect_device',
  'connect_wifi',
  'connect_account',
  'reconnect',
  'disconnect',
  'check_connection',
  'forward_email',
  'forward_message',
  'fast_forward',
  'refer_friend_bonus',
  'refer_a_friend',
  'get_referral_code',
  'preferences',
  'human_resources_lookup',
  'humanResources',
  'human_readable_date',
  'operator_code_lookup',
  'find_agent',
  'user_agent',
  'list_agents',
  'get_escalation_policy',
  'deescalate',
  'de_escalate',
  'lookup_order',
  'end_call',
  'check_live_traffic',
  'delivery_status',
  '',
  '___',
];

describe('a tool', () => {
  it.each(handsOver)('%s hands the caller over', (name) => {
    expect(isHandoverTool(name)).toBe(true);
  });

  it.each(staysHere)('%s does not', (name) => {
    expect(isHandoverTool(name)).toBe(false);
  });
});
