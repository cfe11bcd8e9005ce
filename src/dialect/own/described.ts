/**
 * What a plan has to know of a dialect of the user's own, as data: how audio stands on the wire both ways, and what stands around
 * it. All that is wrong with the dialect is told at once, each with its place in it. The user's `frame` is asked here, and never
 * during a call.
 */

import type { AudioPlace, PlanAudioWay, PlanDialect } from '../../core/plan/plan_dialect.ts';
import { byteText } from '../byte_text.ts';
import { isFields, shown } from './own_events.ts';

export type DescribedDialect = Pick<
  PlanDialect,
  'name' | 'uplink' | 'downlink' | 'readyAtOnce' | 'tellsAnswers'
>;

export type Description =
  | { readonly type: 'dialect'; readonly dialect: DescribedDialect }
  | { readonly type: 'wrong'; readonly mistakes: readonly Mistake[] };

/** `stack`: of what the user's code threw; else null. */
export interface Mistake {
  readonly path: string;
  readonly message: string;
  readonly stack: string | null;
}

const FORMATS = ['pcm16', 'g711_ulaw', 'g711_alaw'] as const;
const RATES = [8000, 12_000, 16_000, 24_000, 32_000, 48_000];
const LEAST_FRAME_MS = 20;
const MOST_FRAME_MS = 200;
const LONGEST_NAME = 40;
/** Whole threes, so that no base64 of them is padded. */
const PROBES = [480, 960];

/** `base64`: of bytes. `taken`: names that are not the user's to take. Never throws. */
export function described(
  dialect: unknown,
  base64: (bytes: Uint8Array) => string,
  taken: readonly string[],
): Description {
  const mistakes: Mistake[] = [];
  const wrong = (path: string, message: string, stack: string | null = null): void => {
    mistakes.push({ path, message, stack });
  };
  if (!isFields(dialect)) {
    wrong('', `expected an object with name, caller, agent and open, found ${shown(dialect)}`);
    return { type: 'wrong', mistakes };
  }
  const { name, caller, agent, ready = 'told', answers = 'by_ear', connect, open } = dialect;
  if (typeof name !== 'string' || !/^[\w.-]+$/.test(name) || name.length > LONGEST_NAME) {
    wrong('name', `expected a word of letters, digits, dots and dashes, found ${shown(name)}`);
  } else if (taken.includes(name))
    wrong('name', `expected a name of its own, found "${name}", which is one of ours`);
  if (ready !== 'told' && ready !== 'at_once')
    wrong('ready', `expected told or at_once, found ${shown(ready)}`);
  if (answers !== 'told' && answers !== 'by_ear')
    wrong('answers', `expected told or by_ear, found ${shown(answers)}`);
  if (connect !== undefined && typeof connect !== 'function')
    wrong('connect', `expected a function, found ${shown(connect)}`);
  if (typeof open !== 'function') wrong('open', `expected a function, found ${shown(open)}`);
  const up = wayOf(caller, 'caller', wrong);
  const down = wayOf(agent, 'agent', wrong);
  const frameMs = isFields(caller) ? caller['frameMs'] : undefined;
  if (frameMs !== undefined && !isFrameMs(frameMs)) {
    wrong(
      'caller.frameMs',
      `expected whole ms from ${LEAST_FRAME_MS} to ${MOST_FRAME_MS}, found ${shown(frameMs)}`,
    );
  }
  const around = isFields(caller) ? aroundAudio(caller['frame'], base64, wrong) : null;
  const at = isFields(agent) ? placeOf(agent['audio'], wrong) : undefined;
  if (mistakes.length > 0 || up === null || down === null || around === null)
    return { type: 'wrong', mistakes };
  return {
    type: 'dialect',
    dialect: {
      name: name as string,
      uplink: { ...up, ...around, ...(frameMs === undefined ? {} : { frameMs: frameMs as number }) },
      downlink: { ...down, binary: at === 'binary', ...(typeof at === 'object' ? { at } : {}) },
      readyAtOnce: ready === 'at_once',
      tellsAnswers: answers === 'told',
    },
  };
}

