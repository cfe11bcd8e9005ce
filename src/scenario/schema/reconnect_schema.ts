/** What a caller's client does when its connection breaks. */

import { Type } from '../../config/type.ts';
import type { Static } from 'typebox';
import { Duration, strict } from '../../config/notation.ts';

export const ReconnectSchema = Type.Object(
  {
    tries: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 100,
        description: 'How often it dials again after a loss; 0: never. Default: 5.',
      }),
    ),
    backoff: Type.Optional(
      Duration('Bound of the wait before the first try; it doubles with each one. Default: 500ms.'),
    ),
    max: Type.Optional(Duration('No wait is longer. Default: 10s.')),
    jitter: Type.Optional(
      Type.Union([Type.Literal('full'), Type.Literal('none')], {
        description:
          'Whether a wait is drawn from between nothing and its bound, or is its bound. Default: full.',
        expected: 'full or none',
      }),
    ),
    replay: Type.Optional(
      Type.Boolean({
        description:
          'Whether the new session is told what was said, and the caller goes on where it was. Default: true.',
      }),
    ),
    give_up: Type.Optional(
      Duration('From the loss on: without a session by then the call has failed. Default: 30s.', 'wait'),
    ),
  },
  {
    ...strict,
    description: 'What the client does when the connection breaks. Default: nothing, the call has failed.',
  },
);

export type ReconnectFile = Static<typeof ReconnectSchema>;
