/**
 * The smallest useful scenario, written in TypeScript: the same keys as in YAML, with the editor's help, and with
 * variables and loops where they are wanted. Eight callers, about twenty seconds.
 */

import { defineScenario } from 'callstorm';

const questions = ['order-status', 'refund', 'opening-hours'];

export default defineScenario({
  name: 'quick',
  description: 'Eight short calls, to see that everything works.',
  seed: 3,
  callers: questions.map((question) => ({
    name: question,
    script: ['listen', { say: question }, 'listen', { say: 'thanks-bye' }, 'hangup'],
  })),
  load: { arrivals: [{ type: 'constant', rate: 2, for: '4s' }] },
  thresholds: { error_rate: '< 1%' },
});
