/**
 * `callstorm validate`: checks a scenario and prints the plan it makes. Calls nobody. Mistakes pass as ConfigErrors to
 * whoever called.
 */

import { visible } from '../core/word/visible.ts';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadProfile } from '../agent/profile/load_profile.ts';
import { wordsOf } from '../agent/simulator.ts';
import { loadLibrary } from '../fixture/manifest.ts';
import { estimatePlan, neverCalled } from '../forecast/estimate.ts';
import type { PlanEstimate } from '../forecast/estimate.ts';
import { durationText } from '../config/value.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { PlanTool } from '../core/plan/tool.ts';
import { estimatedCount, estimatedDuration, estimatedMinutes, estimatedUsd } from './estimated.ts';
import { style, type Io } from './io.ts';
import { warnOfDoubts } from './target_key.ts';
import { cutPlan, cutRow } from './cut_plan.ts';
import { commandFor, planOptions, upTo, type PlanOptions } from './options.ts';
import { plannedOf, SCENARIO_OR_PACK } from './planned.ts';
import { count, usd } from '../report/figure.ts';
import { thresholdText } from '../report/judge.ts';
import { aligned, fitting, listed, shortened, terms, without, wrapped } from '../report/view/columns.ts';

/** More machines than anybody has. */
const MOST_SHARES = 100_000;

interface ValidateOptions extends PlanOptions {
  readonly shards?: number;
  readonly json?: true;
}

export function validateCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('validate', io)
    .description('check a scenario and show the plan it makes: calls, concurrency, duration, audio, cost')
    .argument('<scenario>', SCENARIO_OR_PACK);
  return planOptions(command)
    .option('--shards <n>', 'say what cutting it into n shares comes to', upTo(MOST_SHARES))
    .option('--json', 'print the plan’s figures as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ callstorm validate scenario.yaml\n  $ callstorm validate my.yaml --duration 10m --json\n  $ callstorm validate plan.callstorm --shards 8\n',
    )
    .action(async (file: string, options: ValidateOptions) => {
      await validate(io, file, options);
      setExit(0);
    });
}

async function validate(io: Io, file: string, options: ValidateOptions): Promise<void> {
  const { plan, audio, path, fixturesDirs, packed } = await plannedOf(io, file, options);
  const { scenario } = plan;
  if (!packed && plan.target.profile !== undefined) {
    const library = await loadLibrary(fixturesDirs);
    await loadProfile(wordsOf([...library.values()]), resolve(dirname(path), plan.target.profile));
  }
  const estimate = estimatePlan(plan);
  const cut = options.shards === undefined ? null : cutPlan(plan, options.shards);
  if (options.json === true) {
    const { id, seed, dialect, target, frameMs, load } = plan;
    const loadShown = load.mode === 'open' ? { mode: load.mode, maxConcurrency: load.maxConcurrency } : load;
    const tools = plan.tools?.map(({ name }) => name) ?? [];
    const shown = {
      file,
      plan: id,
      scenario,
      seed,
      dialect,
      target,
      tools,
      frameMs,
      load: loadShown,
      estimate,
      ...(cut === null ? {} : { shares: cut }),
    };
    io.out(`${JSON.stringify(shown, null, 2)}\n`);
    return;
  }
  const { green, yellow, bold, dim } = style(io);
  const width = Math.max(NARROWEST, io.columns);
  const say = (lines: readonly string[]): void => lines.forEach((line) => io.out(`${line}\n`));
  say(listed([green('valid'), bold(visible(scenario.name)), dim(visible(file))], '  ', width));
  if (scenario.description !== undefined) {
    const described = visible(scenario.description.trim().replaceAll(/\s+/g, ' '));
    say(wrapped(described, width).map((line) => dim(line)));
  }
  io.out('\n');
  const rows = [
    ...figures(plan, estimate, audio.bytes.length),
    ...(cut === null ? [] : [['  shares', cutRow(cut)]]),
  ];
  say(terms(rows, width));
  io.out('\n');
  const heading = ['CALLER', 'WEIGHT', 'CALLS', 'LENGTH', 'STEPS'].map((word) => bold(word));
  const callers = plan.callers.map((caller, i) => [
    shortened(visible(caller.name), Math.max(8, width - OTHER_COLUMNS)),
    String(caller.weight),
    plannedCalls(plan, estimate.callers[i]?.calls ?? 0),
    estimate.callers[i]?.calls === 0 ? '–' : estimatedDuration(estimate.callers[i]?.callMs ?? 0),
    String(caller.steps.filter(({ op }) => op !== 'go').length),
  ]);
  const sides = ['left', 'right', 'right', 'right', 'right'] as const;
  const tables = [[], [4], [1, 4]].map((left) =>
    aligned(without([heading, ...callers], left), sides, 'right'),
  );
  say(fitting(tables, width).map((cells) => cells.join('  ').trimEnd()));
  const missing = neverCalled(estimate);
  if (missing !== null) io.err(`${wrapped(`${yellow('warning')} ${visible(missing)}`, width).join('\n')}\n`);
  if (cut !== null && cut.warning !== null) {
    io.err(`${wrapped(`${yellow('warning')} ${cut.warning}`, width).join('\n')}\n`);
  }
  warnOfDoubts(plan, io);
  io.out('\n');
  say(wrapped('Lengths, concurrency and cost are estimates. They assume:', width).map((line) => dim(line)));
  for (const assumption of estimate.assumed) {
    const lines = wrapped(visible(assumption), width - 4);
    say(lines.map((line, index) => dim(`${index === 0 ? '  - ' : '    '}${line}`)));
  }
}

