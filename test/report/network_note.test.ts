import { expect, it } from 'vitest';
import type { CallRecord, StrikeRecord } from '../../src/core/log/record.ts';
import { networkNotes } from '../../src/report/network_note.ts';

const strike = (call: number, fault: string, of?: 'network'): StrikeRecord => ({
  type: 'strike',
  call,
  atMs: 0,
  fault,
  connection: 0,
  ...(of === undefined ? {} : { of }),
});

function run(calls: number, strikes: readonly StrikeRecord[]) {
  const made = Array.from({ length: calls }, (_, call) => [call, { call } as CallRecord] as const);
  return { calls: new Map(made), strikes };
}

it('names each toxic with its share of the calls, however often it struck one', () => {
  const bad = [0, 0, 2].map((call) => strike(call, 'latency', 'network'));
  const [note, ...more] = networkNotes([
    run(4, [...bad, strike(3, 'down', 'network'), strike(1, 'disconnect')]),
    run(4, [strike(0, 'latency', 'network')]),
  ]);
  expect(more).toEqual([]);
  expect(note).toContain('latency in 3 of 8 calls (37.5%), down in 1 of 8 calls (12.5%)');
});

it('says nothing of faults that are none of the network’s', () => {
  expect(networkNotes([run(4, [strike(1, 'disconnect')])])).toEqual([]);
});
