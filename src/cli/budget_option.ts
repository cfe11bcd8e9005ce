/** `--budget`: what a run may cost, in place of the scenario’s word. */

import { InvalidArgumentError, type Command } from 'commander';
import { usd } from '../config/value.ts';

export function budgetOption(command: Command): Command {
  return command.option(
    '--budget <usd>',
    'what the run may cost, e.g. $20, in place of budget.max_usd',
    money,
  );
}

function money(text: string): number {
  const value = usd(text) ?? usd(`$${text}`);
  if (value === undefined || value === 0) {
    throw new InvalidArgumentError(`expected an amount such as $20 or 0.5, found "${text.slice(0, 100)}"`);
  }
  return value;
}
