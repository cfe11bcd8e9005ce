/**
 * A client that is delegated a task is told that there is one, and not which: applications read that out of the transcripts. So does
 * this: it takes the tool whose words were said most since the last task, and fills its arguments with what the caller has said. Pure,
 * and the same for the same words; no model is asked.
 */

import type { ToolDefinition } from '../../core/plan/tool.ts';

/** What was said since the task before this one, as the service has written it down. */
export interface SaidSoFar {
  readonly caller: string;
  readonly agent: string;
  /** By the caller before that: what it is about holds on, what was asked for does not. */
  readonly earlier: string;
}

export interface Task {
  readonly name: string;
  /** JSON. */
  readonly arguments: string;
}

/** Where the scenario has no tools: the desk knows none of this name, and says so. */
const NO_TOOL = 'delegated_task';

export function taskOf(tools: readonly ToolDefinition[], said: SaidSoFar): Task {
  const earlier = said.earlier.trim();
  // Several tasks may be of the same words.
  const caller = said.caller.trim() || earlier;
  const [first] = tools;
  if (first === undefined) return { name: NO_TOOL, arguments: JSON.stringify({ task: caller }) };
  const spoken = stemsOf(`${caller} ${said.agent}`);
  let chosen = first;
  let best = -1;
  for (const tool of tools) {
    const score = scoreOf(tool, spoken, caller);
    if (score <= best) continue;
    best = score;
    chosen = tool;
  }
  const properties = Object.entries(propertiesOf(chosen));
  const given = properties.flatMap(([name, shape]) => {
    const value = valueOf(name, shape, caller) ?? valueOf(name, shape, earlier);
    return value === null ? [] : [[name, value] as const];
  });
  return { name: chosen.name, arguments: JSON.stringify(Object.fromEntries(given)) };
}

function scoreOf(tool: ToolDefinition, spoken: ReadonlySet<string>, caller: string): number {
  const names = Object.keys(propertiesOf(tool));
  const own = stemsOf([tool.name, tool.description ?? '', ...names].join(' '));
  let score = 0;
  for (const stem of own) if (spoken.has(stem)) score++;
  // A number that was read out was read out for something.
  if (numberIn(caller) !== '' && names.some((name) => isNumber(name))) score++;
  return score;
}

/** Words without their endings: `orders` is `order`. Short ones tell nothing. */
function stemsOf(text: string): ReadonlySet<string> {
  const words = text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[\p{L}]+/gu);
  return new Set((words ?? []).filter((word) => word.length > 3).map((word) => word.slice(0, 5)));
}

type Shape = Readonly<Record<string, unknown>>;

function propertiesOf({ parameters }: ToolDefinition): Readonly<Record<string, Shape>> {
  const { properties } = parameters;
  return typeof properties === 'object' && properties !== null ? (properties as Record<string, Shape>) : {};
}

function isNumber(name: string): boolean {
  return /(^|[_\W])(number|no|id|code|pin|phone|zip|postcode|account)($|[_\W])|(Number|Id|Code)$/.test(name);
}

/** Null: what was said has nothing for it. */
function valueOf(name: string, shape: Shape, caller: string): unknown {
  const { type, enum: choices } = shape ?? {};
  if (Array.isArray(choices)) {
    const said = caller.toLowerCase();
    return (
      choices.find((choice) => typeof choice === 'string' && said.includes(choice.toLowerCase())) ?? null
    );
  }
  const numeric = type === 'number' || type === 'integer';
  if (numeric || isNumber(name)) {
    const digits = numberIn(caller);
    if (digits !== '') return numeric ? Number(digits) : digits;
    return null;
  }
  return (type === undefined || type === 'string') && caller !== '' ? caller : null;
}

const SPOKEN = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const DIGITS = new RegExp(`^(\\d+|oh|${SPOKEN.join('|')})$`);

/**
 * The longest number that was read out, the later of two as long: its digits, however they are written. Empty: none was. A number is
 * written in words or in figures: the `one` of `the other one, 407112` is none of it.
 */
function numberIn(text: string): string {
  let longest = '';
  let digits = '';
  let inWords: boolean | null = null;
  for (const word of text.toLowerCase().match(/[\p{L}]+|\d+/gu) ?? []) {
    if (!DIGITS.test(word)) {
      digits = '';
      inWords = null;
      continue;
    }
    const spoken = word === 'oh' ? 0 : SPOKEN.indexOf(word);
    // Between figures a nought may be said either way.
    const asWord: boolean | null = spoken === 0 ? inWords : spoken > 0;
    if (inWords !== null && asWord !== inWords) digits = '';
    inWords = asWord;
    digits += spoken === -1 ? word : String(spoken);
    if (digits.length >= longest.length) longest = digits;
  }
  return longest;
}
