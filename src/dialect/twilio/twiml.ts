/**
 * What a voice webhook wants done with a call, as it writes it in TwiML: the call is connected to a stream, or sent on to another
 * webhook, or ended. What Twilio would say itself before that takes no time here; a pause takes what it takes. All else is refused, by
 * its name. Pure; never throws.
 */

import { readXml, type XmlElement } from './little_xml.ts';

export type Twiml = { readonly waitMs: number } & (
  | {
      readonly type: 'stream';
      /** It begins as one of ws:// or wss:// does. */
      readonly url: string;
      readonly parameters: Readonly<Record<string, string>>;
    }
  /** Not resolved yet. */
  | { readonly type: 'redirect'; readonly url: string; readonly method: 'POST' | 'GET' }
  | { readonly type: 'ended'; readonly how: string }
);

export interface TwimlMistake {
  readonly mistake: string;
}

const PAUSE_S = 1;
const LONGEST_PAUSE_S = 3600;
const MOST_PARAMETERS = 500;

export function readTwiml(text: string): Twiml | TwimlMistake {
  const root = readXml(text);
  if ('mistake' in root) return { mistake: `expected TwiML, which is XML: ${root.mistake}` };
  if (root.name !== 'Response') return { mistake: `expected TwiML in <Response>, found ${tag(root)}` };
  let waitMs = 0;
  for (const verb of root.children) {
    switch (verb.name) {
      case 'Say':
      case 'Play':
        break;
      case 'Pause': {
        const seconds = Number(verb.attributes.get('length') ?? PAUSE_S);
        if (!(seconds >= 0 && seconds <= LONGEST_PAUSE_S))
          return { mistake: 'expected <Pause length> in seconds' };
        waitMs += 1000 * seconds;
        break;
      }
      case 'Connect':
        return connected(verb, waitMs);
      case 'Redirect': {
        const method = (verb.attributes.get('method') ?? 'POST').toUpperCase();
        if (method !== 'POST' && method !== 'GET')
          return { mistake: 'expected <Redirect method> POST or GET' };
        return { type: 'redirect', url: verb.text.trim(), method, waitMs };
      }
      case 'Hangup':
      case 'Reject':
        return { type: 'ended', how: tag(verb), waitMs };
      case 'Start':
        return {
          mistake:
            'it begins a stream in one direction (<Start><Stream>), in which nobody could be answered: use <Connect><Stream>',
        };
      default:
        return { mistake: `${tag(verb)} is not followed: only <Connect><Stream> reaches an agent here` };
    }
  }
  return { type: 'ended', how: 'nothing more in <Response>', waitMs };
}

function connected(verb: XmlElement, waitMs: number): Twiml | TwimlMistake {
  const [stream, ...more] = verb.children;
  if (stream?.name !== 'Stream' || more.length > 0) {
    const found = verb.children.map(tag).join('') || 'nothing';
    return { mistake: `expected one <Stream> in <Connect>, found ${found}` };
  }
  const track = stream.attributes.get('track') ?? 'inbound_track';
  if (track !== 'inbound_track')
    return { mistake: `<Connect><Stream> carries the inbound_track alone, found track="${cut(track)}"` };
  const url = stream.attributes.get('url')?.trim() ?? 'none';
  if (!/^wss?:\/\/\S+$/i.test(url))
    return { mistake: `expected a wss:// url in <Stream>, found ${cut(url)}` };
  const parameters: [string, string][] = [];
  for (const parameter of stream.children) {
    const name = parameter.attributes.get('name') ?? '';
    if (parameter.name !== 'Parameter' || name === '')
      return { mistake: `expected <Parameter name="…" value="…"/> in <Stream>, found ${tag(parameter)}` };
    parameters.push([name, parameter.attributes.get('value') ?? '']);
  }
  if (parameters.length > MOST_PARAMETERS) return { mistake: `more than ${MOST_PARAMETERS} parameters` };
  return { type: 'stream', url, parameters: Object.fromEntries(parameters), waitMs };
}

function tag({ name }: XmlElement): string {
  return `<${cut(name)}>`;
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
