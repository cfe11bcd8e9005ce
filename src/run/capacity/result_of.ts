/** From a search that is over to what is told of it: the result as data, with its limit and its notes in words. Pure. */

import type { FooterRecord, HeaderRecord } from '../../core/log/record.ts';
import {
  CAPACITY_VERSION,
  type CapacityKnee,
  type CapacityLimit,
  type CapacityResult,
  type CapacitySettings,
  type CapacityUnit,
} from '../../forecast/capacity/capacity_result.ts';
import { amountText, kneeOf } from '../../forecast/capacity/knee.ts';
import { durationText } from '../../core/word/duration.ts';
import { usd } from '../../report/figure.ts';
import type { CapacityRun, EndedBy } from './capacity_run.ts';

export interface Ended {
  readonly header: HeaderRecord;
  readonly footer: Pick<FooterRecord, 'reason' | 'detail' | 'endedMs'>;
  readonly settings: CapacitySettings;
  readonly unit: CapacityUnit;
  readonly spentUsd: number | null;
}

export function resultOf(
  run: CapacityRun,
  { header, footer, settings, unit, spentUsd }: Ended,
): CapacityResult {
  const by = run.ended ?? 'interrupted';
  const found = kneeOf(run.levels, run.measured, settings, unit);
  const errors = found.brokenBy.some((text) => text.startsWith('error_rate'));
  const refusedAt = run.refused.at !== null && (errors || found.holds === null) ? run.refused.at : null;
  const knee = { ...found, refusedAt };
  return {
    version: CAPACITY_VERSION,
    unit,
    run: {
      id: header.run,
      plan: header.plan,
      scenario: {
        name: header.scenario.name,
        ...(header.scenario.file === undefined ? {} : { file: header.scenario.file }),
        sha256: header.scenario.sha256,
      },
      seed: header.seed,
      engine: header.engine,
      target: { url: header.target.url, model: header.target.model, simulated: header.target.simulated },
      startedAtMs: header.startedAtMs,
      lastedMs: footer.endedMs,
      workers: header.workers,
      command: header.command,
      spentUsd,
    },
    settings,
    levels: run.levels,
    knee,
    limit: limitOf(by, knee, settings, unit, footer.detail),
    notes: notesOf(run, knee, settings, unit, by),
  };
}

function limitOf(
  by: EndedBy,
  knee: CapacityKnee,
  settings: CapacitySettings,
  unit: CapacityUnit,
  detail: string | null,
): CapacityLimit {
  const { fails, brokenBy } = knee;
  switch (by) {
    case 'target': {
      const conditions = brokenBy.length === 0 ? 'a condition' : brokenBy.join(' and ');
      const broken = knee.failsBy === 'undecided' ? 'was not shown to hold' : 'no longer holds';
      return {
        by,
        said: `the target: at ${amountText(fails ?? settings.from, unit)} ${conditions} ${broken}`,
        next: null,
      };
    }
    case 'max':
      return {
        by,
        said: `--max: ${amountText(settings.max, unit)} still hold`,
        next: `raise it, e.g. --max ${settings.max * 2}, to find where the target ends`,
      };
    case 'generator':
      return {
        by,
        said: `the generator, not the target: from ${amountText(fails ?? settings.from, unit)} on, this machine could not keep up`,
        next: 'give it more --workers, a larger machine, or one apart from the target, and search on from there with --from',
      };
    case 'budget':
      return {
        by,
        said: `the budget${settings.budgetUsd === null ? '' : ` of ${usd(settings.budgetUsd)}`}${detail === null ? '' : ` (${detail})`}: the search is not at its end`,
        next: 'raise --budget, or begin nearer to the knee with --from',
      };
    case 'time':
      return {
        by,
        said: `the time of the search (${durationText(settings.totalMs)}): it is not at its end`,
        next: 'give it more with --time, or begin nearer to the knee with --from',
      };
    case 'starved':
      return {
        by: 'time',
        said: `the time of a level (${durationText(settings.mostMs)}): so few calls cannot decide what the conditions ask`,
        next: `give each level more with --level-most, or ask for a condition that fewer calls can decide`,
      };
    case 'interrupted':
      return { by, said: `the search was broken off${detail === null ? '' : `: ${detail}`}`, next: null };
    case 'unreachable':
      return {
        by,
        said: 'no call got through: the target could not be reached',
        next: 'see the failures of the level',
      };
  }
}

function notesOf(
  run: CapacityRun,
  knee: CapacityKnee,
  settings: CapacitySettings,
  unit: CapacityUnit,
  by: EndedBy,
): string[] {
  const notes: string[] = [];
  if (knee.refusedAt !== null) {
    notes.push(`At ${knee.refusedAt} sessions connections are refused (${run.refused.code ?? 'refused'}).`);
  }
  if (knee.retrograde !== null) {
    const { peakAt, peakPerSecond, lastPerSecond } = knee.retrograde;
    notes.push(
      `Throughput goes back: ${peakPerSecond.toFixed(2)} answered turns per second at ${amountText(peakAt, unit)}, and ${lastPerSecond.toFixed(2)} at the highest level. More load gets less done.`,
    );
  }
  const undecided = run.levels.filter(({ verdict }) => verdict === 'undecided');
  for (const { amount, why } of undecided) notes.push(`${amountText(amount, unit)}: ${why}.`);
  const saturated = run.levels.filter(({ verdict }) => verdict === 'invalid');
  if (saturated.length > 0 && by !== 'generator') {
    notes.push(
      `The generator could not keep up at ${saturated.map(({ amount }) => amountText(amount, unit)).join(', ')}: what was seen there counts for nothing.`,
    );
  }
  if (knee.confidence !== null) {
    notes.push(
      `The confidence takes for granted that a level holds if a higher one does, that the target stays what it was during the search, and that likeness of calls and moments is as large as was measured (each measurement is allowed ${Number((settings.alpha * 100).toPrecision(3))}% of error, and the knee is measured twice).`,
    );
  }
  return notes;
}
