/** What summary.json tells of the run itself: its generator, its faults, how to make it again. */

import { quantiles, spread } from './figure_schemas.ts';
import { amount, count, flag, list, map, number, object, orNull, text, told, words } from './shape.ts';

const target = object({ url: text, model: text, simulated: flag, 'silenceDurationMs?': amount });

export const generator = object({
  sendLateness: quantiles,
  loopLag: quantiles,
  startLateness: quantiles,
  frames: count,
  dropped: count,
  bytesSent: amount,
  bytesReceived: amount,
  cpuCores: orNull(amount),
  rssMb: amount,
  workers: list(
    object({
      worker: count,
      frames: count,
      dropped: count,
      sendLatenessP99: orNull(number),
      loopLagP99: orNull(number),
      cpuMs: amount,
      maxRssMb: amount,
    }),
  ),
  saturated: told(flag, 'The generator could not keep up: the run is invalid.'),
  reasons: list(text),
});

export const calibration = object({
  asked: orNull(flag),
  sentinels: count,
  turns: count,
  unmatched: count,
  error: orNull(
    object({
      p50: number,
      p95: number,
      p99: number,
      max: number,
      size: object({ p95: amount, max: amount }),
      tooFew: list(text),
    }),
  ),
  trouble: orNull(text),
});

export const chaos = object({
  calls: count,
  struck: count,
  faults: list(
    object({
      fault: text,
      network: flag,
      strikes: count,
      calls: count,
      completed: count,
      failures: map(count),
      'responses?': object({ answered: map(count), closed: map(count), ignored: count }),
      'reconnects?': object({ lost: count, back: count, timeMs: spread }),
    }),
  ),
});

const stretch = object({
  turns: count,
  unanswered: count,
  p50: orNull(number),
  p95: orNull(number),
  fallbacks: object({ count, of: count }),
  failedCalls: count,
});

export const window = object({
  fault: text,
  fromMs: number,
  untilMs: orNull(number),
  before: stretch,
  during: stretch,
  after: stretch,
  recoveredAfterMs: orNull(number),
});

export const run = object({
  ids: list(text),
  startedAt: { type: 'string', pattern: String.raw`^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d` },
  durationMs: number,
  ended: words('done', 'interrupted', 'budget', 'threshold', 'worker_lost', 'error', 'cut off'),
  'endedBy?': text,
  target,
  load: object({ mode: words('open', 'closed'), plannedCalls: orNull(count), maxConcurrency: count }),
  peakConcurrency: count,
});

export const shares = list(
  object({
    run: text,
    of: count,
    missing: told(list(count), 'Shares that left no log, from 1. The run is invalid.'),
    unfinished: told(list(count), 'Shares whose log breaks off.'),
    late: list(object({ share: count, lateMs: amount })),
    'repeated?': told(list(count), 'Shares that were made more than once. The run is invalid.'),
    'cuts?': told(
      list(count),
      'Into how many shares the logs say the plan was cut, where they do not agree. The run is invalid.',
    ),
  }),
);

export const repeat = object({
  command: text,
  seed: count,
  scenario: object({ name: text, file: orNull(text), sha256: text }),
  plan: text,
  engine: words('node', 'k6', 'virtual'),
  dialect: text,
  workers: count,
  versions: map(text),
  node: orNull(text),
  host: object({ platform: text, cores: count, memoryMb: amount }),
});

export const damage = object({
  unknownRecords: count,
  tornLines: count,
  duplicates: count,
  repeatedLogs: count,
  contradictions: list(text),
});
