/**
 * What is tried next, by what came of the tries before: the shape of the settings, a setting that is refused, a confirmation that
 * never comes. Pure. It ends: nothing is tried twice, and no more than a few times.
 */

import type { LookalikeName } from '../dialect/openai/lookalikes.ts';
import type { QuirksFile } from '../scenario/schema/quirks_schema.ts';
import type { Attempt } from './attempt.ts';

export interface Tried {
  readonly quirks: QuirksFile;
  readonly attempt: Attempt;
}

const MOST_TRIES = 8;
/** Settings that a service which stayed with the beta does not know, and that beta's names for others. */
const TODAYS = /^session\.(?:type|audio|output_modalities|max_output_tokens)\b/;
const BETAS = /^session\.(?:modalities|input_audio_format|output_audio_format)\b/;
/** Where xAI and its kin have them is elsewhere. */
const MOVED = /^session\.audio\.(?:input\.turn_detection|output\.voice)\b/;
const FIRST_EVENTS = ['session.created', 'conversation.created'];

/** Null: there is nothing else to try. */
export function nextQuirks(tried: readonly Tried[]): QuirksFile | null {
  const last = tried.at(-1);
  if (last === undefined || tried.length >= MOST_TRIES) return null;
  // What follows from the last; else what was left aside before.
  const goesOn = last.attempt.result.type === 'rejected' || last.attempt.result.type === 'unconfirmed';
  const candidates = goesOn ? tried.toReversed().flatMap(candidatesAfter) : candidatesAfter(last);
  return candidates.find((one) => !tried.some(({ quirks }) => same(quirks, one))) ?? null;
}

/** The last that came to a session; of those that did not, the last of all. */
export function chosen(tried: readonly Tried[]): Tried | undefined {
  return tried.findLast(({ attempt }) => attempt.result.type === 'ready') ?? tried.at(-1);
}

function candidatesAfter({ quirks, attempt: { result, heard, guess } }: Tried): readonly QuirksFile[] {
  switch (result.type) {
    case 'rejected': {
      if (result.code === 'beta_api_shape_disabled') return [{}];
      const path = pathOf(result);
      if (path === null) return [];
      if (TODAYS.test(path) && quirks.profile !== 'xai' && !isBeta(quirks)) {
        const omitted = omitting(quirks, path);
        return MOVED.test(path)
          ? [profile('xai'), profile('beta'), ...omitted]
          : [profile('beta'), ...omitted];
      }
      return BETAS.test(path) && isBeta(quirks) ? [{}] : omitting(quirks, path);
    }
    case 'unconfirmed': {
      const ready = FIRST_EVENTS.find((name) => heard.includes(name));
      if (ready === undefined || quirks.ready !== undefined) return [];
      return [
        Object.keys(quirks).length === 0 && ready === 'session.created'
          ? profile('unconfirmed')
          : { ...quirks, ready },
      ];
    }
    case 'ready': {
      // It lets pass what it does not know: what it shows of its settings is in other words.
      const { profile: name } = guess ?? {};
      return name !== undefined && Object.keys(quirks).length === 0 ? [profile(name)] : [];
    }
    case 'silent':
    case 'refused':
    case 'closed':
    case 'unreachable':
      return [];
  }
}

/** Of the setting that is refused, from `session` on. */
function pathOf({
  param,
  message,
}: {
  readonly param: string | null;
  readonly message: string;
}): string | null {
  const named = param ?? /['"`]?(session\.[\w.]+)/.exec(message)?.[1] ?? null;
  if (named === null) return null;
  return named.startsWith('session.') ? named : `session.${named}`;
}

function omitting(quirks: QuirksFile, path: string): readonly QuirksFile[] {
  const omit = path.slice('session.'.length);
  // Without these there is no session to speak of.
  if (omit === '' || omit === 'audio' || omit === 'instructions' || quirks.omit?.includes(omit) === true)
    return [];
  return [{ ...quirks, omit: [...(quirks.omit ?? []), omit] }];
}

function isBeta({ profile, shape }: QuirksFile): boolean {
  return shape === 'beta' || ['beta', 'azure-preview', 'azure-voice-live'].includes(profile ?? '');
}

function profile(name: LookalikeName): QuirksFile {
  return { profile: name };
}

function same(a: QuirksFile, b: QuirksFile): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
