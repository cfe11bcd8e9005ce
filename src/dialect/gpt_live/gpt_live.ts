/**
 * OpenAI's GPT-Live over a WebSocket: audio without end both ways, and nothing that tells of turns or answers, so that those are found
 * by ear. What is sent is held to the published types of the `openai` package by the compiler; what is received is read
 * defensively. There is nothing to commit, cancel or truncate here: the model decides by itself when it speaks and when it stops.
 */

import type { InputAudioAppendEvent } from 'openai-live/resources/live/live';
import type { PlanTarget, SessionSettings } from '../../core/plan/plan.ts';
import type { Connection, Dialect, WireAudio } from '../dialect.ts';
import { GptLiveSession } from './gpt_live_session.ts';
import { PCM_RATE } from './gpt_live_start.ts';

export function gptLive(settings: Pick<SessionSettings, 'format' | 'sampleRate'>): Dialect {
  const { format, sampleRate = PCM_RATE } = settings;
  const audio: WireAudio =
    format === 'pcm16'
      ? { format, sampleRate, bytesPerMs: (2 * sampleRate) / 1000 }
      : { format, sampleRate: 8000, bytesPerMs: 8 };
  return {
    name: 'gpt-live',
    uplink: audio,
    downlink: audio,
    byEar: true,
    connection,
    append: (base64) =>
      JSON.stringify({
        type: 'session.input_audio.append',
        audio: base64,
      } satisfies InputAudioAppendEvent),
    open: () => new GptLiveSession(audio),
  };
}

/** The model is named in the first message, and nowhere in the address. */
function connection(target: PlanTarget, url: string, key: string | undefined): Connection {
  const { keyHeader, headers = {}, query = {} } = target;
  const asked = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const named = new Set(Object.keys(query).map(encodeURIComponent));
  const [path = '', own = ''] = url.split('?', 2);
  const kept = own.split('&').filter((pair) => pair !== '' && !named.has(pair.split('=', 1)[0] ?? ''));
  const pairs = [...kept, ...asked];
  const authorization =
    key === undefined
      ? {}
      : keyHeader === undefined
        ? { authorization: `Bearer ${key}` }
        : { [keyHeader]: key };
  return {
    url: pairs.length === 0 ? path : `${path}?${pairs.join('&')}`,
    headers: { ...authorization, ...headers },
    protocols: [],
  };
}
