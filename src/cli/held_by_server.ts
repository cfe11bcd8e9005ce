/** How many calls one server of the agent’s holds: as it was given, or as a capacity run found. */

import { ConfigError } from '../core/word/config_error.ts';
import type { StaffingQuestion } from '../forecast/queue/needed_lines.ts';
import { CAPACITY_FILE, readCapacity } from './capacity_file.ts';
import type { Io } from './io.ts';

/** Null: nobody asked. Throws ConfigError. */
export async function heldByServer(
  io: Io,
  {
    capacity,
    perServer,
    spare,
  }: { readonly capacity?: string; readonly perServer?: number; readonly spare: number },
): Promise<StaffingQuestion['server']> {
  if (capacity !== undefined && perServer !== undefined) {
    throw new ConfigError('expected --capacity or --per-server, found both', {
      code: 'option_invalid',
      hint: `What a server holds is in ${CAPACITY_FILE}, or given.`,
    });
  }
  if (perServer !== undefined) return { holds: perServer, spare, from: 'as it was given' };
  if (capacity === undefined) return null;
  const { file, result } = await readCapacity(io, capacity, '--capacity');
  if (result.unit !== 'calls_at_once') {
    throw new ConfigError('expected the capacity of calls at once, found that of calls per second', {
      code: 'capacity_unit',
      file,
      path: 'unit',
      hint: 'Run callstorm capacity without --arrivals, or give --per-server.',
    });
  }
  const { holds } = result.knee;
  if (holds === null || holds < 1) {
    throw new ConfigError('expected a number of calls that it holds, found none', {
      code: 'capacity_none',
      file,
      path: 'knee.holds',
      hint: 'The run says why; --per-server gives a number by hand.',
    });
  }
  const least = result.limit.by === 'target' ? '' : `, or more (the search ended by: ${result.limit.by})`;
  return { holds: Math.floor(holds), spare, from: `${result.knee.said}${least}` };
}
