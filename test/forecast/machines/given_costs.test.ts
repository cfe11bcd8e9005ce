import { describe, expect, it } from 'vitest';
import { costsAsGiven } from '../../../src/forecast/machines/given_costs.ts';
import { costs } from './made_needs.ts';

const realtime = { dialect: 'openai-realtime', frameMs: 100 };

describe('costs that are given', () => {
  it('take the place of what was measured, and say so', () => {
    const given = costsAsGiven(costs, { coresPerThousand: 0.2, callsPerWorker: 3000 }, realtime);
    expect(given?.protocols.filter(({ dialect }) => dialect === 'openai-realtime')).toEqual([
      expect.objectContaining({ coresPerCall: 0.0002, heldPerWorker: 3000, frameMs: 100 }),
    ]);
    expect(given?.by).toMatch(/^0\.2 cores for 1,000 calls, 3000 calls a worker as given/);
    expect(costsAsGiven(costs, {}, realtime)).toBe(costs);
  });

  it('of one kind leave the others as they were measured, at the frames of the plan', () => {
    const measured = costs.protocols.find(({ dialect }) => dialect === 'openai-realtime');
    const given = costsAsGiven(costs, { callsPerWorker: 3000 }, { ...realtime, frameMs: 50 });
    const found = given?.protocols.find(({ dialect }) => dialect === 'openai-realtime');
    expect(found?.coresPerCall).toBeCloseTo(2 * (measured?.coresPerCall ?? 0));
    expect(found?.heldPerWorker).toBe(3000);
    expect(costsAsGiven(costs, { memoryPerCallKb: 10 }, realtime)).toMatchObject({
      memory: { ...costs.memory, perCallKb: 10 },
      protocols: costs.protocols,
    });
  });

  it('have to be whole where nothing was measured', () => {
    const other = { dialect: 'own', frameMs: 20 };
    expect(costsAsGiven(costs, { callsPerWorker: 100 }, other)).toBeNull();
    expect(costsAsGiven(costs, { coresPerThousand: 1 }, other)).toBeNull();
    expect(costsAsGiven(costs, { coresPerThousand: 1, callsPerWorker: 100 }, other)?.protocols).toHaveLength(
      costs.protocols.length + 1,
    );
  });
});
