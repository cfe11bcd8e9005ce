/**
 * The words of the protocol's beta, which Azure's deployments, its Voice Live and many a gateway stayed with: flat settings, and
 * older names of events and of parts. Pure.
 */

import { isFields, type Fields, type Problem } from '../protocol/event_shape.ts';
import { unknownParameter, type Lookalike } from './lookalike.ts';

/** Of settings that are no more than called otherwise: where they stand in a session of today. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  instructions: ['instructions'],
  voice: ['audio', 'output', 'voice'],
  speed: ['audio', 'output', 'speed'],
  input_audio_transcription: ['audio', 'input', 'transcription'],
  input_audio_noise_reduction: ['audio', 'input', 'noise_reduction'],
  turn_detection: ['audio', 'input', 'turn_detection'],
  tools: ['tools'],
  tool_choice: ['tool_choice'],
  max_response_output_tokens: ['max_output_tokens'],
  prompt: ['prompt'],
  reasoning: ['reasoning'],
  truncation: ['truncation'],
  parallel_tool_calls: ['parallel_tool_calls'],
};
const FORMATS: Readonly<Record<string, object>> = {
  pcm16: { type: 'audio/pcm', rate: 24000 },
  g711_ulaw: { type: 'audio/pcmu' },
  g711_alaw: { type: 'audio/pcma' },
};
/** Asked for, and of no consequence to an agent of recordings. */
const LET_PASS = new Set(['temperature', 'model']);
const EVENTS: readonly (readonly [now: string, then: string])[] = [
  ['response.output_audio_transcript.', 'response.audio_transcript.'],
  ['response.output_audio.', 'response.audio.'],
  ['response.output_text.', 'response.text.'],
];
const PARTS: Readonly<Record<string, string>> = { output_audio: 'audio', output_text: 'text' };

/** What the beta knows of turn detection; others have more. `own`: as the service calls it, and what it stands for. */
export function betaWords(
  paths: readonly string[],
  write: Lookalike['write'],
  own: (detection: Fields) => Fields = (detection) => detection,
): Lookalike {
  return {
    paths,
    isBeta: true,
    hears: (event) => {
      switch (event['type']) {
        case 'session.update':
          return heardSession(event, own);
        case 'response.create':
          return heardResponse(event);
        case 'conversation.item.create':
          return heardItem(event);
        default:
          return event;
      }
    },
    tells: (event) => told(event),
    write,
  };
}

function heardSession(event: Fields, own: (detection: Fields) => Fields): Fields | Problem {
  const { session } = event;
  if (!isFields(session)) return event;
  const today: Record<string, unknown> = { type: 'realtime' };
  for (const [name, value] of Object.entries(session)) {
    const path = SETTINGS[name];
    if (name === 'modalities') {
      const modalities = modalitiesOf(value);
      if (!Array.isArray(modalities)) return modalities as Problem;
      today['output_modalities'] = modalities;
    } else if (name === 'input_audio_format' || name === 'output_audio_format') {
      put(
        today,
        ['audio', name.startsWith('in') ? 'input' : 'output', 'format'],
        FORMATS[String(value)] ?? value,
      );
    } else if (path !== undefined) {
      put(today, path, name === 'turn_detection' && isFields(value) ? own(value) : value);
    } else if (!LET_PASS.has(name)) return unknownParameter(`session.${name}`);
  }
  return { ...event, session: today };
}

function modalitiesOf(value: unknown): readonly string[] | Problem {
  const given = Array.isArray(value) ? value.map(String).sort().join() : '';
  if (given === 'text') return ['text'];
  if (given === 'audio,text') return ['audio'];
  const message = "Invalid modalities. Supported combinations are: ['text'] and ['audio', 'text'].";
  return { code: 'invalid_value', message, param: 'session.modalities' };
}

function heardResponse(event: Fields): Fields | Problem {
  const { response } = event;
  if (!isFields(response) || response['modalities'] === undefined) return event;
  const { modalities, ...rest } = response;
  const today = modalitiesOf(modalities);
  return Array.isArray(today)
    ? { ...event, response: { ...rest, output_modalities: today } }
    : (today as Problem);
}

/** What an agent is said to have said is plain text there. */
function heardItem(event: Fields): Fields | Problem {
  const { item } = event;
  if (!isFields(item) || item['role'] !== 'assistant' || !Array.isArray(item['content'])) return event;
  const content: unknown[] = [];
  for (const part of item['content'] as readonly unknown[]) {
    if (isFields(part) && part['type'] === 'output_text') {
      const message = "Invalid value: 'output_text'. Supported values are: 'text'.";
      return { code: 'invalid_value', message, param: 'item.content[0].type' };
    }
    content.push(isFields(part) && part['type'] === 'text' ? { ...part, type: 'output_text' } : part);
  }
  return { ...event, item: { ...item, content } };
}

function told(event: Fields): Fields | null {
  const type = String(event['type']);
  if (type === 'conversation.item.done') return null;
  if (type === 'conversation.item.added') return { ...event, type: 'conversation.item.created' };
  if (type === 'session.created' || type === 'session.updated') {
    return { ...event, session: flat(event['session']) };
  }
  const [now, then] = EVENTS.find(([now]) => type.startsWith(now)) ?? ['', ''];
  const named = { ...event, type: then + type.slice(now.length) };
  const { part } = event;
  if (!isFields(part)) return named;
  const partType = String(part['type']);
  return { ...named, part: { ...part, type: PARTS[partType] ?? partType } };
}

function flat(session: unknown): Fields {
  const of: Fields = isFields(session) ? session : {};
  const named = Object.entries(SETTINGS).map(([name, path]) => [name, at(of, path)] as const);
  return {
    id: of['id'],
    object: of['object'],
    model: of['model'],
    modalities: ['text', 'audio'],
    ...Object.fromEntries(named.filter(([, value]) => value !== undefined)),
  };
}

export function at(of: Fields, path: readonly string[]): unknown {
  let found: unknown = of;
  for (const key of path) found = isFields(found) ? found[key] : undefined;
  return found;
}

export function put(
  of: Record<string, unknown>,
  [key = '', ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    of[key] = value;
    return;
  }
  const inner: Record<string, unknown> = isFields(of[key]) ? { ...of[key] } : {};
  put(inner, rest, value);
  of[key] = inner;
}
