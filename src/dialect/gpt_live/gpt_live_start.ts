/**
 * What a `session.start` says: a scenario's settings in GPT-Live's words. What is not set is not sent; the protocol has no words for
 * the detection of turns, transcription or limits of an answer, and those settings stay unsaid. What the scenario gives raw is laid over
 * everything. Tools have no place in it where the client does what the model delegates: there the instructions name them.
 */

import type { AudioFormat, SessionConfig } from 'openai-live/resources/live/live';
import type { Json, JsonMap, SessionSettings } from '../../core/plan/session_settings.ts';
import type { ToolDefinition } from '../../core/plan/tool.ts';
import { laidOver } from '../laid_over.ts';

/** Of PCM, where the scenario names none. */
export const PCM_RATE = 24000;

/** Whether tasks are done by the client itself, or by a model of the service's that calls the scenario's tools by name. */
export type Delegation = 'client' | 'responses';

export interface Start {
  readonly session: SessionConfig;
  readonly delegation: Delegation;
}

export function startOf(settings: SessionSettings, model: string, tools: readonly ToolDefinition[]): Start {
  const { raw = {}, voice, acknowledgementDelayMs: delayMs } = settings;
  const delegation =
    isMap(raw['delegation']) && raw['delegation']['type'] === 'responses' ? 'responses' : 'client';
  const instructions = instructionsOf(settings.instructions, delegation === 'client' ? tools : []);
  const session = {
    model,
    ...(instructions === undefined ? {} : { instructions }),
    audio: {
      format: formatOf(settings),
      ...(voice === undefined ? {} : { output: { voice } }),
    },
    ...(tools.length === 0
      ? {}
      : {
          delegation: {
            ...delegationOf(delegation, tools),
            ...(delayMs === undefined ? {} : { acknowledgement_delay_ms: delayMs }),
          },
        }),
  } satisfies Omit<SessionConfig, 'delegation'> & { delegation?: unknown };
  return { session: laidOver(session as unknown as JsonMap, raw) as unknown as SessionConfig, delegation };
}

function delegationOf(delegation: Delegation, tools: readonly ToolDefinition[]): object {
  if (delegation === 'client') return { type: 'client' };
  // Which model it is, the scenario says.
  return {
    type: 'responses',
    responses: {
      tools: tools.map(({ name, description, parameters }) => ({
        type: 'function',
        name,
        ...(description === undefined ? {} : { description }),
        parameters,
      })),
    },
  };
}

/** The head of the list of what can be delegated, as the instructions have it. */
export const TASKS_HEAD = 'Delegate these tasks, and wait for what comes of them before you answer:';

function instructionsOf(own: string | undefined, tools: readonly ToolDefinition[]): string | undefined {
  if (tools.length === 0) return own;
  const tasks = tools.map(({ name, description = '', parameters }) => {
    const { properties } = parameters;
    const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
    return `- ${name}(${names.join(', ')})${description === '' ? '' : `: ${description}`}`;
  });
  const list = [TASKS_HEAD, ...tasks].join('\n');
  return own === undefined ? list : `${own}\n\n${list}`;
}

function formatOf({ format, sampleRate = PCM_RATE }: SessionSettings): AudioFormat {
  switch (format) {
    case 'pcm16':
      // The published type knows two rates; which there are is the service's to say.
      return { type: 'audio/pcm', rate: sampleRate as 24000 };
    case 'g711_ulaw':
      return { type: 'audio/pcmu', rate: 8000 };
    case 'g711_alaw':
      return { type: 'audio/pcma', rate: 8000 };
  }
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
