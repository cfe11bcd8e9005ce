/**
 * A call to the simulated agent in virtual time, from audio to audio: the caller speaks recordings into it (or whatever else
 * a test likes), and what the agent said is read from its transcripts.
 */

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
  const gap = new Int16Array(GAP_MS * 24);
  const parts = ids.flatMap((id) => {
    const [voice = '', name = ''] = id.split('/');
    return /^\d+$/.test(name) ? name.split('').map((digit) => `${voice}/digit-${digit}`) : [id];
  });
  return Int16Array.from(
    parts.flatMap((id, i) => {
      const pcm = pcms.get(id);
      if (pcm === undefined) throw new Error(`no recording ${id}`);
      return i === 0 ? [...pcm] : [...gap, ...pcm];
    }),
  );
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

  /** What the agent has said since a count of events. */
  saidSince(count: number): string {
    return this.client.events
      .slice(count)
      .flatMap(({ event }) =>
        event.type === 'response.output_audio_transcript.done' ? [event.transcript] : [],
      )
      .join(' ');
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
