/** Faults in how an answer is given: late, in bursts, failed, half, or not at all. */

import type { Fault } from './fault.ts';

export const slowFirstToken: Fault = {
  name: 'slow_first_token',
  means: 'the model thinks for much longer than usual: a log-normal delay on top',
  of: 'answer',
  args: {
    median: { means: 'of the extra delay', otherwise: 2000, kind: 'ms', min: 1 },
    sigma: { means: 'of its logarithm', otherwise: 0.5, kind: 'number', max: 5 },
  },
  hooks: ({ median, sigma }) => ({
    answer: (plan, _nth, random) => ({
      ...plan,
      llmMs: plan.llmMs + random.lognormal(median as number, sigma as number),
    }),
  }),
};

export const slowing: Fault = {
  name: 'slowing',
  means: 'each answer of a session takes longer than the one before it',
  of: 'answer',
  args: { by: { means: 'added with each answer', otherwise: 250, kind: 'ms', min: 1 } },
  hooks: ({ by }) => ({
    answer: (plan, nth) => ({ ...plan, llmMs: plan.llmMs + nth * (by as number) }),
  }),
};

export const burstyDeltas: Fault = {
  name: 'bursty_deltas',
  means: 'audio is kept back and comes in bursts; longer apart than they last, playback runs dry',
  of: 'answer',
  args: { apart: { means: 'from burst to burst', otherwise: 1000, kind: 'ms', min: 1 } },
  hooks: ({ apart }) => ({ answer: (plan) => ({ ...plan, burstMs: apart as number }) }),
};

export const noAnswer: Fault = {
  name: 'no_answer',
  means: 'a turn is not answered at all: no response is created',
  of: 'answer',
  args: {},
  hooks: () => ({ answer: (plan) => ({ ...plan, outcome: { type: 'silent' } }) }),
};

export const rateLimited: Fault = {
  name: 'rate_limited',
  means: 'an answer ends at once as failed, with rate_limit_exceeded: silence to the caller',
  of: 'answer',
  args: {},
  hooks: () => ({ answer: (plan) => ({ ...plan, outcome: { type: 'refused' } }) }),
};

export const serverError: Fault = {
  name: 'server_error',
  means: 'an answer ends as failed with server_error, before its first sound or in the middle',
  of: 'answer',
  args: { after: { means: 'so much of it, as long as that takes to say', otherwise: 0, kind: 'ms' } },
  hooks: ({ after }) => ({
    answer: (plan) => ({
      ...plan,
      outcome: { type: 'failed', code: 'server_error', afterMs: after as number },
    }),
  }),
};

export const missingDone: Fault = {
  name: 'missing_done',
  means: 'an answer is spoken to its end, and response.done never comes',
  of: 'answer',
  args: {},
  hooks: () => ({ answer: (plan) => ({ ...plan, done: false }) }),
};
