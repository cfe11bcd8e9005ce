/** From a checked profile file to the profile that sessions work with: every default is filled in here. Pure. */

import { faultWishOf } from '../../fault/fault_wish.ts';
import { durationMs } from '../../config/value.ts';
import type { StageLatency } from '../latency.ts';
import { defaultLimits } from '../limits.ts';
import { fallbackReasons, troubleTypes } from '../mind/trouble.ts';
import type { Dialogue, Intent, Profile } from './profile.ts';
import type { ProfileFile } from './schema.ts';

export const profileDefaults = {
  role: 'a helpful agent on the telephone',
  style: 'friendly',
  words: 40,
  interruptionMs: 500,
  silenceAfterMs: 10_000,
  digitsAtLeast: 4,
  toolTimeoutMs: 8000,
  handoverTool: 'transfer_to_human',
  handoverAfter: 3,
  chunkMs: 250,
  everyMs: 60,
} as const;

const defaults = profileDefaults;

export function completeProfile(file: ProfileFile): Profile {
  const { latency, pace, conversation, limits } = file;
  const silence = conversation?.silence;
  const dialogue = file.intents === undefined ? null : dialogueOf(file);
  const list = (file.answers ?? []) as readonly string[];
  return {
    name: file.name,
    description: file.description ?? '',
    voice: file.voice,
    greeting: file.greeting,
    brief: {
      role: file.role ?? defaults.role,
      capabilities: file.capabilities ?? [],
      constraints: file.constraints ?? [],
      voiceStyle: file.voice_style ?? '',
    },
    instructions: file.instructions ?? null,
    manners: {
      style: conversation?.style ?? defaults.style,
      words: conversation?.words ?? defaults.words,
      // A murmur is told from an interruption by what was said: who does not listen yields to every voice.
      backchannels: conversation?.backchannels ?? (dialogue === null ? 'yield' : 'ignore'),
      interruptionMs: ms(conversation?.interruption, defaults.interruptionMs),
      fillers: conversation?.fillers ?? [],
      silence: {
        afterMs: ms(silence?.after, silence === undefined ? Infinity : defaults.silenceAfterMs),
        prompts: silence?.prompts ?? [],
        end: silence?.end ?? null,
      },
    },
    mind: dialogue === null ? { type: 'list', answers: list } : { type: 'dialogue', dialogue },
    ear: {
      vad: file.ear?.vad ?? 'fvad',
      recognition: file.ear?.recognition ?? dialogue !== null,
    },
    latency: {
      vad: stage(latency.vad, 15, 0.3),
      llm: stage(latency.llm, 250, 0.35),
      tts: stage(latency.tts, 60, 0.3),
      transcription: stage(latency.transcription, 300, 0.4),
    },
    pace: {
      chunkMs: Math.max(20, Math.round(ms(pace?.chunk, defaults.chunkMs))),
      everyMs: ms(pace?.every, defaults.everyMs),
    },
    limits: {
      tokensPerMinute: limits?.tokens_per_minute ?? defaultLimits.tokensPerMinute,
      answersAtOnce: limits?.answers_at_once ?? defaultLimits.answersAtOnce,
      sessions: limits?.sessions ?? defaultLimits.sessions,
      contention: limits?.contention ?? defaultLimits.contention,
      sessionMs: ms(limits?.session, defaultLimits.sessionMs),
      contextTokens: limits?.context_tokens ?? defaultLimits.contextTokens,
    },
    price: file.price ?? null,
    misbehaviour: (file.misbehaviour ?? []).flatMap((entry) => faultWishOf(entry) ?? []),
  };
}

/** What a dialogue cannot do without was found missing by `meaning.ts` before this. */
function dialogueOf(file: ProfileFile): Dialogue {
  const { errors = {}, fallbacks = {}, handover } = file;
  return {
    intents: Object.entries(file.intents ?? {}).map(([name, intent]): Intent => ({
      name,
      heard: listed(intent.heard),
      after: listed(intent.after),
      needs: intent.needs ?? null,
      calls: intent.calls ?? null,
      say: listed(intent.say),
      repeat: intent.repeat ?? false,
      handover: intent.handover ?? false,
    })),
    slots: mapped(file.slots, (slot) => ({
      openers: slot.openers ?? [],
      digitsAtLeast: slot.digits_at_least ?? defaults.digitsAtLeast,
      ask: slot.ask,
      noted: slot.noted,
    })),
    tools: mapped(file.tools, (tool) => ({
      arguments: tool.arguments ?? {},
      slow: tool.slow ?? false,
      onError: tool.on_error,
      timeoutMs: ms(tool.timeout, defaults.toolTimeoutMs),
    })),
    troubles: Object.fromEntries(
      troubleTypes.map((type) => [type, errors[type] ?? '']),
    ) as unknown as Dialogue['troubles'],
    fallbacks: Object.fromEntries(
      fallbackReasons.map((reason) => [
        reason,
        { say: fallbacks[reason]?.say ?? '', heard: listed(fallbacks[reason]?.heard) },
      ]),
    ) as unknown as Dialogue['fallbacks'],
    handover: {
      say: handover?.say ?? '',
      tool: handover?.tool ?? defaults.handoverTool,
      afterTroubles: handover?.after_errors ?? defaults.handoverAfter,
      afterFallbacks: handover?.after_fallbacks ?? defaults.handoverAfter,
    },
    backchannels: file.backchannels ?? [],
    idle: file.idle ?? file.greeting,
  };
}

function listed(one: string | readonly string[] | undefined): readonly string[] {
  return one === undefined ? [] : [one].flat();
}

function mapped<A, B>(
  map: Readonly<Record<string, A>> | undefined,
  change: (value: A) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [name, change(value)]));
}

function stage(
  given: { readonly median: number | string; readonly sigma: number } | undefined,
  medianMs: number,
  sigma: number,
): StageLatency {
  return given === undefined
    ? { medianMs, sigma }
    : { medianMs: ms(given.median, medianMs), sigma: given.sigma };
}

function ms(value: number | string | undefined, otherwise: number): number {
  return durationMs(value) ?? otherwise;
}
