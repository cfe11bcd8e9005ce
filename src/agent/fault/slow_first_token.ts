/** The first token takes its time. */

import { agentFault } from './moments.ts';

export const slowFirstToken = agentFault({
  name: 'slow_first_token',
  means: 'the model thinks for much longer than usual: a log-normal delay on top',
  of: 'answer',
  args: {
    median: { means: 'of the extra delay', otherwise: 2000, kind: 'ms', min: 1 },
    sigma: { means: 'of its logarithm', otherwise: 0.5, kind: 'number', max: 5 },
  },
  does:
    ({ median, sigma }) =>
    (plan, _nth, random) => ({ ...plan, llmMs: plan.llmMs + random.lognormal(median, sigma) }),
});
