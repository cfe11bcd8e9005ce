/** `callstorm completion`: a script by which a shell completes commands, options and their choices; files where a file is meant. */

import { Argument, type Command, type Option } from 'commander';
import type { Io } from './io.ts';
import { commandFor } from './options.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** One command, or one of a command's own. */
interface Entry {
  /** `run`, `fixtures list`. */
  readonly path: string;
  readonly description: string;
  /** Commands below it. */
  readonly below: readonly string[];
  readonly options: readonly OptionEntry[];
}

interface OptionEntry {
  readonly flag: string;
  readonly description: string;
  readonly choices: readonly string[];
  /** It wants a value. */
  readonly valued: boolean;
}

/** `commands`: all there are. */
export function completionCommand(io: Io, commands: readonly Command[]): Command {
  return commandFor('completion', io)
    .description('print a script that has a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'which').choices(shells))
    .addHelpText(
      'after',
      `
Examples:
  $ source <(callstorm completion bash)                                      # in ~/.bashrc
  $ source <(callstorm completion zsh)                                       # in ~/.zshrc, after compinit
  $ callstorm completion fish > ~/.config/fish/completions/callstorm.fish
`,
    )
    .action((shell: Shell) => io.out(script(shell, commands)));
}

function script(shell: Shell, commands: readonly Command[]): string {
  const entries = commands.flatMap((command) => entriesOf(command, ''));
  const top = commands.map((command) => command.name());
  switch (shell) {
    case 'bash':
      return bash(entries, top);
    case 'zsh':
      return zsh(entries, top);
    case 'fish':
      return fish(entries, top);
  }
}

function entriesOf(command: Command, above: string): readonly Entry[] {
  const path = `${above}${command.name()}`;
  const below = command.commands;
  return [
    {
      path,
      description: command.description(),
      below: below.map((child) => child.name()),
      options: [...command.options.flatMap(optionOf), help],
    },
    ...below.flatMap((child) => entriesOf(child, `${path} `)),
  ];
}

const help: OptionEntry = {
  flag: '--help',
  description: 'display help for command',
  choices: [],
  valued: false,
};

function optionOf({ long, description, argChoices, required, optional }: Option): readonly OptionEntry[] {
  if (long === undefined || long === null) return [];
  return [{ flag: long, description, choices: argChoices ?? [], valued: required || optional }];
}

function bash(entries: readonly Entry[], top: readonly string[]): string {
  return `# callstorm: source <(callstorm completion bash)
_callstorm() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command='' words='' choices='' i
  for ((i = 1; i < COMP_CWORD && i < 3; i++)); do
    case "$command \${COMP_WORDS[i]}" in
${branches(entries, ({ path }) => [path.includes(' ') ? path : ` ${path}`, `command='${path}'`], '      ')}
    esac
  done
  case "$command" in
    '') words='${top.join(' ')} --help --version' ;;
${branches(entries, (entry) => [entry.path, `words='${wordsOf(entry)}'`])}
  esac
  case "$command $previous" in
${branches(choicesOf(entries), ([at, choices]) => [at, `choices='${choices.join(' ')}'`])}
  esac
  if [ -n "$choices" ]; then words=$choices
  elif [ -n "$command" ] && [[ "${parentNames(entries)}" != *" $command "* ]] && [ "\${current#-}" = "$current" ]; then words=''
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _callstorm callstorm
`;
}

function zsh(entries: readonly Entry[], top: readonly string[]): string {
  return `#compdef callstorm
# callstorm: source <(callstorm completion zsh)
_callstorm() {
  local command="\${words[2]}" previous="\${words[CURRENT-1]}"
  if (( CURRENT == 2 )); then
    compadd -- ${top.join(' ')} --help --version
    return
  fi
  case "$command" in
${branches(parents(entries), ({ path, below }) => [
  path,
  `if (( CURRENT == 3 )); then compadd -- ${below.join(' ')} --help; return; fi; command="${path} \${words[3]}"`,
])}
  esac
  case "$command $previous" in
${branches(choicesOf(entries), ([at, choices]) => [at, `compadd -- ${choices.join(' ')}; return`])}
  esac
  if [[ \${words[CURRENT]} != -* ]]; then
    _files
    return
  fi
  case "$command" in
${branches(entries, (entry) => [entry.path, `compadd -- ${wordsOf(entry)}`])}
  esac
}
compdef _callstorm callstorm
`;
}

function fish(entries: readonly Entry[], top: readonly string[]): string {
  const lines = entries.flatMap((entry) => {
    const [first = '', second] = entry.path.split(' ');
    const seen =
      second === undefined
        ? `__fish_seen_subcommand_from ${first}`
        : `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`;
    const offered =
      second === undefined
        ? '__fish_use_subcommand'
        : `__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${siblingsOf(entries, first)}`;
    return [
      `complete -c callstorm -f -n '${offered}' -a ${second ?? first} -d ${fishText(entry.description)}`,
      ...entry.options.map(
        ({ flag, description, choices, valued }) =>
          `complete -c callstorm -n '${seen}' -l ${flag.slice(2)}${valued ? ' -r' : ''}` +
          `${choices.length > 0 ? ` -f -a '${choices.join(' ')}'` : ''} -d ${fishText(description)}`,
      ),
    ];
  });
  return `# callstorm: ${top.join(', ')}\n${lines.join('\n')}\n`;
}

/** Commands that have commands of their own. */
function parents(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ below }) => below.length > 0);
}

/** With a blank before and after each. */
function parentNames(entries: readonly Entry[]): string {
  return ` ${parents(entries)
    .map(({ path }) => path)
    .join(' ')} `;
}

function siblingsOf(entries: readonly Entry[], path: string): string {
  return entries.find((entry) => entry.path === path)?.below.join(' ') ?? '';
}

function fishText(text: string): string {
  return `'${text.replaceAll(/[\\']/g, (sign) => `\\${sign}`)}'`;
}

function wordsOf({ below, options }: Entry): string {
  return [...below, ...options.map(({ flag }) => flag)].join(' ');
}

function choicesOf(
  entries: readonly Entry[],
): readonly (readonly [at: string, choices: readonly string[]])[] {
  return entries.flatMap(({ path, options }) =>
    options.flatMap(({ flag, choices }) =>
      choices.length === 0 ? [] : [[`${path} ${flag}`, choices] as const],
    ),
  );
}

/** Of a `case`. */
function branches<T>(
  all: readonly T[],
  branch: (each: T) => readonly [pattern: string, then: string],
  indent = '    ',
): string {
  return all
    .map(branch)
    .map(([pattern, then]) => `${indent}'${pattern}') ${then} ;;`)
    .join('\n');
}
