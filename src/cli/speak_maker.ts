/** What is to speak, as `fixtures speak` was told: a command, a service, or the first synthesiser that this machine has. */

import { ConfigError } from '../core/word/config_error.ts';
import { redactionOf, refuseShortKey } from '../core/word/redaction.ts';
import { looksSecret } from '../core/word/secret.ts';
import { readCommand } from '../fixture/command_template.ts';
import { isFixtureName } from '../fixture/manifest.ts';
import type { Maker, MakerVoice } from '../fixture/maker.ts';
import { commandMaker } from '../fixture/speak_by_command.ts';
import { httpMaker } from '../fixture/speak_by_http.ts';
import { installedSynthesiser, type Synthesiser } from '../fixture/synthesisers.ts';
import type { Io } from './io.ts';

export interface MakerOptions {
  readonly command?: string;
  readonly url?: string;
  readonly model: string;
  readonly response: 'wav' | 'pcm';
  readonly keyEnv?: string;
  readonly timeout: number;
}

export interface ChosenMaker {
  readonly maker: Maker;
  /** Of those who name none. Empty: it has no voice that we know of. */
  readonly usualVoices: readonly MakerVoice[];
  /** The name is no voice of its own, and another would speak in its place. */
  readonly lacks: (voice: MakerVoice) => boolean;
}

export function chosenMaker(io: Io, options: MakerOptions): ChosenMaker {
  const { command, url, model, response, timeout } = options;
  if (command !== undefined && url !== undefined) {
    throw new ConfigError('expected either --command or --url, found both', {
      code: 'option_invalid',
      path: '--url',
      hint: 'Make some voices by one, and then others by the other.',
    });
  }
  const key = keyOf(io, options);
  if (url !== undefined) {
    const maker = httpMaker({
      url,
      model,
      format: response,
      timeoutMs: timeout,
      ...(key === undefined ? {} : { key }),
    });
    return { maker, usualVoices: [voiceNamed('alloy')], lacks: () => false };
  }
  if (command !== undefined) {
    const template = readCommand(command);
    // What it is handed it may say again.
    const secrets = template.args.flatMap((arg) => arg.split(/[\s=:]+/).filter(looksSecret));
    const maker = commandMaker(template, { timeoutMs: timeout, redact: redactionOf(secrets) });
    return { maker, usualVoices: maker.manyVoices ? [] : [voiceNamed('own')], lacks: () => false };
  }
  const found = installed(io);
  return {
    maker: commandMaker(readCommand(found.command), { timeoutMs: timeout }),
    usualVoices: found.voices.map(voiceNamed),
    lacks: ({ calledThere }) => found.knows !== undefined && !found.knows.includes(calledThere),
  };
}

/** `nova`, or `anna=en_US-amy-medium`: its name in scenarios, and what the maker calls it. */
export function voiceNamed(text: string): MakerVoice {
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  const calledThere = (at < 0 ? text : text.slice(at + 1)).trim();
  const wrong = (message: string, hint: string): ConfigError =>
    new ConfigError(message, { code: 'option_invalid', path: '--voices', hint });
  if (!isFixtureName(name)) {
    throw wrong(
      `"${name}" cannot name a voice in a scenario`,
      'Lower-case letters and digits, joined by hyphens; with = the name elsewhere, e.g. --voices amy=en_US-amy-medium.',
    );
  }
  // It would be taken for an option of the program's.
  if (calledThere === '' || calledThere.startsWith('-')) {
    throw wrong(`"${calledThere}" cannot be the name of a voice`, 'e.g. --voices amy=en_US-amy-medium');
  }
  return { name, calledThere };
}

function keyOf(io: Io, { keyEnv, url }: MakerOptions): string | undefined {
  if (keyEnv === undefined) return undefined;
  const key = io.env[keyEnv];
  const wrong = (code: string, message: string, hint: string): ConfigError =>
    new ConfigError(message, { code, path: '--key-env', hint });
  if (url === undefined) {
    throw wrong(
      'option_invalid',
      'expected --url beside it: a command reads its environment itself',
      'Leave it out.',
    );
  }
  // Whoever puts the key itself there shall not read it again.
  if (!/^[A-Za-z_]\w*$/.test(keyEnv) || looksSecret(keyEnv)) {
    throw wrong(
      'option_invalid',
      'expected the name of an environment variable',
      'e.g. --key-env OPENAI_API_KEY; the key itself stands in the environment alone',
    );
  }
  if (key === undefined || key === '') {
    throw wrong(
      'key_missing',
      `expected a key in the environment variable ${keyEnv}, found none`,
      `export ${keyEnv}=… and run again; or leave --key-env out for a service that asks for none`,
    );
  }
  // oxlint-disable-next-line no-control-regex -- what a header may not carry
  if (/[^\t\u0020-\u007E]/.test(key)) {
    throw wrong(
      'key_malformed',
      `expected a key that fits in a header in ${keyEnv}; it has a line break or another odd character`,
      'Set it again without what surrounds it.',
    );
  }
  refuseShortKey(key, keyEnv);
  return key;
}

function installed(io: Io): Synthesiser {
  const found = installedSynthesiser(io.env['PATH'] ?? '');
  if (found !== null) return found;
  throw new ConfigError('there is no synthesiser here that is known: neither flite, nor say, nor espeak-ng', {
    code: 'speak_nobody',
    path: '--command',
    hint: "Install flite (Debian: apt install flite), or tell what speaks: --command 'piper -m {voice} -f {out}', or --url https://api.openai.com/v1/audio/speech --key-env OPENAI_API_KEY.",
  });
}
