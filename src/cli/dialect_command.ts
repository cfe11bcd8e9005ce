/** `callstorm dialect check`: the conformance kit on a protocol of the user's own, before any call is made in it. */

import type { Command } from 'commander';
import { visible } from '../core/word/visible.ts';
import { checkDialect, type CheckedDialect } from '../run/dialect_check/check_dialect.ts';
import { style, type Io } from './io.ts';
import { commandFor } from './options.ts';

interface CheckOptions {
  readonly recorded?: string;
  readonly json?: true;
}

export function dialectCommand(io: Io, setExit: (code: number) => void): Command {
  const check = commandFor('check', io)
    .description(
      'check a protocol of your own: frames, garbage, a recorded session, and what a piece of audio costs',
    )
    .argument('<module>', 'a .ts, .mts, .js or .mjs file with the dialect as its default export')
    .option('--recorded <file>', 'what was said in a real session, as lines of JSON (docs/dialects.md)')
    .option('--json', 'print the findings as JSON')
    .action(async (file: string, { recorded, json }: CheckOptions) => {
      const checked = await checkDialect(file, {
        cwd: io.cwd,
        ...(recorded === undefined ? {} : { recorded }),
      });
      io.out(json === true ? asJson(checked) : asText(io, file, checked));
      setExit(checked.check.findings.every(({ passed }) => passed) ? 0 : 1);
    });
  return commandFor('dialect', io)
    .description('work on a protocol of your own (target.dialect: ./my_dialect.ts)')
    .addCommand(check)
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm dialect check ./my_dialect.ts
  $ callstorm dialect check ./my_dialect.ts --recorded session.ndjson
`,
    );
}

function asJson({ planned, check }: CheckedDialect): string {
  const { name, file, uplink, downlink, readyAtOnce, tellsAnswers } = planned;
  const { findings, cost } = check;
  const dialect = { name, file, uplink, downlink, readyAtOnce, tellsAnswers };
  return `${JSON.stringify({ dialect, findings, cost }, null, 2)}\n`;
}

function asText(io: Io, file: string, { planned, check }: CheckedDialect): string {
  const { bold, green, red, dim } = style(io);
  const { name, uplink, downlink, tellsAnswers } = planned;
  const way = ({ format, sampleRate, binary }: typeof downlink): string =>
    `${format} ${sampleRate / 1000} kHz${binary ? ' binary' : ''}`;
  const lines = [
    `${bold(name)}  ${dim(`${visible(file)}: up ${way(uplink)}, down ${way(downlink)}, answers ${tellsAnswers ? 'told' : 'by ear'}`)}`,
    ...check.findings.map(({ name: what, passed, detail }) => {
      const words = detail.split('\n').map(visible).join('\n');
      return `${passed ? green('ok  ') : red('FAIL')} ${what}: ${words}`;
    }),
  ];
  const { cost } = check;
  if (cost === null) {
    lines.push('     the cost of a piece of audio is not known: declare agent.audio, or give --recorded');
  } else {
    const { ownNs, openaiNs, parsed } = cost;
    const times = (ownNs / openaiNs).toFixed(1);
    lines.push(
      `     a message with 100 ms of audio: ${micros(ownNs)}, ${times} × openai-realtime’s ${micros(openaiNs)} in the same run` +
        (parsed ? '; each is parsed: declare agent.audio to spare that' : ''),
    );
  }
  return `${lines.join('\n')}\n`;
}

function micros(ns: number): string {
  return `${(ns / 1000).toFixed(ns < 10_000 ? 2 : 1)} µs`;
}
