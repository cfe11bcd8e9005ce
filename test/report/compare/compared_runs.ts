/** Runs as logs, made up: some kinds of callers, each call with a speed of its own, turns that spread around it. */

import { Random } from '../../../src/core/word/random.ts';
import type { HeaderRecord, LogRecord } from '../../../src/core/log/record.ts';
import { comparedRun, type ComparedRun } from '../../../src/report/compare/compared_run.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { answered, call, footer, gathered, generator, goodRun, header, turn } from '../log_builder.ts';

export const CALLERS = ['buyer', 'refund', 'returns'] as const;

export interface MadeRun {
  readonly seed: number;
  readonly calls?: number;
  readonly turns?: number;
  /** By caller: how much slower than it would be. */
  readonly slower?: Readonly<Record<string, number>>;
  /** A share of the turns is never answered. */
  readonly unanswered?: number;
  /** A share of the calls fails. */
  readonly failed?: number;
  readonly header?: Partial<HeaderRecord>;
  readonly ended?: 'done' | 'interrupted';
}

export function madeRecords(made: MadeRun): LogRecord[] {
  const { seed, calls = 60, turns = 4, slower = {}, unanswered = 0, failed = 0 } = made;
  const run = `run-${seed}`;
  const who = new Random('callers', made.header?.plan ?? '');
  const random = new Random('made', seed);
  const records: LogRecord[] = [
    header({ run, load: { mode: 'open', plannedCalls: calls, maxConcurrency: 100 }, ...made.header }),
  ];
  let lost = 0;
  for (let index = 0; index < calls; index++) {
    const caller = who.pick(CALLERS);
    const own = who.lognormal(800, 0.1) * (slower[caller] ?? 1);
    for (let at = 0; at < turns; at++) {
      const latencyMs = own * random.lognormal(1, 0.15);
      records.push(
        random.chance(unanswered)
          ? turn({
              call: index,
              turn: at,
              caller,
              outcome: 'unanswered',
              marks: { speechStart: 1000, speechEnd: 2000 },
            })
          : { ...answered(index, at, latencyMs), caller },
      );
    }
    const fails = random.chance(failed);
    if (fails) lost++;
    const end = fails ? ({ outcome: 'failed', failure: 'answer_failed' } as const) : {};
    records.push(call({ call: index, caller, turns, ...end }));
  }
  records.push(
    generator(),
    footer({
      ...(made.ended === undefined ? {} : { reason: made.ended }),
      calls: { planned: calls, completed: calls - lost, failed: lost, blocked: 0, notStarted: 0 },
    }),
  );
  return records;
}

const usual = summarize(gathered(goodRun(1, () => 500)));

/** Its summary is worked out no further than a comparison asks. */
export function madeRun(made: MadeRun): ComparedRun {
  const log = gathered(madeRecords(made));
  const run = { ...usual.run, ids: [`run-${made.seed}`], ended: made.ended ?? 'done' };
  const verdict = { ...usual.verdict, result: 'pass' } as const;
  return comparedRun(`reports/${made.seed}`, { ...usual, run, verdict }, log);
}
