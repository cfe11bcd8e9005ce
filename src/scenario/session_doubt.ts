/**
 * What of a target's settings will surprise: each is allowed, and may be wanted, but the caller's client behaves by what the
 * scenario says, not by what is laid over it. In words, for whoever is about to run it.
 */

import type { Plan, PlanTarget } from '../core/plan/plan.ts';
import type { Json } from '../core/plan/session_settings.ts';
import type { PlanTool } from '../core/plan/tool.ts';

/** Where in the raw settings something lies that the client has an own idea of, and what to write instead. */
const contested: readonly (readonly [path: readonly string[], why: string])[] = [
  [
    ['audio', 'input', 'format'],
    'the audio is sent as session.format and session.sample_rate say, whatever this asks for',
  ],
  [
    ['audio', 'output', 'format'],
    'the audio is read as session.format and session.sample_rate say, whatever this asks for',
  ],
  [
    ['audio', 'input', 'turn_detection'],
    'the client takes turns, and the report judges them, by session.turn_detection',
  ],
  [['type'], 'a session of another type is no conversation'],
  [['model'], 'the model is priced, and named in the report, by target.model'],
];
/** As older protocols have them. */
const older: Readonly<Record<string, string>> = {
  input_audio_format: 'audio.input.format',
  output_audio_format: 'audio.output.format',
  turn_detection: 'audio.input.turn_detection',
  input_audio_transcription: 'audio.input.transcription',
};

export function targetDoubts(
  target: PlanTarget,
  tools: readonly Pick<PlanTool, 'name'>[] = [],
  dialect: Plan['dialect'] = 'openai-realtime',
): readonly string[] {
  const { session, url, speaksFirst, quirks } = target;
  const { raw, outputModalities, resumption, contextCompression, acknowledgementDelayMs } = session;
  const at = 'target.session.raw';
  return [
    ...contested.flatMap(([path, why]) =>
      given(raw, path) === undefined ? [] : `${at}.${path.join('.')} fights with the client’s own: ${why}`,
    ),
    ...Object.entries(older).flatMap(([name, now]) =>
      given(raw, [name]) === undefined
        ? []
        : quirks?.shape === 'beta'
          ? `${at}.${name} fights with the client’s own: it goes by what target.session says`
          : `${at}.${name} is an older protocol’s word for ${now}`,
    ),
    ...(tools.length > 0 && given(raw, ['tools']) !== undefined
      ? [`${at}.tools takes the place of the scenario’s tools, which are then not declared`]
      : []),
    ...(dialect === 'gemini-live' || contextCompression === undefined
      ? []
      : [
          `target.session.context_compression is gemini-live’s, and not sent in ${dialect}${shortens(dialect)}`,
        ]),
    ...(dialect === 'gpt-live' || acknowledgementDelayMs === undefined
      ? []
      : [`target.session.acknowledgement_delay_ms is gpt-live’s, and not sent in ${dialect}`]),
    ...(dialect === 'gemini-live' || resumption === undefined
      ? []
      : [`target.session.resumption is gemini-live’s, and not sent in ${dialect}`]),
    ...(hears(given(raw, ['output_modalities']) ?? outputModalities)
      ? []
      : ['output_modalities has no audio: callers will hear nothing, and no turn can be answered']),
    ...(session.sampleRate !== undefined && session.format !== 'pcm16'
      ? ['target.session.sample_rate is of PCM: G.711 has 8,000 Hz, and this is not sent']
      : []),
    ...(url === 'simulator' && session.format === 'pcm16' && (session.sampleRate ?? 24000) !== 24000
      ? [
          'the simulated agent speaks 24,000 Hz, as the service does, and refuses another target.session.sample_rate',
        ]
      : []),
    ...(url === 'simulator' && speaksFirst === 'agent_by_itself'
      ? ['the simulated agent greets when it is asked to: with speaks_first agent_by_itself nobody asks']
      : []),
  ];
}

/** What else has a word for it. */
function shortens(dialect: Plan['dialect']): string {
  return dialect === 'openai-realtime' ? ': there it is target.session.truncation' : '';
}

function hears(modalities: Json | readonly string[] | undefined): boolean {
  return !Array.isArray(modalities) || modalities.includes('audio');
}

function given(raw: Json | undefined, path: readonly string[]): Json | undefined {
  let node = raw;
  for (const part of path) {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return undefined;
    node = Object.hasOwn(node, part) ? (node as Readonly<Record<string, Json>>)[part] : undefined;
  }
  return node;
}
