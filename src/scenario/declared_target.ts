/** The target of a scenario in the plan's own words. Secrets stay what they are in a file: names of environment variables. */

import { commandWords } from '../core/word/command_words.ts';
import type { PlanTarget } from '../core/plan/plan.ts';
import type { ContextCompression, SessionSettings, TurnDetection } from '../core/plan/session_settings.ts';
import { isCarrier } from '../core/plan/carrier.ts';
import { quirksOf } from './declared_quirks.ts';
import { defaults } from './defaults.ts';
import type { ScenarioFile } from './schema/scenario_schema.ts';

type TargetFile = NonNullable<ScenarioFile['target']>;
type SessionFile = NonNullable<TargetFile['session']>;

export function targetOf(target: TargetFile): PlanTarget {
  return {
    url: target.twiml ?? target.url ?? 'simulator',
    model: target.model ?? defaults.model,
    ...given('keyEnv', target.key_env),
    ...given('keyHeader', target.key_header?.toLowerCase()),
    ...given('tokenCommand', wordsOf(target.token_command)),
    ...given('protocols', target.protocols),
    ...given('keyProtocol', target.key_protocol),
    ...(isCarrier(target.quirks) ? { carrier: target.quirks } : given('quirks', quirksOf(target.quirks))),
    ...given('headers', valuesOf(target.headers)),
    ...given('query', valuesOf(target.query)),
    ...given('parameters', target.parameters),
    ...given('authTokenEnv', target.auth_token_env),
    ...given('to', target.to),
    ...given('ca', target.ca),
    ...given('profile', target.profile),
    speaksFirst: target.speaks_first ?? 'agent',
    session: sessionOf(target.session ?? {}),
  };
}

/** A line of it has been found whole. */
function wordsOf(command: TargetFile['token_command']): readonly string[] | undefined {
  if (typeof command !== 'string') return command;
  const words = commandWords(command);
  return 'unclosed' in words ? undefined : words.map(({ word }) => word);
}

/** Both ways to name a variable are one in a plan. */
function valuesOf(values: TargetFile['headers']): Readonly<Record<string, string>> | undefined {
  if (values === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : `\${${value.env}}`,
    ]),
  );
}

function sessionOf(session: SessionFile): SessionSettings {
  return {
    ...given('voice', session.voice),
    ...given('instructions', session.instructions),
    format: session.format ?? 'pcm16',
    ...given('sampleRate', session.sample_rate),
    turnDetection: turnDetectionOf(session.turn_detection),
    ...given('transcription', session.transcription),
    ...given('maxOutputTokens', session.max_output_tokens),
    ...given('prompt', session.prompt),
    ...given('speed', session.speed),
    ...given('temperature', session.temperature),
    ...given('noiseReduction', session.noise_reduction),
    ...given('reasoningEffort', session.reasoning?.effort),
    ...given('truncation', session.truncation),
    ...given('resumption', session.resumption),
    ...given('contextCompression', compressionOf(session.context_compression)),
    ...given('acknowledgementDelayMs', session.acknowledgement_delay_ms),
    ...given('outputModalities', session.output_modalities),
    ...given('toolChoice', session.tool_choice),
    ...given('parallelToolCalls', session.parallel_tool_calls),
    ...given('raw', session.raw),
  };
}

function compressionOf(compression: SessionFile['context_compression']): ContextCompression | undefined {
  if (compression === undefined) return undefined;
  return {
    ...given('triggerTokens', compression.trigger_tokens),
    ...given('targetTokens', compression.target_tokens),
  };
}

function turnDetectionOf(detection: SessionFile['turn_detection']): TurnDetection | null {
  const standard = defaults.serverVad;
  if (detection === undefined) return standard;
  if (detection === null) return null;
  const responses = {
    createResponse: detection.create_response ?? true,
    interruptResponse: detection.interrupt_response ?? true,
  };
  if (detection.type === 'semantic_vad') {
    return { type: 'semantic_vad', eagerness: detection.eagerness ?? 'auto', ...responses };
  }
  return {
    type: 'server_vad',
    threshold: detection.threshold ?? standard.threshold,
    prefixPaddingMs: detection.prefix_padding_ms ?? standard.prefixPaddingMs,
    silenceDurationMs: detection.silence_duration_ms ?? standard.silenceDurationMs,
    ...given('idleTimeoutMs', detection.idle_timeout_ms),
    ...responses,
  };
}

/** A key with its value, or no key at all. */
function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
