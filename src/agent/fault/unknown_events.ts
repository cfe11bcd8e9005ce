/** Events that no client knows: it has to pass over them. */

import type { ServerEvent } from '../protocol/server_event.ts';
import { agentFault } from './moments.ts';

export const unknownEvents = agentFault({
  name: 'unknown_events',
  means: 'events of types that no client knows come in between',
  of: 'event',
  args: {},
  does: () => (event, random) => [
    {
      type: `callstorm.${['weather', 'tide', 'moon'][random.below(3)]}.updated`,
      event_id: `${event.event_id}x`,
      payload: { level: random.below(100), note: null },
    } as unknown as ServerEvent,
    event,
  ],
});
