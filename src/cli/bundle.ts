/** `callstorm bundle`: a plan as a folder that another load tester runs, which today is k6. Calls nobody, and starts nothing. */

import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { plannedCalls } from '../core/load/selection.ts';
import type { Plan } from '../core/plan/plan.ts';
import { shellWord } from '../core/word/shell_word.ts';
import { visible } from '../core/word/visible.ts';
import { unwritable } from '../disk/disk_trouble.ts';
import { estimatePlan } from '../forecast/estimate.ts';
import { thresholdText } from '../report/judge.ts';
import { plural } from '../report/figure.ts';
import { bundleForK6, FACTS_FILE, SCRIPT_FILE, type K6Bundle, type K6Bundling } from '../run/k6/bundle_k6.ts';
import { TAKES_LOG } from '../run/k6/k6_command.ts';
import { vusFor } from '../run/k6/k6_options.ts';
import { bundleLine } from './command_line.ts';
import { budgetOption } from './budget_option.ts';
import { style, type Io } from './io.ts';
import { atLeastOne, commandFor, planOptions, type PlanOptions } from './options.ts';
import { plannedOf, SCENARIO_OR_PACK } from './planned.ts';
import { warnOfDoubts } from './target_key.ts';

export interface BundleOptions extends PlanOptions {
  readonly for: 'k6';
  readonly out: string;
  readonly target?: string;
  readonly vus?: number;
}

export function bundleCommand(io: Io): Command {
  const command = commandFor('bundle', io)
    .description('write a folder from which your own k6 (1.0 or later) makes a plan’s calls')
    .argument('<scenario>', SCENARIO_OR_PACK)
    .addOption(new Option('--for <tool>', 'what is to make the calls').choices(['k6']).makeOptionMandatory())
    .requiredOption('--out <dir>', 'where the folder goes')
    .option('--target <url>', 'a ws:// or wss:// URL, in place of the scenario’s')
    .option('--vus <n>', 'over how many VUs the calls are spread (default: one for 20 at once)', atLeastOne);
  return budgetOption(planOptions(command))
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm bundle storm.yaml --for k6 --out storm-k6 --target wss://agent.example/v1/realtime
  $ k6 run ${TAKES_LOG} storm-k6/${SCRIPT_FILE}
  $ callstorm merge - --out reports/storm < k6.log

k6 is not part of Callstorm, and no command but run --engine k6 starts it. No key is in the folder: k6 finds it in its own environment,
under the name that the scenario gives (target.key_env). docs/k6.md says what is otherwise than with callstorm run.
`,
    )
    .action(async (file: string, options: BundleOptions) => bundle(io, file, options));
}

async function bundle(io: Io, file: string, options: BundleOptions): Promise<void> {
  const planned = await plannedOf(io, file, options);
  const { plan, audio, authority } = planned;
  const out = resolve(io.cwd, options.out);
  refuseForeign(out, options.out);
  const vus = vusFor(plan, estimatePlan(plan).peakConcurrency, options.vus);
  const command = bundleLine(file, options, io.command);
  const made = await written(out, { plan, audio, vus, file, command }, io);
  warnOfDoubts(plan, io);
  tellRest(io, plan, made, authority !== undefined);
  const { green, bold, dim } = style(io);
  const shown = relative(io.cwd, out) || '.';
  const calls = plannedCalls(plan.load);
  const facts = [
    calls === null ? 'calls as long as it lasts' : plural(calls, 'call'),
    plural(vus, 'VU'),
    ...Object.entries(made.sizes).map(([name, size]) => `${name} ${Math.ceil(size / 1000)} kB`),
  ];
  io.out(`${green('bundled')}  ${bold(visible(plan.scenario.name))}  ${visible(shown)}\n`);
  io.out(`${dim(facts.join(', '))}\n`);
  const target =
    plan.target.url === 'simulator' ? ' -e CALLSTORM_TARGET=ws://127.0.0.1:8787/v1/realtime' : '';
  io.out(`next: k6 run ${TAKES_LOG}${target} ${shellWord(join(shown, SCRIPT_FILE))}\n`);
  io.out(`then: callstorm merge - --out reports/k6 < k6.log\n`);
}

async function written(out: string, bundling: K6Bundling, io: Io): Promise<K6Bundle> {
  try {
    return await bundleForK6(out, bundling, io.env);
  } catch (error) {
    throw unwritable(error, { code: 'out_unwritable', file: out });
  }
}

/** A folder that was bundled before is replaced; nothing else is written into. Throws ConfigError. */
function refuseForeign(out: string, given: string): void {
  let names: readonly string[];
  try {
    names = readdirSync(out);
  } catch {
    return;
  }
  if (names.length === 0 || names.includes(FACTS_FILE)) return;
  throw new ConfigError('expected a folder of its own, found one with something else in it', {
    code: 'out_taken',
    file: given,
    path: '--out',
    hint: 'Choose another --out: only a folder that was bundled is written over.',
  });
}

/** What of the plan is not k6's, and what whoever runs it has to bring. */
function tellRest(io: Io, plan: Plan, { thresholds }: K6Bundle, authority: boolean): void {
  const warn = (text: string): void => io.err(`${style(io).yellow('warning')} ${visible(text)}\n`);
  const { url, tokenCommand } = plan.target;
  for (const each of thresholds.untold) {
    if (each.implied !== true)
      warn(
        `the threshold ${thresholdText(each)} is judged by callstorm report alone: k6 has no figure for it`,
      );
  }
  if (plan.judgement.budget !== undefined) warn('no budget stops it: k6 knows no prices');
  if (url === 'simulator')
    warn('its target is the simulated agent: start one (callstorm serve), and give k6 its address');
  if (tokenCommand !== undefined) {
    warn(`k6 fetches no token by ${tokenCommand[0] ?? ''}: give it one that lasts, in CALLSTORM_KEY`);
  }
  if (authority) warn('k6 takes more authorities from its environment alone: SSL_CERT_FILE');
}
