/** What summary.json tells of the quality monitor, and of what lost calls have in common. */

import { TRAITS } from '../lost/lost_together.ts';
import { interval } from './figure_schemas.ts';
import { amount, count, list, number, object, orNull, share, text, told, words } from './shape.ts';

const category = words('latency', 'errors', 'audio', 'playback', 'cost');
const over = words('run', 'window', 'call', 'turn');
const status = words('healthy', 'degraded', 'unhealthy', 'no data');
const score = orNull({ type: 'number', minimum: 0, maximum: 100 });
const instant = told(orNull(number), 'ms since the first of the runs began.');

const alert = object({
  category,
  level: told(words('warning', 'critical'), 'Critical: at least twice as bad as its limit.'),
  over,
  fromMs: instant,
  untilMs: instant,
  'call?': count,
  'turn?': orNull(count),
  turns: told(count, 'How many turns it rests on.'),
  observed: number,
  limit: number,
  text,
});

export const quality = object({
  healthScore: score,
  status,
  goodAudioRatio: told(orNull(share), 'Of what callers said, what nothing spoiled on purpose.'),
  goodPlaybackRatio: told(orNull(share), 'Of answers, those that played without a gap.'),
  alerts: told(list(alert), 'Of the run as a whole.'),
  moments: object({
    alerts: told(list(alert), 'Of single turns and of stretches of them: the worst of each kind, by time.'),
    raised: list(object({ category, over, count, kept: count })),
  }),
  calls: object({
    counts: object({ healthy: count, degraded: count, unhealthy: count, noData: count }),
    worst: list(object({ call: count, score, status })),
  }),
  recommendations: told(
    list(
      object({
        metric: text,
        text,
        because: text,
        n: orNull(count),
        interval: orNull(interval),
        setting: text,
        effect: object({ share: orNull(share), text: orNull(text) }),
      }),
    ),
    'Of what callers hear, then of what it costs; of each, what explains most first.',
  ),
});

export const lostTogether = object({
  lost: told(count, 'Calls that failed by the target’s doing.'),
  chance: told(share, 'What is told would come by chance in this share of runs at the most.'),
  shared: list(
    object({
      trait: words(...TRAITS),
      value: text,
      count,
      of: count,
      others: orNull(object({ count, of: count })),
      chance: share,
      text,
      'sameAs?': told(count, 'The place in the list of one that nearly the same calls share.'),
      'fromMs?': amount,
      'untilMs?': amount,
      calls: list(count),
    }),
  ),
  more: count,
});
