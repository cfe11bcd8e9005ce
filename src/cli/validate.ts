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
import { compileWith } from '../scenario/compile.ts';
import { estimatePlan, neverCalled } from '../forecast/estimate.ts';
import type { PlanEstimate } from '../forecast/estimate.ts';
import { loadScenario } from '../scenario/load_scenario.ts';
import { durationText } from '../config/value.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { PlanTool } from '../core/plan/tool.ts';
import { style, type Io } from './io.ts';
import { warnOfDoubts } from './target_key.ts';
import { commandFor, overridesOf, planOptions, type PlanOptions } from './options.ts';
import { count, usd } from '../report/figure.ts';
import { thresholdText } from '../report/judge.ts';
import { table } from '../report/view/columns.ts';

interface ValidateOptions extends PlanOptions {
  readonly json?: true;
}

export function validateCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('validate', io)
    .description('check a scenario and show the plan it makes: calls, concurrency, duration, audio, cost')
    .argument('<scenario>', 'a .yaml, .json, .ts or .js file');
  return planOptions(command)
    .option('--json', 'print the plan’s figures as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ callstorm validate scenario.yaml\n  $ callstorm validate my.yaml --duration 10m --json\n',
    )
    .action(async (file: string, options: ValidateOptions) => {
      await validate(io, file, options);
      setExit(0);
    });
}

async function validate(io: Io, file: string, options: ValidateOptions): Promise<void> {
  const { scenario, repertoire, path, fixturesDirs } = await loadScenario(file, { cwd: io.cwd });
  const { plan, audio } = await compileWith(repertoire, scenario, overridesOf(options));
  if (plan.target.profile !== undefined) {
    const library = await loadLibrary(fixturesDirs);
    await loadProfile(wordsOf([...library.values()]), resolve(dirname(path), plan.target.profile));
  }
  const estimate = estimatePlan(plan);
  if (options.json === true) {
    const { id, scenario, seed, dialect, target, frameMs, load } = plan;
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
    };
    io.out(`${JSON.stringify(shown, null, 2)}\n`);
    return;
  }
  const { green, yellow, bold, dim } = style(io);
  io.out(`${green('valid')}  ${bold(visible(scenario.name))}  ${dim(file)}\n`);
  if (scenario.description !== undefined)
    io.out(`${dim(visible(scenario.description.trim().replaceAll(/\s+/g, ' ')))}\n`);
  io.out('\n');
  io.out(table(figures(plan, estimate, audio.bytes.length)));
  io.out('\n');
  const heading = ['CALLER', 'WEIGHT', 'CALLS', 'LENGTH', 'STEPS'].map((word) => bold(word));
  const rows = plan.callers.map((caller, i) => [
    caller.name,
    String(caller.weight),
    count(estimate.callers[i]?.calls ?? 0),
    estimate.callers[i]?.calls === 0 ? '–' : `~${durationText(estimate.callers[i]?.callMs ?? 0)}`,
    String(caller.steps.length),
  ]);
  io.out(table([heading, ...rows], ['left', 'right', 'right', 'right', 'right']));
  const missing = neverCalled(estimate);
  if (missing !== null) io.err(`${yellow('warning')} ${missing}\n`);
  warnOfDoubts(plan, io);
  io.out(dim(`\nLengths, concurrency and cost are estimates. They assume:\n`));
  for (const assumption of estimate.assumed) io.out(dim(`  - ${assumption}\n`));
}

function figures(plan: Plan, estimate: PlanEstimate, audioBytes: number): readonly (readonly string[])[] {
  const { load, target, judgement } = plan;
  const { callMs } = estimate;
  const voices = [...new Set(plan.personas.map((persona) => persona.voice))];
  const row = (name: string, text: string): readonly string[] => [`  ${name}`, text];
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
    row(
      'calls',
      `${load.mode === 'closed' && load.calls === undefined ? '~' : ''}${count(estimate.calls)}${blocked}`,
    ),
    row('peak concurrency', `~${count(estimate.peakConcurrency)}`),
    row('duration', `~${durationText(estimate.durationMs)}`),
    row(
      'call length',
      callMs.shortest === callMs.longest
        ? `~${durationText(callMs.mean)}`
        : `~${durationText(callMs.mean)} (${durationText(callMs.shortest)} to ${durationText(callMs.longest)})`,
    ),
    row('audio sent', `~${minutes(estimate.audioSentMs)}, ${minutes(estimate.callerSpeechMs)} of it speech`),
    row('audio received', `~${minutes(estimate.audioReceivedMs)}`),
    row(
      'cost',
      estimate.costUsd === null
        ? `unpriced: no prices of ${judgement.pricing.model} are known`
        : `~${usd(estimate.costUsd)}, ${usd(estimate.costPerCallUsd)} a call${target.url === 'simulator' ? ' (at real prices; the simulated agent is free)' : ''}`,
    ),
    ...(estimate.costPerMonthUsd === undefined
      ? []
      : [row('projected', `~${usd(estimate.costPerMonthUsd)} a month at ${count(perMonth ?? 0)} calls`)]),
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

function minutes(ms: number): string {
  return ms < 60_000 ? durationText(ms) : `${count(Math.round(ms / 6000) / 10)} min`;
}
