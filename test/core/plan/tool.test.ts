import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import { replyOf, type PlanTool } from '../../../src/core/plan/tool.ts';
import { tool } from './small_plan.ts';

const flaky: PlanTool = {
  ...tool('flaky', 0),
  outcomes: [
    { type: 'result', weight: 8, output: 'ok', latencyMs: [200, 400] },
    { type: 'error', weight: 1, output: '{"error":"no such order"}', latencyMs: [0, 0] },
    { type: 'never', weight: 1 },
  ],
};

describe('what a tool call gets', () => {
  it('is drawn by weight, and its latency from the range of what was drawn', () => {
    const replies = Array.from({ length: 5000 }, (_, n) =>
      replyOf([flaky], 'flaky', new Random(1, 'tool', 0, n)),
    );
    const share = (outcome: string): number =>
      replies.filter((reply) => reply.outcome === outcome).length / replies.length;
    // Three standard deviations of 5,000 draws.
    expect(Math.abs(share('result') - 0.8)).toBeLessThan(0.017);
    expect(Math.abs(share('error') - 0.1)).toBeLessThan(0.013);
    expect(Math.abs(share('never') - 0.1)).toBeLessThan(0.013);
    const latencies = replies.flatMap(({ outcome, latencyMs }) => (outcome === 'result' ? [latencyMs] : []));
    expect(Math.min(...latencies)).toBeGreaterThanOrEqual(200);
    expect(Math.max(...latencies)).toBeLessThan(400);
    expect(Math.max(...latencies) - Math.min(...latencies)).toBeGreaterThan(190);
    expect(replies.every((reply) => (reply.outcome === 'never') === (reply.output === null))).toBe(true);
  });

  it('is the same for the same seed, call and number, whatever else is drawn or declared', () => {
    const outcome = fc.oneof(
      fc.record({
        type: fc.constantFrom('result' as const, 'error' as const),
        weight: fc.double({ min: 0.01, max: 10, noNaN: true }),
        output: fc.string(),
        latencyMs: fc.constant([0, 1000] as const),
      }),
      fc.record({
        type: fc.constant('never' as const),
        weight: fc.double({ min: 0.01, max: 10, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(1000),
        fc.nat(20),
        fc.array(outcome, { minLength: 1, maxLength: 5 }),
        (seed, call, n, outcomes) => {
          const drawn = { ...tool('drawn', 0), outcomes };
          const first = replyOf([drawn], 'drawn', new Random(seed, 'tool', call, n));
          for (let other = 0; other < n; other++)
            replyOf([flaky], 'flaky', new Random(seed, 'tool', call, other));
          expect(replyOf([flaky, drawn], 'drawn', new Random(seed, 'tool', call, n))).toEqual(first);
        },
      ),
    );
  });

  it('is an error at once for a tool that there is not', () => {
    expect(replyOf([flaky], 'flakey', new Random(1))).toEqual({
      outcome: 'unknown',
      output: '{"error":"there is no tool called flakey"}',
      latencyMs: 0,
    });
  });
});
