/**
 * A call to the simulated agent in virtual time, from audio to audio: the caller speaks recordings into it (or whatever else
 * a test likes), and what the agent said is read from its transcripts.
 */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROFILES_DIR } from '../../src/agent/profile/load_profile.ts';
import { loadLibrary, readFixture } from '../../src/fixture/manifest.ts';
import type { Agent } from '../../src/agent/simulator.ts';
import { VirtualClient } from './virtual_client.ts';

const GAP_MS = 180;
/** After this long without a word of the agent's, it is the caller's turn again. */
const SETTLED_MS = 3000;

const library = await loadLibrary();
const pcms = new Map<string, Int16Array>();
for (const [id, { dir, fixture }] of library) pcms.set(id, await readFixture(dir, fixture));

/** `voice/utterance`, or digits: `slt/407` says three of them. Samples at 24 kHz. */
export function recorded(...ids: readonly string[]): Int16Array {
  const parts = ids.flatMap((id) => {
    const [voice = '', name = ''] = id.split('/');
    return /^\d+$/.test(name) ? name.split('').map((digit) => `${voice}/digit-${digit}`) : [id];
  });
  // By hand: spreading samples is most of a call's time.
  const said = parts.map((id) => {
    const pcm = pcms.get(id);
    if (pcm === undefined) throw new Error(`no recording ${id}`);
    return pcm;
  });
  const gaps = Math.max(0, said.length - 1) * GAP_MS * 24;
  const joined = new Int16Array(said.reduce((sum, pcm) => sum + pcm.length, gaps));
  let at = 0;
  for (const pcm of said) {
    joined.set(pcm, at);
    at += pcm.length + GAP_MS * 24;
  }
  return joined;
}

/** What the agent's recording of this id says. */
export function line(utterance: string): string {
  const found = library.get(`joe/${utterance}`);
  if (found === undefined) throw new Error(`no line ${utterance}`);
  return found.fixture.transcript;
}

/** The path of the default profile with some of its words replaced: what stands there, and what is to stand there, by turns. */
export function profileWith(...changes: readonly string[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'callstorm-')), 'changed.yaml');
  let text = readFileSync(join(PROFILES_DIR, 'support-line.yaml'), 'utf8');
  for (let i = 0; i < changes.length; i += 2) {
    const [from = '', to = ''] = changes.slice(i);
    if (!text.includes(from)) throw new Error(`the profile has no "${from}"`);
    text = text.replace(from, to);
  }
  writeFileSync(file, text);
  return file;
}

export class PhoneCall {
  readonly client: VirtualClient;
  private mark = 0;

  constructor(agent: Agent, session: object = {}, index = 0) {
    this.client = new VirtualClient(agent.session(index));
    this.client.update(session);
  }

  /** Has the agent greet. */
  answer(): string {
    return this.settled(() => this.client.send({ type: 'response.create' }));
  }

  /** Speaks recordings, waits for the answer and hears it out. What the agent said. */
  say(...ids: readonly string[]): string {
    return this.sound(recorded(...ids));
  }

  sound(pcm: Int16Array): string {
    return this.settled(() => this.client.speak(pcm));
  }

  /** Says nothing. What the agent said into the silence. */
  silence(durationMs: number): string {
    const count = this.client.events.length;
    this.client.silence(durationMs);
    return this.saidSince(count);
  }

  /** Gives a tool its result and asks for the answer. */
  result(callId: string, output: string): string {
    return this.settled(() => {
      this.client.send({
        type: 'conversation.item.create',
        item: { type: 'function_call_output', call_id: callId, output },
      });
      this.client.send({ type: 'response.create' });
    });
  }

  /** The calls of tools since the last that was asked about. */
  calls(): { readonly name: string; readonly callId: string; readonly args: unknown }[] {
    const made = this.client.of('response.function_call_arguments.done').slice(this.mark);
    this.mark += made.length;
    return made.map(({ event }) => {
      const item = this.client
        .of('response.output_item.done')
        .map((heard) => heard.event.item)
        .find((candidate) => candidate.id === event.item_id);
      const name = item?.type === 'function_call' ? item.name : '';
      return { name, callId: event.call_id, args: JSON.parse(event.arguments) as unknown };
    });
  }

  /** What the agent has said since a count of events. An answer that was cut off shows as `[cut: its words so far]`. */
  saidSince(count: number): string {
    const said: string[] = [];
    let words: string[] = [];
    for (const { event } of this.client.events.slice(count)) {
      if (event.type === 'response.output_audio_transcript.done') words.push(event.transcript);
      if (event.type !== 'response.done') continue;
      const cut = event.response.status === 'cancelled';
      said.push(...(cut ? [`[${['cut', ...words].join(': ')}]`] : words));
      words = [];
    }
    // What was said to its end may lack its `response.done`.
    return [...said, ...words].join(' ');
  }

  /** `kind status` of each answer since a count of records. */
  answers(since = 0): string[] {
    return this.client.records.flatMap((record, i) =>
      i >= since && record.type === 'answer' ? [`${record.kind} ${record.status}`] : [],
    );
  }

  private settled(act: () => void): string {
    const count = this.client.events.length;
    act();
    // Hears it out: silence for as long as something new is said.
    for (let spoken = -1; spoken !== this.audioMs();) {
      spoken = this.audioMs();
      this.client.silence(SETTLED_MS);
    }
    return this.saidSince(count);
  }

  private audioMs(): number {
    return this.client.of('response.output_audio.delta').length + this.client.of('response.created').length;
  }
}
