/**
 * Checks a target that is reached as a telephone service reaches it: by a voice webhook, signed with a token that the environment
 * holds, under a number.
 */

import { carriesKey, looksSecret } from '../core/word/secret.ts';
import { found, get, type Issue } from '../config/source.ts';

const PHONE = 'twilio-media-streams';
const keys = ['twiml', 'auth_token_env', 'to'] as const;

export function webhookIssues(data: unknown): readonly Issue[] {
  const target = get(data, 'target');
  const dialect = get(target, 'dialect');
  return [
    ...keys
      .filter((key) => get(target, key) !== undefined && dialect !== PHONE)
      .map((key): Issue => {
        const message = `${key} is for a target that is reached by telephone`;
        return { path: ['target', key], on: 'key', message, hint: `Add dialect: ${PHONE}, or remove it.` };
      }),
    ...twimlIssues(target),
    ...carrierIssues(target),
    ...tokenIssues(get(target, 'auth_token_env')),
  ];
}

function twimlIssues(target: unknown): readonly Issue[] {
  const twiml = get(target, 'twiml');
  if (typeof twiml !== 'string') return [];
  const path = ['target', 'twiml'];
  const mistake = webhookMistake(twiml);
  return [
    ...(mistake === null ? [] : [{ path, on: 'value', message: mistake } as const]),
    ...(get(target, 'url') === undefined
      ? []
      : [
          {
            path,
            on: 'key',
            message: 'the webhook names the address of each call’s stream, and url is another',
            hint: 'Keep one of the two.',
          } as const,
        ]),
  ];
}

/** Webhooks and signatures are Twilio's; SignalWire has the same. */
function carrierIssues(target: unknown): readonly Issue[] {
  const carrier = get(target, 'quirks');
  if (carrier === undefined || carrier === 'signalwire') return [];
  return (['twiml', 'auth_token_env'] as const)
    .filter((key) => get(target, key) !== undefined)
    .map((key) => ({
      path: ['target', key],
      on: 'key',
      message: `${key} is Twilio's, and ${found(carrier)} has none such`,
      hint: 'Name the stream itself under url, or take quirks out.',
    }));
}

function tokenIssues(name: unknown): readonly Issue[] {
  if (typeof name !== 'string' || name === '') return [];
  const isToken = looksSecret(name) || /^[0-9a-f]{32}$/i.test(name);
  if (!isToken && /^[A-Za-z_]\w{0,63}$/.test(name)) return [];
  const message = isToken
    ? 'expected the NAME of an environment variable, found what looks like a token itself (not shown)'
    : `expected the name of an environment variable such as TWILIO_AUTH_TOKEN, found ${found(name)}`;
  const hint = 'Put the token in the environment, and write that name here.';
  return [{ path: ['target', 'auth_token_env'], on: 'value', message, hint }];
}

/** What is wrong with the address of a voice webhook; null: nothing. */
export function webhookMistake(text: string): string | null {
  const wanted = 'expected the http:// or https:// URL of a voice webhook';
  if (!URL.canParse(text)) return `${wanted}, found ${found(text)}`;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return `${wanted}, without a user or password in it`;
  if (url.hash !== '') return `${wanted}, without a # part, which is never sent`;
  if (carriesKey(text)) return `${wanted}, without a key in it`;
  if (url.protocol === 'http:' || url.protocol === 'https:') return null;
  const better = /^wss?:/.test(text) ? `; a stream's own address belongs under url` : '';
  return `${wanted}, found ${found(text)}${better}`;
}