type Wrong = (path: string, message: string, stack?: string | null) => void;

function wayOf(of: unknown, path: string, wrong: Wrong): Omit<PlanAudioWay, 'binary'> | null {
  if (!isFields(of)) {
    wrong(path, `expected an object with sampleRate, found ${shown(of)}`);
    return null;
  }
  const { format = 'pcm16', sampleRate } = of;
  const known = FORMATS.find((one) => one === format);
  if (known === undefined)
    wrong(`${path}.format`, `expected one of ${FORMATS.join(', ')}, found ${shown(format)}`);
  const rates = known === undefined || known === 'pcm16' ? RATES : [8000];
  if (typeof sampleRate !== 'number' || !rates.includes(sampleRate)) {
    wrong(`${path}.sampleRate`, `expected ${rates.join(', ')} (Hz), found ${shown(sampleRate)}`);
    return null;
  }
  return known === undefined ? null : { format: known, sampleRate };
}

function isFrameMs(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= LEAST_FRAME_MS && (value as number) <= MOST_FRAME_MS;
}

type Around = Pick<PlanDialect['uplink'], 'binary' | 'before' | 'after'>;

function aroundAudio(frame: unknown, base64: (bytes: Uint8Array) => string, wrong: Wrong): Around | null {
  if (typeof frame !== 'function') {
    wrong('caller.frame', `expected a function, found ${shown(frame)}`);
    return null;
  }
  const found: (Around | null)[] = [];
  for (const length of PROBES) {
    // No two probes, and no two places in one, look alike.
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 89 + (i >> 8) * 7 + length) & 255);
    let message: unknown;
    try {
      message = (frame as (audio: unknown) => unknown)({ base64: base64(bytes), bytes: bytes.slice() });
    } catch (error) {
      const [words, stack] =
        error instanceof Error ? [error.message, error.stack ?? null] : [shown(error), null];
      wrong('caller.frame', `it threw: ${words}`, stack);
      return null;
    }
    if (typeof message !== 'string' && !(message instanceof Uint8Array)) {
      wrong('caller.frame', `expected a string or a Uint8Array, found ${shown(message)}`);
      return null;
    }
    const binary = typeof message !== 'string';
    const text = typeof message === 'string' ? message : byteText(message);
    const audio = binary ? byteText(bytes) : base64(bytes);
    const at = text.indexOf(audio);
    if (at === -1) {
      const as = binary ? 'its bytes' : 'its base64';
      wrong(
        'caller.frame',
        `expected a message that has the audio in it as ${as}, in one piece; it is not in there`,
      );
      return null;
    }
    const before = text.slice(0, at);
    const after = text.slice(at + audio.length);
    if (!binary && !/^[ -~]*$/.test(before + after)) {
      wrong('caller.frame', 'expected ASCII around the audio, found other characters');
      return null;
    }
    found.push({ binary, before, after });
  }
  const [one, other] = found as [Around, Around];
  if (one.before === other.before && one.after === other.after && one.binary === other.binary) return one;
  wrong('caller.frame', 'expected the same around the audio each time, found something else the second time');
  return null;
}

function placeOf(audio: unknown, wrong: Wrong): 'binary' | AudioPlace | undefined {
  if (audio === undefined || audio === 'binary') return audio;
  const path = 'agent.audio';
  if (!isFields(audio)) {
    wrong(path, `expected 'binary' or { when: { type: '…' }, at: '…' }, found ${shown(audio)}`);
    return undefined;
  }
  const { when, at } = audio;
  const isMap = isFields(when) && Object.keys(when).length > 0;
  if (!isMap || !Object.values(when).every((value) => typeof value === 'string')) {
    wrong(`${path}.when`, `expected names with a text each, such as { type: 'audio' }, found ${shown(when)}`);
    return undefined;
  }
  if (typeof at !== 'string' || !/^[^.]+(?:\.[^.]+)*$/.test(at)) {
    wrong(`${path}.at`, `expected a name such as data or audio.data, found ${shown(at)}`);
    return undefined;
  }
  return { when: when as Record<string, string>, at };
}
