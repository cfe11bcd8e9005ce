import { describe, expect, it } from 'vitest';
import type { AgentErrorCount } from '../../src/core/log/record.ts';
import { summarize } from '../../src/report/summarize.ts';
import { call, gathered, header } from './log_builder.ts';

function errorsOf(...calls: readonly (readonly AgentErrorCount[] | undefined)[]) {
  const records = calls.map((agentErrors, index) =>
    call({ call: index, ...(agentErrors === undefined ? {} : { agentErrors }) }),
  );
  return summarize(gathered([header(), ...records])).agentErrors;
}

describe('errors that sessions survived', () => {
  it('are told by code, the commonest first, with what the first one said', () => {
    expect(
      errorsOf(
        [
          { code: 'b', count: 1, message: 'first b' },
          { code: 'a', count: 2, message: 'first a' },
        ],
        undefined,
        [{ code: 'a', count: 5, message: 'later a' }],
      ),
    ).toEqual([
      { code: 'a', count: 7, calls: 2, message: 'first a' },
      { code: 'b', count: 1, calls: 1, message: 'first b' },
    ]);
    expect(errorsOf(undefined, [])).toEqual([]);
  });

  it('are bounded, in how many codes there are and in what is said', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({
      code: `code ${index}`,
      count: 100 - index,
      message: 'x'.repeat(10_000),
    }));
    const found = errorsOf(many);
    expect(found).toHaveLength(20);
    expect(found[19]?.code).toBe('code 19');
    expect(found[0]?.message).toMatch(/^x{2000}… \(cut: 10000 characters in all\)$/);
  });
});
