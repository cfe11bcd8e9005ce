/** What keeps two runs from being compared, each with a way out, and what has to be said of those that can be. Pure. */

import type { RunIdentity } from './compared_run.ts';

export interface Obstacle {
  readonly code:
    | 'invalid_run'
    | 'not_whole'
    | 'other_engine'
    | 'other_dialect'
    | 'other_frame'
    | 'other_scenario'
    | 'other_plan'
    | 'too_few_calls';
  readonly text: string;
  readonly wayOut: string;
  /** `--anyway` goes past it, with a warning. */
  readonly passable: boolean;
}

export function obstaclesBetween(before: RunIdentity, after: RunIdentity): readonly Obstacle[] {
  return [
    ...[before, after].flatMap(unfit),
    ...differs(
      before,
      after,
      'engine',
      'other_engine',
      'A rehearsal tells of its profile and a run of its target: make both the same way.',
    ),
    ...differs(before, after, 'dialect', 'other_dialect', 'Run both in one dialect.'),
    ...differs(
      before,
      after,
      'frameMs',
      'other_frame',
      'A caller’s words are heard a frame later: run both with one frame size.',
    ),
    ...otherPlan(before, after),
  ];
}

/** What makes a run no good for comparing at all. */
export function unfit(run: RunIdentity): readonly Obstacle[] {
  const { given, verdict, reasons, ended } = run;
  if (ended !== 'done') {
    const how = ended === 'cut off' ? 'was cut off' : `ended early (${ended})`;
    return [
      {
        code: 'not_whole',
        text: `${given} ${how}: its last calls are missing or broken off, and these are not the same as the others`,
        wayOut: 'Make the run again, to its end.',
        passable: false,
      },
    ];
  }
  if (verdict !== 'invalid') return [];
  return [
    {
      code: 'invalid_run',
      text: `${given} is invalid: ${reasons[0] ?? 'the generator could not sustain it'}`,
      wayOut:
        'Its figures tell of the run and not of the target: merge the share that is missing, or make the run again, with less load or on a quieter machine.',
      passable: false,
    },
  ];
}

function differs(
  before: RunIdentity,
  after: RunIdentity,
  field: 'engine' | 'dialect' | 'frameMs',
  code: Obstacle['code'],
  wayOut: string,
): readonly Obstacle[] {
  const [a, b] = [before[field], after[field]];
  if (a === b) return [];
  const unit = field === 'frameMs' ? ' ms' : '';
  const name = field === 'frameMs' ? 'frame size' : field;
  return [{ code, text: `another ${name}: ${a}${unit} before, ${b}${unit} after`, wayOut, passable: false }];
}

function otherPlan(before: RunIdentity, after: RunIdentity): readonly Obstacle[] {
  if (before.scenario !== after.scenario) {
    return [
      {
        code: 'other_scenario',
        text: `another scenario: “${before.scenario}” before, “${after.scenario}” after`,
        wayOut: 'Other callers say other things: run one scenario against both.',
        passable: false,
      },
    ];
  }
  if (before.plan === after.plan) return [];
  return [
    {
      code: 'other_plan',
      text: `another plan of ${before.scenario}: ${planDifferences(before, after).join(', ')}`,
      wayOut:
        'Run the same scenario with the same options against both; or give --anyway: they are compared then, but not call by call.',
      passable: true,
    },
  ];
}

/** What two plans of one scenario are seen to differ in. */
export function planDifferences(before: RunIdentity, after: RunIdentity): readonly string[] {
  const told: string[] = [];
  const tell = (name: string, a: string | number, b: string | number): void => {
    if (a !== b) told.push(`${name} ${a} → ${b}`);
  };
  tell('seed', before.seed, after.seed);
  tell('target', before.target.url, after.target.url);
  tell('model', before.target.model, after.target.model);
  tell('load', before.load.mode, after.load.mode);
  tell(
    'planned calls',
    before.load.plannedCalls ?? 'by the clock',
    after.load.plannedCalls ?? 'by the clock',
  );
  tell('at most at once', before.load.maxConcurrency, after.load.maxConcurrency);
  return told.length > 0 ? told : ['callers, settings, thresholds or recordings'];
}

/** Of two that are compared. */
export function warningsBetween(before: RunIdentity, after: RunIdentity): readonly string[] {
  const warnings: string[] = [];
  if (before.runs.length > 0 && before.runs.join() === after.runs.join())
    warnings.push('both are the same run: whatever is compared is the same');
  if (before.plan !== after.plan) {
    warnings.push(
      `the plans differ (${planDifferences(before, after).join(', ')}): a difference may be theirs and not the target’s`,
    );
  }
  if (before.callstorm !== after.callstorm)
    warnings.push(`measured by Callstorm ${before.callstorm} before, and ${after.callstorm} after`);
  return warnings;
}