const NARROWEST = 40;
/** What the table of callers takes beside their names, at the least. */
const OTHER_COLUMNS = 17;

/** Exact where the plan says how many calls there are. */
function plannedCalls({ load }: Plan, calls: number): string {
  return load.mode === 'closed' && load.calls === undefined ? estimatedCount(calls) : count(calls);
}

function figures(plan: Plan, estimate: PlanEstimate, audioBytes: number): readonly (readonly string[])[] {
  const { load, target, judgement } = plan;
  const { callMs } = estimate;
  const voices = [...new Set(plan.personas.map((persona) => persona.voice))];
  const row = (name: string, text: string): readonly string[] => [`  ${name}`, visible(text)];
  const blocked = estimate.blocked > 0 ? `, ${count(estimate.blocked)} of them blocked by the cap` : '';
  const cap =
    load.mode === 'open'
      ? `at most ${count(load.maxConcurrency)} at once`
      : `${count(load.concurrency)} kept going`;
  const perMonth = judgement.pricing.callsPerMonth;
  return [
    row('target', `${target.url === 'simulator' ? 'the simulated agent' : target.url}, ${target.model}`),
    ...(plan.tools === undefined ? [] : [row('tools', plan.tools.map(toolText).join(', '))]),
    row('load', `${load.mode}, ${cap}`),
    row('calls', `${plannedCalls(plan, estimate.calls)}${blocked}`),
    row('peak concurrency', estimatedCount(estimate.peakConcurrency)),
    row('duration', estimatedDuration(estimate.durationMs)),
    row(
      'call length',
      estimatedDuration(callMs.shortest) === estimatedDuration(callMs.longest)
        ? estimatedDuration(callMs.mean)
        : `${estimatedDuration(callMs.mean)} (${estimatedDuration(callMs.shortest)} to ${estimatedDuration(callMs.longest)})`,
    ),
    row(
      'audio sent',
      `${estimatedMinutes(estimate.audioSentMs)}, ${estimatedMinutes(estimate.callerSpeechMs)} of it speech`,
    ),
    row('audio received', estimatedMinutes(estimate.audioReceivedMs)),
    row(
      'cost',
      estimate.costUsd === null
        ? `unpriced: no prices of ${judgement.pricing.model} are known`
        : `${estimatedUsd(estimate.costUsd)}, ${estimatedUsd(estimate.costPerCallUsd ?? 0)} a call${target.url === 'simulator' ? ' (at real prices; the simulated agent is free)' : ''}`,
    ),
    ...(estimate.costPerMonthUsd === undefined
      ? []
      : [
          row(
            'projected',
            `${estimatedUsd(estimate.costPerMonthUsd)} a month at ${count(perMonth ?? 0)} calls`,
          ),
        ]),
    row('voices', voices.join(', ')),
    ...standInRows(plan).map((text, i) => row(i === 0 ? 'stand-ins' : '', text)),
    row(
      'clips',
      `${plan.clips.length}, ${(audioBytes / 1e6).toFixed(1)} MB ready-made in ${plan.frameMs} ms frames`,
    ),
    ...thresholdTexts(judgement.thresholds).map((text, i) => row(i === 0 ? 'thresholds' : '', text)),
    row(
      'budget',
      judgement.budget?.maxUsd === undefined ? 'none' : `stops at ${usd(judgement.budget.maxUsd)}`,
    ),
    row('seed', String(plan.seed)),
    row('plan', plan.id.slice(0, 16)),
  ];
}

/** Who speaks for a voice that has no recording of its own, by voice. */
function standInRows({ personas, clips }: Plan): readonly string[] {
  const missing = new Map<string, Set<string>>();
  for (const persona of personas) {
    for (const [utterance, clip] of Object.entries(persona.clips)) {
      const spoken = clips[clip]?.voice;
      if (spoken === undefined || spoken === persona.voice) continue;
      const key = `${persona.voice} has no recording of `;
      missing.set(key, (missing.get(key) ?? new Set()).add(`${utterance} (${spoken} says it)`));
    }
  }
  return [...missing].map(([key, utterances]) => key + [...utterances].join(', '));
}

function toolText({ name, outcomes }: PlanTool): string {
  return outcomes.length === 1 ? name : `${name} (${outcomes.length} outcomes)`;
}

function thresholdTexts(thresholds: Plan['judgement']['thresholds']): readonly string[] {
  if (thresholds.length === 0) return ['none'];
  return thresholds.map((threshold) => {
    const { abort } = threshold;
    const after =
      abort === undefined || abort.delayMs === 0 ? '' : `, from ${durationText(abort.delayMs)} on`;
    return `${thresholdText(threshold)}${abort === undefined ? '' : ` (or the run ends${after})`}`;
  });
}
