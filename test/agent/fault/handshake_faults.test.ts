import { describe, expect, it } from 'vitest';
import { HandshakeFaults, type RefusedHandshake } from '../../../src/agent/fault/handshake_faults.ts';
import { agentFaults } from '../../../src/agent/fault/agent_faults.ts';
import type { AgentMoments } from '../../../src/agent/fault/moments.ts';
import { armFault, type ArmedFault } from '../../../src/fault/arm_fault.ts';
import { readFaultText } from '../../../src/fault/fault_wish.ts';

function armed(...texts: readonly string[]): ArmedFault<AgentMoments>[] {
  return texts.map((text) => {
    const wish = readFaultText(text);
    if ('mistake' in wish) throw new Error(wish.mistake);
    const reading = armFault(agentFaults, wish.ok);
    if ('mistake' in reading) throw new Error(reading.mistake);
    return reading.ok;
  });
}

/** What becomes of so many connections, one a second. */
function handshakes(count: number, ...texts: readonly string[]): (RefusedHandshake | null)[] {
  const faults = new HandshakeFaults(armed(...texts), 1, 5000);
  return Array.from({ length: count }, (_, i) => faults.refusal(5000 + i * 1000));
}

const statuses = (refusals: readonly (RefusedHandshake | null)[]): (number | null)[] =>
  refusals.map((one) => one?.status ?? null);

describe('handshakes', () => {
  it('are refused by the number of the connection', () => {
    const refused = handshakes(400, 'handshake_refused:25%:status=503');
    expect(refused.filter((one) => one !== null).length / 400).toBeCloseTo(0.25, 1);
    expect(refused.find((one) => one !== null)).toEqual({ fault: 'handshake_refused', status: 503 });
    expect(refused).toEqual(handshakes(400, 'handshake_refused:25%:status=503'));
  });

  it('are refused alike whatever other faults there are', () => {
    const refused = handshakes(50, 'handshake_refused:25%');
    expect(handshakes(50, 'no_answer:50%', 'handshake_refused:25%', 'slowing')).toEqual(refused);
  });

  it('may be the n-th of the server, each n-th, or in a stretch of its time', () => {
    expect(statuses(handshakes(4, 'handshake_refused::nth=2'))).toEqual([null, 429, null, null]);
    expect(statuses(handshakes(4, 'handshake_refused::every=2,status=503'))).toEqual([null, 503, null, 503]);
    expect(statuses(handshakes(4, 'handshake_refused::from=1s,until=3s'))).toEqual([null, 429, 429, null]);
  });

  it('that one fault refuses count for the others too', () => {
    const both = handshakes(4, 'handshake_refused::nth=1', 'handshake_refused::nth=2,status=500');
    expect(statuses(both)).toEqual([429, 500, null, null]);
  });

  it('have draws of their own where they have a seed', () => {
    const own = handshakes(50, 'handshake_refused:30%:seed=7');
    expect(own).toEqual(handshakes(50, 'handshake_refused:0', 'handshake_refused:30%:seed=7'));
    expect(own).not.toEqual(handshakes(50, 'handshake_refused:30%'));
  });
});
