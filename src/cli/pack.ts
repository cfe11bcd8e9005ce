/** `callstorm pack`: a scenario's plan with its audio in one file, from which every machine makes the same calls. Calls nobody. */

import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { visible } from '../core/word/visible.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { plannedCalls } from '../core/load/selection.ts';
import { existsSync } from 'node:fs';
import { unwritable } from '../disk/disk_trouble.ts';
import { readCertificates } from '../engine/node/private_authority.ts';
import { plural } from '../report/figure.ts';
import { PACK_ENDING } from '../run/pack/pack_format.ts';
import { isPack } from '../run/pack/read_pack.ts';
import { writePack, type Packed, type Packing } from '../run/pack/write_pack.ts';
import { budgetOption } from './budget_option.ts';
import { style, type Io } from './io.ts';
import { commandFor, planOptions, type PlanOptions } from './options.ts';
import { plannedOf } from './planned.ts';
import { warnOfDoubts } from './target_key.ts';

interface PackOptions extends PlanOptions {
  readonly target?: string;
  readonly out?: string;
  readonly json?: true;
}

export function packCommand(io: Io): Command {
  const command = commandFor('pack', io)
    .description(
      'put a scenario’s plan with its audio into one file, for machines that make its calls together',
    )
    .argument('<scenario>', 'a .yaml, .json, .ts or .js file')
    .option('--target <url>', 'a ws:// or wss:// URL, in place of the scenario’s');
  return budgetOption(planOptions(command))
    .option('--out <file>', `where it goes (default: the scenario’s name, with ${PACK_ENDING})`)
    .option('--json', 'print what was packed as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm pack storm.yaml --target wss://agent.example/v1/realtime --out plan.callstorm
  $ callstorm run plan.callstorm --shard 2/4 --run-id nightly --out share-2
  $ callstorm validate plan.callstorm --shards 4

It is run as it is: run, rehearse and validate take it in a scenario's place, with --target, --calls, --concurrency and
--budget; what is in its audio or its instants (--seed, --duration, --dialect, --prices) is given to pack. Keys are not in it:
each machine has them in its environment. A machine with another version of Callstorm refuses it.
`,
    )
    .action(async (file: string, options: PackOptions) => pack(io, file, options));
}

async function pack(io: Io, file: string, options: PackOptions): Promise<void> {
  const { plan, audio, beds, authority, packed } = await plannedOf(io, file, options);
  if (packed) {
    throw new ConfigError('expected a scenario, found a plan that is packed already', {
      code: 'pack_of_pack',
      file,
      hint: 'Copy it, or pack the scenario again.',
    });
  }
  const out = resolve(io.cwd, options.out ?? join(dirname(file), nameFor(file)));
  await refuseForeign(out);
  const certificates = authority === undefined ? undefined : await readCertificates(authority);
  const packing = {
    plan,
    audio,
    file,
    ...(certificates === undefined ? {} : { certificates }),
    ...(beds.length === 0 ? {} : { beds }),
  };
  const made = await written(out, packing, io);
  warnOfDoubts(plan, io);
  warnOfRest(io, plan, made.plan);
  const shown = relative(io.cwd, out) || out;
  if (options.json === true) {
    const { head, bytes } = made;
    io.out(`${JSON.stringify({ file: shown, bytes, ...head, calls: plannedCalls(plan.load) }, null, 2)}\n`);
    return;
  }
  const { green, bold, dim } = style(io);
  const calls = plannedCalls(plan.load);
  io.out(`${green('packed')}  ${bold(visible(plan.scenario.name))}  ${visible(shown)}\n`);
  const facts = [
    calls === null ? 'calls as long as it lasts' : plural(calls, 'call'),
    `${(made.bytes / 1e6).toFixed(1)} MB`,
    `plan ${made.plan.id.slice(0, 16)}`,
  ];
  io.out(`${dim(facts.join(', '))}\n`);
}

function nameFor(file: string): string {
  return `${basename(file, extname(file))}${PACK_ENDING}`;
}

/** A plan that was packed before is replaced; nothing else is. Throws ConfigError. */
async function refuseForeign(out: string): Promise<void> {
  if (!existsSync(out) || (await isPack(out))) return;
  throw new ConfigError('expected a place for the plan, found something else there', {
    code: 'out_taken',
    file: out,
    path: '--out',
    hint: 'Choose another --out: only a packed plan is replaced.',
  });
}

async function written(out: string, packing: Packing, io: Io): Promise<Packed> {
  try {
    return await writePack(out, packing, io.env);
  } catch (error) {
    throw unwritable(error, { code: 'out_unwritable', file: out });
  }
}

/** What a machine that runs it has to bring all the same. */
function warnOfRest(io: Io, plan: Packing['plan'], packed: Packing['plan']): void {
  const { yellow } = style(io);
  const warn = (text: string): void => io.err(`${yellow('warning')} ${visible(text)}\n`);
  const { url, profile, tokenCommand } = plan.target;
  if (packed.target.url !== url) {
    warn('the target’s address may have a key in it, which is not packed: give it again with run --target');
  }
  if (url === 'simulator') {
    const agent =
      profile === undefined
        ? ''
        : `, and its profile (${profile}) has to lie beside the plan for a rehearsal`;
    warn(`its target is the simulated agent, which shares cannot have: give them --target${agent}`);
  }
  if (tokenCommand !== undefined) {
    warn(`each machine fetches its key by ${tokenCommand[0] ?? ''}, from the folder that the plan is in`);
  }
}
