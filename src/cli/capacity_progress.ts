/** What a person sees while a search for capacity goes on: a line a level, and how it is doing. */

import type { CapacitySettings, CapacityUnit } from '../forecast/capacity/capacity_result.ts';
import { amountText } from '../forecast/capacity/knee.ts';
import { count, ms, plural } from '../report/figure.ts';
import { VERDICTS } from '../report/capacity/capacity_rows.ts';
import type { CapacityProgress } from '../run/capacity/capacity_run.ts';
import { style, type Io } from './io.ts';

const reasons = { step: 'raised', bisection: 'between', repeat: 'measured again' } as const;

export function capacityProgress(
  io: Io,
  unit: CapacityUnit,
  { slo }: CapacitySettings,
): (now: CapacityProgress) => void {
  const { dim, bold, green, red } = style(io);
  return (now) => {
    switch (now.type) {
      case 'begun':
        io.err(`${bold(amountText(now.amount, unit))} ${dim(`(${reasons[now.because]})`)}\n`);
        return;
      case 'so_far': {
        const { level, settled } = now;
        if (!settled) io.err(dim('  warming up\n'));
        else {
          const conditions = level.slo.map(
            ({ slo: index, verdict }) => `${slo[index]?.text ?? ''}: ${verdict}`,
          );
          io.err(
            dim(
              `  ${plural(level.turns.ended, 'turn')}, p95 ${ms(level.latencyMs.p95.value)}; ${conditions.join(', ')}\n`,
            ),
          );
        }
        return;
      }
      case 'over': {
        const { verdict, turns, calls, latencyMs } = now.level;
        const paint = verdict === 'holds' ? green : verdict === 'fails' ? red : dim;
        io.err(
          `  ${paint(VERDICTS[verdict])}  ${plural(turns.ended, 'turn')}, p95 ${ms(latencyMs.p95.value)}, ${count(calls.failed)} of ${plural(calls.ended, 'call')} failed\n`,
        );
      }
    }
  };
}
