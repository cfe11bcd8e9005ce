import { describe, expect, it } from 'vitest';
import { addressTranslations } from '../../../src/forecast/machines/middlebox_table.ts';
import { scalePlan } from '../../../src/forecast/machines/scale_plan.ts';
import { asked, costs, needs } from './made_needs.ts';

const aws = addressTranslations.find(({ name }) => name === 'aws-nat-gateway');
if (aws === undefined) throw new Error('expected it in the table');

describe('what so many calls take', () => {
  it('is 51 Gbit/s of messages for 100,000 calls of 6.4 kB ten times a second', () => {
    expect(scalePlan(asked, needs, costs).upMessageBitsPerSecond / 1e9).toBeCloseTo(51.2, 6);
  });

  it('is as many pods as the limit that a pod meets first lets be, and calls divided evenly', () => {
    const { pod, fleet } = scalePlan({ ...asked, atOnce: 2500, calls: 2500 }, needs, costs);
    expect(pod.limits.map(({ kind, holds }) => [kind, holds])).toEqual([
      ['workers', 1000],
      ['cores', 2800],
      ['memory', null],
      ['open_files', null],
      ['ports', 28_232],
    ]);
    expect(pod.first?.kind).toBe('workers');
    expect(fleet).toMatchObject({ pods: 3, callsPerPod: 834, nodes: 1, cores: 6, coresUsed: 1.25 });
    // 100 MB, 10 MB of audio twice, 834 calls of 100 KB.
    expect(fleet?.memoryMbPerPod).toBeCloseTo(120 + (834 * 100) / 1024, 6);
    expect(fleet?.filesPerPod).toBe(874);
  });

  it('is held up by memory, files, cores or ports, where these are met first', () => {
    const first = (pod: Partial<typeof asked.pod>) =>
      scalePlan({ ...asked, pod: { ...asked.pod, ...pod } }, needs, costs).pod.first;
    expect(first({ memoryMb: 170 })).toEqual({ kind: 'memory', holds: 512 });
    expect(first({ openFiles: 540 })).toEqual({ kind: 'open_files', holds: 500 });
    expect(first({ workers: 9 })).toEqual({ kind: 'cores', holds: 2800 });
    expect(first({ ephemeralPorts: 300 })).toEqual({ kind: 'ports', holds: 300 });
  });

  it('counts the ports of calls that are over, where calls follow on each other', () => {
    const { pod, fleet, durationMs, connectionsPerSecond } = scalePlan(
      { ...asked, calls: 500_000 },
      needs,
      costs,
    );
    // A call of a minute, and a minute of waiting.
    expect(pod.portsPerCall).toBe(2);
    expect(fleet?.portsPerPod).toBe(2000);
    expect(fleet?.portsPerNode).toBe(8000);
    expect(durationMs).toBe(100_000 + 5 * 60_000);
    expect(connectionsPerSecond).toBeCloseTo(100_000 / 60, 6);
  });

  it('takes more nodes where their network is met before their pods', () => {
    const { fleet } = scalePlan({ ...asked, gbitPerNode: 1 }, needs, costs);
    expect(fleet?.pods).toBe(100);
    expect(fleet?.nodes).toBe(54);
  });

  it('says that nobody knows, where a protocol was not measured: never a figure of another', () => {
    const { fleet, pod, upBitsPerSecond } = scalePlan(asked, { ...needs, dialect: 'gpt-live' }, costs);
    expect([fleet, pod.first, pod.coresPerCall]).toEqual([null, null, null]);
    expect(upBitsPerSecond).toBeGreaterThan(51e9);
  });

  it('reckons with frames: a fifth of the time, five times the cores, a fifth of the calls', () => {
    const { pod } = scalePlan(asked, { ...needs, frameMs: 20 }, costs);
    expect(pod.coresPerCall).toBeCloseTo(0.0025, 9);
    expect(pod.first).toEqual({ kind: 'workers', holds: 200 });
  });

  it('names what stops the calls outside the pods: the least of it, and only where it does', () => {
    const stoppedBy = (more: Partial<typeof asked>) =>
      scalePlan({ ...asked, ...more }, needs, costs).stoppedBy;
    const limits = {
      tokensPerMinute: null,
      requestsPerMinute: null,
      sessions: 1000,
      newSessionsPerMinute: null,
      source: 'as they were given',
    };
    expect(stoppedBy({})).toBeNull();
    expect(stoppedBy({ limits })).toEqual({ kind: 'account', name: 'sessions', holds: 1000 });
    expect(stoppedBy({ limits: { ...limits, sessions: 100_000 } })).toBeNull();
    expect(stoppedBy({ nat: { through: aws, addresses: 1 } })).toMatchObject({
      kind: 'nat_ports',
      holds: 55_000,
    });
    expect(stoppedBy({ nat: { through: aws, addresses: 1 }, targetAddresses: 2 })).toBeNull();
    expect(
      stoppedBy({ nat: { through: aws, addresses: null }, atOnce: 300_000, calls: 300_000 }),
    ).toMatchObject({ kind: 'nat_bandwidth', holds: Math.floor(100e9 / ((6400 + 8 + 5 * 52) * 80)) });
  });

  it('tells how many addresses a translation needs, and where it has not so many', () => {
    const needed = (atOnce: number) =>
      Object.fromEntries(
        scalePlan({ ...asked, atOnce, calls: atOnce }, needs, costs).translations.map(
          ({ through, addresses, tooMany }) => [through.name, [addresses, tooMany]],
        ),
      );
    expect(needed(100_000)).toEqual({
      'aws-nat-gateway': [2, false],
      'google-cloud-nat': [2, null],
      'azure-nat-gateway': [2, false],
      'linux-masquerade': [1, false],
    });
    expect(needed(1_000_000)['aws-nat-gateway']).toEqual([19, true]);
  });

  it('adds up log and money, and leaves unknown what is', () => {
    const { logBytes, costUsd, hourUsd } = scalePlan(asked, needs, costs);
    expect(logBytes).toBeCloseTo(600e6 + (1000 * 100 * 160) / 60, 3);
    expect(costUsd).toBeCloseTo(5000, 6);
    expect(hourUsd).toBeCloseTo(300_000, 6);
    expect(scalePlan(asked, { ...needs, usd: null, logBytes: null }, costs)).toMatchObject({
      logBytes: null,
      costUsd: null,
      hourUsd: null,
    });
  });
});
