/** Which recordings a scenario's own words take, in which voices. */

import { ConfigError } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import type { MakerVoice } from '../fixture/maker.ts';
import { normalText } from '../fixture/said_text.ts';
import type { Wanted } from '../fixture/speak.ts';
import { hasRecording, type Repertoire } from '../scenario/repertoire.ts';
import { isText, type Saying, type SpokenScript } from '../scenario/unspoken.ts';
import type { ChosenMaker } from './speak_maker.ts';

/**
 * Of each script with own words: these, and in the same voices whatever else it says and they have not recorded, as far as
 * its words are known. `given`: the voices that were asked for; none: those that the callers name, else the maker's usual ones.
 * Throws ConfigError where the maker cannot tell as many voices apart.
 */
export function wantedFor(
  scripts: readonly SpokenScript[],
  repertoire: Repertoire,
  given: readonly MakerVoice[],
  { maker, usualVoices, lacks }: ChosenMaker,
): readonly Wanted[] {
  const wanted = new Map<string, Wanted>();
  const speakers = new Map<string, MakerVoice>();
  for (const { voices, sayings } of scripts.filter((script) => script.sayings.some(isText))) {
    for (const voice of speakersOf(voices, given, usualVoices)) {
      speakers.set(voice.name, voice);
      for (const saying of sayings) {
        const text = wordsOf(saying, voice.name, repertoire);
        const { utterance } = saying;
        if (text !== undefined) wanted.set(`${voice.name}/${utterance}`, { voice, utterance, text });
      }
    }
  }
  refuse([...speakers.values()], maker.manyVoices, lacks);
  return [...wanted.values()];
}

function speakersOf(
  named: readonly string[] | undefined,
  given: readonly MakerVoice[],
  usual: readonly MakerVoice[],
): readonly MakerVoice[] {
  if (named === undefined) {
    if (given.length > 0) return given;
    if (usual.length > 0) return usual;
    throw voicesError(
      'expected the voices to speak in',
      'e.g. --voices rms,slt: {voice} in the command stands for each',
    );
  }
  if (given.length === 0) return named.map((name) => ({ name, calledThere: name }));
  const both = given.filter(({ name }) => named.includes(name));
  if (both.length > 0) return both;
  const asked = given.map(({ name }) => name).join(', ');
  throw voicesError(
    `its callers speak in ${visible(named.join(', '))}, and --voices gives ${asked}`,
    `Give the same names, with = what they are called elsewhere: --voices ${visible(named[0] ?? '')}=${given[0]?.calledThere ?? ''}.`,
  );
}

/** Undefined: it is there in this voice, or nobody knows its words (a cough has none). */
function wordsOf(saying: Saying, voice: string, repertoire: Repertoire): string | undefined {
  if (isText(saying)) return normalText(saying.text);
  const { utterance } = saying;
  if (hasRecording(repertoire, utterance, voice)) return undefined;
  const transcript = repertoire.recordings.get(utterance)?.values().next().value?.transcript;
  return transcript === undefined || transcript.startsWith('[') ? undefined : transcript;
}

function refuse(
  voices: readonly MakerVoice[],
  manyVoices: boolean,
  lacks: (voice: MakerVoice) => boolean,
): void {
  const names = voices.map(({ name }) => name).join(', ');
  if (!manyVoices && voices.length > 1) {
    throw voicesError(
      `the command speaks in one voice, and ${voices.length} are wanted: ${names}`,
      'Put {voice} where it takes one, or make one voice at a time: --voices with its name.',
    );
  }
  const unknown = voices.filter(lacks);
  if (unknown.length === 0) return;
  throw voicesError(
    `the synthesiser of this machine has no voice "${unknown.map(({ calledThere }) => visible(calledThere)).join('", "')}"`,
    `Say which of its voices that is: --voices ${visible(unknown[0]?.name ?? '')}=rms; or name another with --command.`,
  );
}

function voicesError(message: string, hint: string): ConfigError {
  return new ConfigError(message, { code: 'option_invalid', path: '--voices', hint });
}
