/** `callstorm prices`: what a run is billed by: every price there is, one of them whole, and whether they are still young. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import { unwritable } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
import { OLD_DAYS } from '../pricing/price_age.ts';
import { modelPrice } from '../pricing/prices.ts';
import { count, plural } from '../report/figure.ts';
import { table, terms, visibleWidth, wrapped } from '../report/view/columns.ts';
import { jsonText } from '../report/view/json.ts';
import { priceKinds, type PriceKind } from '../scenario/price_file.ts';
import { style, type Io } from './io.ts';
import { commandFor } from './options.ts';
import { pricesFound, pricesNamed, type FoundPrice } from './prices_found.ts';
import { priceTables } from './prices_list.ts';
import { priceSheet, USUAL_CALL, usualUsd } from './prices_show.ts';
import { starterPrices } from './prices_starter.ts';
import { asTyped } from './typed_as.ts';

interface Options {
  readonly file?: string;
  readonly json?: true;
}

/** `now`: of the epoch, in ms. */
export function pricesCommand(
  io: Io,
  setExit: (code: number) => void,
  now: () => number = () => Date.now(),
): Command {
  const command = commandFor('prices', io)
    .description('show what runs are billed by: each price with its date and source')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm prices list --kind telephony
  $ callstorm prices show gpt-realtime-2.1
  $ callstorm prices check gpt-realtime-2.1 --older-than 90d
  $ callstorm prices init

Callstorm asks nobody for prices: those it has are data, each with the day and the page it was read from. Where they have changed, \
or are yours alone, write a file of your own; its rows go first.
`,
    );
  command.addCommand(
    own('list', io)
      .description('show every price')
      .addOption(new Option('--kind <kind>', 'only these').choices(priceKinds))
      .action(async ({ file, kind, json }: Options & { readonly kind?: PriceKind }) => {
        const all = await pricesFound(file, io.cwd, now());
        const found = all.filter(({ row }) => kind === undefined || row.kind === kind);
        if (json === true) io.out(jsonText(found.map(told)));
        else if (found.length === 0) {
          io.out(`no price of this kind comes with Callstorm; give your own with --file\n`);
        } else io.out(priceTables(found, style(io), io.columns));
      }),
  );
  command.addCommand(
    own('show', io)
      .description('show all of one price, and what a usual call costs at it')
      .argument('<name>', 'a model, a carrier or machines')
      .action(async (name: string, { file, json }: Options) => {
        const named = pricesNamed(await pricesFound(file, io.cwd, now()), name, now());
        if (json === true) {
          io.out(
            jsonText(named.map((price) => ({ ...told(price), threeMinuteCallUsd: usualUsd(price.row) }))),
          );
          return;
        }
        const width = Math.max(40, io.columns);
        const sheets = named.map((price) => {
          const [[term, what] = ['', ''], ...rest] = priceSheet(price);
          return [
            `${style(io).bold(term)}: ${what}`,
            ...terms(
              rest.map(([of, text]) => [`  ${of}`, text]),
              width,
            ),
          ];
        });
        io.out(sheets.map((lines) => `${lines.join('\n')}\n`).join('\n'));
        if (!named.some(({ row }) => row.kind === 'tokens' || row.kind === 'duration')) return;
        const usual = wrapped(`A usual call here: ${USUAL_CALL}.`, width);
        io.out(`\n${usual.map((line) => style(io).dim(line)).join('\n')}\n`);
      }),
  );
  command.addCommand(
    own('check', io)
      .description(`show how old prices are; exit 1 where one that was asked for is too old`)
      .argument('[name...]', 'models, carriers or machines (default: all of --file, else all there are)')
      .option('--older-than <days>', 'what is too old', days, OLD_DAYS)
      .addHelpText(
        'after',
        `
Examples:
  $ callstorm prices check gpt-realtime-2.1 twilio-inbound-local
  $ callstorm prices check --file prices.yaml --older-than 90d

Exit codes: 0 all that was asked for is young enough, 1 something is too old. Where nothing was asked for by name or file, all are \
shown, and old ones are no failure.
`,
      )
      .action(async (names: readonly string[], options: Options & { readonly olderThan: number }) => {
        setExit(await check(io, names, options, now()));
      }),
  );
  command.addCommand(
    commandFor('init', io)
      .description('write a file of prices to fill in')
      .argument('[file]', 'where to write it', 'prices.yaml')
      .action((file: string) => init(io, file)),
  );
  return command;
}

function own(name: string, io: Io): Command {
  return commandFor(name, io)
    .option('--file <file>', 'prices of your own: they go first')
    .option('--json', 'print them as JSON');
}

function days(text: string): number {
  const found = /^(\d{1,5})d?$/.exec(text);
  if (found === null) {
    throw new InvalidArgumentError(`expected days such as 90d, found "${text.slice(0, 100)}"`);
  }
  return Number(found[1]);
}

function told({ row, own, ageDays }: FoundPrice): object {
  return { ...row, own, ageDays };
}

async function check(
  io: Io,
  names: readonly string[],
  { file, json, olderThan }: Options & { readonly olderThan: number },
  nowMs: number,
): Promise<number> {
  const all = await pricesFound(file, io.cwd, nowMs);
  const asked =
    names.length > 0
      ? names.flatMap((name) => pricesNamed(all, name, nowMs))
      : all.filter((price) => file === undefined || price.own);
  const isOld = ({ ageDays }: FoundPrice): boolean => ageDays !== null && ageDays > olderThan;
  const old = asked.filter(isOld);
  const failed = old.length > 0 && (names.length > 0 || file !== undefined);
  if (json === true) {
    io.out(jsonText(asked.map((price) => ({ ...told(price), old: isOld(price) }))));
    return failed ? 1 : 0;
  }
  io.out(agesText(asked, isOld, io));
  const width = Math.max(40, io.columns);
  const say = (text: string): void => io.err(`${wrapped(asTyped(text, io), width).join('\n')}\n`);
  if (old.length === 0) say(`all ${count(asked.length)} are at most ${count(olderThan)} days old`);
  else {
    const sources = [...new Set(old.map(({ row }) => visible(row.source)))];
    say(
      `${plural(old.length, 'price')} older than ${count(olderThan)} days. Look at ${sources.join(' and ')}; write what they say now into a file of your own (callstorm prices init) and give it to runs: pricing.file in a scenario, or --prices.`,
    );
  }
  return failed ? 1 : 0;
}

function agesText(asked: readonly FoundPrice[], isOld: (price: FoundPrice) => boolean, io: Io): string {
  const { dim, red } = style(io);
  const rows = asked.map((price): readonly string[] => [
    price.ageDays === null ? '–' : count(price.ageDays),
    price.row.date,
    isOld(price) ? red('old') : 'ok',
    visible(price.row.model),
  ]);
  const sides = ['right', 'left', 'left', 'left'] as const;
  const whole = table([['days', 'as of', '', 'price'].map(dim), ...rows], sides);
  if (whole.split('\n').every((line) => visibleWidth(line) <= io.columns)) return whole;
  return rows.map(([age, date, state, name]) => `${name}\n  ${age} days, ${date}, ${state}\n`).join('');
}

async function init(io: Io, file: string): Promise<void> {
  const path = resolve(io.cwd, file);
  if (existsSync(path)) {
    throw new ConfigError('this file is there already, and was left as it is', {
      code: 'prices_exists',
      file,
      hint: 'Give another name: callstorm prices init my-prices.yaml',
    });
  }
  const row = modelPrice('gpt-realtime-2.1');
  if (row.kind !== 'tokens') throw new Error('the model of the starter is billed by tokens');
  try {
    await writeWhole(path, starterPrices(row));
  } catch (error) {
    throw unwritable(error, { code: 'prices_unwritable', file });
  }
  io.out(`${style(io).green('wrote')}  ${visible(file)}\n\nNext:\n`);
  io.out(`  ${asTyped('callstorm', io)} prices list --file ${visible(file)}\n`);
}
