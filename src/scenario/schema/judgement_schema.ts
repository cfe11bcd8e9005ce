/** The bounds of a run, and what it is judged and billed by. */

import { Type } from '../../config/type.ts';
import { Duration, Level, Money, strict } from '../../config/notation.ts';

export const LimitsSchema = Type.Object(
  {
    connect: Type.Optional(Duration('For the WebSocket handshake. Default: 10s.', 'wait')),
    setup: Type.Optional(Duration('From the open socket to the ready session. Default: 10s.', 'wait')),
    call: Type.Optional(Duration('For a whole call. Default: 5m.', 'load')),
    answer: Type.Optional(Duration('For one answer to be heard. Default: 60s.', 'wait')),
    quiet: Type.Optional(
      Duration('An answer whose end is not told is over after so long with nothing to hear. Default: 1.5s.'),
    ),
    gap: Type.Optional(
      Duration('Where the protocol tells of no answers, a silence of so long ends one. Default: 800ms.'),
    ),
    close: Type.Optional(Duration('For the closing handshake. Default: 2s.')),
  },
  strict,
);

const Ratio = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

export const BudgetSchema = Type.Object(
  {
    max_usd: Type.Optional(Money('What the run may cost.')),
    stop: Type.Optional(
      Type.Union([Type.Literal('polite'), Type.Literal('now')], {
        description:
          'polite (the default): no call starts that what is left might not suffice for, and those going on end by themselves as far as it does. now: all calls are ended when max_usd is reached.',
      }),
    ),
    max_usd_per_call: Type.Optional(
      Money('What a single call may cost: it is ended when it reaches this, and fails as call_budget.'),
    ),
  },
  strict,
);

export const BandsSchema = Type.Object(
  {
    excellent: Type.Optional(Duration('Upper bound of response latency. Default: 300ms.')),
    good: Type.Optional(Duration('Upper bound of response latency. Default: 500ms.')),
    acceptable: Type.Optional(Duration('Upper bound of response latency. Default: 800ms.')),
    poor: Type.Optional(Duration('Upper bound of response latency. Default: 1200ms.')),
  },
  strict,
);

const Points = (standard: number) =>
  Type.Number({
    minimum: 0,
    maximum: 100,
    description: `Points of the health score, out of 100, that this can cost. Default: ${standard}.`,
  });

const Turns = (description: string) => Type.Integer({ minimum: 2, maximum: 10_000, description });

export const MonitorSchema = Type.Object(
  {
    latency: Type.Optional(Duration('Alert above this response latency. Default: 800ms.')),
    error_rate: Type.Optional(Ratio('Alert above this share of failed calls. Default: 0.2.')),
    cost_per_turn: Type.Optional(Money('Alert above this. Default: 0.1.')),
    good_audio_ratio: Type.Optional(
      Ratio('Alert below this share of what callers say that nothing spoils. Default: 0.8.'),
    ),
    good_playback_ratio: Type.Optional(
      Ratio('Alert below this share of answers that play without a gap. Default: as good_audio_ratio.'),
    ),
    windows: Type.Optional(
      Type.Object(
        {
          call: Type.Optional(Turns('Turns of one call that its rolling error rate is of. Default: 10.')),
          fleet: Type.Optional(Turns('Turns of all calls that the rolling figures are of. Default: 50.')),
        },
        strict,
      ),
    ),
    weights: Type.Optional(
      Type.Object(
        {
          latency: Type.Optional(Points(20)),
          errors: Type.Optional(Points(30)),
          audio: Type.Optional(Points(20)),
          playback: Type.Optional(Points(20)),
        },
        strict,
      ),
    ),
  },
  strict,
);

export const PlaybackSchema = Type.Object(
  {
    buffer: Type.Optional(Duration("Depth of the listener's jitter buffer. Default: 60ms.")),
    audible: Type.Optional(Level('What is louder than this, as RMS over 10 ms, is heard. Default: -50dBFS.')),
  },
  strict,
);
