/**
 * Gemini Live's `usageMetadata` → usage, by its own accounting. Each turn's is of that turn alone and is billed whole: the prompt
 * is the conversation up to then, at the full price. Three things are its own. Thoughts are output in text, and are not in the
 * total; the details by modality need not add up to their count, and what they leave open keeps no kind (so that it costs between
 * the cheapest and the dearest); tokens of used tools are input beside the prompt. Pure; text from outside: what is no count is 0,
 * and never makes less of what was told well.
 */

import type { Usage } from '../../core/log/record.ts';
import { noUsage, unreportedUsage } from '../../core/log/usage.ts';

/** As far as it is read; anything may be missing, or of another kind. */
export interface GeminiUsageMetadata {
  readonly promptTokenCount?: unknown;
  readonly responseTokenCount?: unknown;
  readonly totalTokenCount?: unknown;
  readonly thoughtsTokenCount?: unknown;
  readonly toolUsePromptTokenCount?: unknown;
  readonly cachedContentTokenCount?: unknown;
  readonly promptTokensDetails?: unknown;
  readonly responseTokensDetails?: unknown;
  readonly cacheTokensDetails?: unknown;
  readonly toolUsePromptTokensDetails?: unknown;
}

/** Video is billed as images are. */
interface Kinds {
  readonly text: number;
  readonly audio: number;
  readonly image: number;
  /** What the details do not explain of their count. */
  readonly open: number;
}

export function geminiUsage(told: GeminiUsageMetadata | null): Usage {
  if (told === null) return unreportedUsage;
  const prompt = kindsOf(told.promptTokenCount, told.promptTokensDetails);
  const tools = kindsOf(told.toolUsePromptTokenCount, told.toolUsePromptTokensDetails);
  const answer = kindsOf(told.responseTokenCount, told.responseTokensDetails);
  const cached = kindsOf(told.cachedContentTokenCount, told.cacheTokensDetails);
  const thoughts = countOf(told.thoughtsTokenCount);
  const known = sumOf(prompt) + sumOf(tools) + sumOf(answer);
  // What the total has beyond all that was told apart: input where only that was not, else output, which is the dearer.
  const rest = Math.max(0, countOf(told.totalTokenCount) - known - thoughts);
  const restIsInput = told.promptTokenCount === undefined && told.responseTokenCount !== undefined;
  if (known + thoughts + rest === 0) return unreportedUsage;
  const beside = { ...tools, open: tools.open + (restIsInput ? rest : 0) };
  const input = plus(prompt, beside);
  const held = cachedWithin(input, cached);
  return {
    ...noUsage,
    textIn: input.text,
    audioIn: input.audio,
    imageIn: input.image,
    textCached: held.text,
    audioCached: held.audio,
    imageCached: held.image,
    // No model of these answers in images: whatever such a modality is, it is not of a known kind.
    textOut: answer.text + thoughts,
    audioOut: answer.audio,
    ...whereAny('unsplitIn', input.open),
    ...whereAny('unsplitCached', held.open),
    ...whereAny('unsplitOut', answer.open + answer.image + (restIsInput ? 0 : rest)),
  };
}

function kindsOf(count: unknown, details: unknown): Kinds {
  const kinds = { text: 0, audio: 0, image: 0, open: 0 };
  for (const entry of Array.isArray(details) ? details : []) {
    const { modality, tokenCount } = entryOf(entry);
    kinds[kindOf(modality)] += countOf(tokenCount);
  }
  // Details that come to more than their count are believed: too much rather than too little.
  const explained = kinds.text + kinds.audio + kinds.image + kinds.open;
  return { ...kinds, open: kinds.open + Math.max(0, countOf(count) - explained) };
}

function entryOf(entry: unknown): { readonly modality?: unknown; readonly tokenCount?: unknown } {
  return typeof entry === 'object' && entry !== null ? entry : {};
}

function kindOf(modality: unknown): keyof Kinds {
  switch (modality) {
    case 'TEXT':
    case 'DOCUMENT':
      return 'text';
    case 'AUDIO':
      return 'audio';
    case 'IMAGE':
    case 'VIDEO':
      return 'image';
    default:
      return 'open';
  }
}

function countOf(value: unknown): number {
  // 64-bit fields come as strings in its JSON.
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 0;
}

function plus(a: Kinds, b: Kinds): Kinds {
  return {
    text: a.text + b.text,
    audio: a.audio + b.audio,
    image: a.image + b.image,
    open: a.open + b.open,
  };
}

function sumOf({ text, audio, image, open }: Kinds): number {
  return text + audio + image + open;
}

/** Cached tokens are of the input, kind by kind: what is more than there was of a kind keeps none, and none is more than all. */
function cachedWithin(input: Kinds, cached: Kinds): Kinds {
  const text = Math.min(input.text, cached.text);
  const audio = Math.min(input.audio, cached.audio);
  const image = Math.min(input.image, cached.image);
  const left = sumOf(input) - text - audio - image;
  return { text, audio, image, open: Math.min(left, sumOf(cached) - text - audio - image) };
}

function whereAny<Name extends 'unsplitIn' | 'unsplitCached' | 'unsplitOut'>(
  name: Name,
  tokens: number,
): Partial<Record<Name, number>> {
  return tokens > 0 ? ({ [name]: tokens } as Partial<Record<Name, number>>) : {};
}
