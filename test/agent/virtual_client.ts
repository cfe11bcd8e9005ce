/**
 * A client in virtual time: joins one session with no socket, steps from deadline to deadline, speaks fixtures in frames and
 * keeps every event with its instant. All of it is a function of what the test says.
 */

import { fileURLToPath } from 'node:url';
import { PACKAGE_FIXTURES_DIR, loadManifest, readFixture } from '../../src/fixture/manifest.ts';
import type { Fixture } from '../../src/fixture/manifest.ts';
import type { AgentRecord } from '../../src/agent/agent_record.ts';
import type { ServerEvent } from '../../src/agent/protocol/server_event.ts';
import type { AgentSession, SessionInput } from '../../src/agent/session.ts';
import type { ClientMessage } from '../../src/agent/protocol/wire.ts';
import { readClient, writeServer } from '../../src/agent/protocol/wire.ts';

/** A profile that draws its answers, and says nothing that it was not asked for. */
export const PLAIN = fileURLToPath(new URL('./plain.yaml', import.meta.url));

export interface Heard<T extends ServerEvent['type'] = ServerEvent['type']> {
  readonly atMs: number;
  readonly event: ServerEvent & { type: T };
}

export class VirtualClient {
  readonly events: Heard[] = [];
  readonly records: AgentRecord[] = [];
  readonly closes: number[] = [];
  nowMs = 0;
  private wakeMs = Infinity;
  private readonly session: AgentSession;

  constructor(session: AgentSession, startMs = 0) {
    this.session = session;
    this.nowMs = startMs;
    this.input({ type: 'opened' });
  }

  /** Lets time pass; every wake is kept to the instant. */
  run(durationMs: number): this {
    const untilMs = this.nowMs + durationMs;
    while (this.wakeMs <= untilMs) {
      this.nowMs = Math.max(this.nowMs, this.wakeMs);
      this.wakeMs = Infinity;
      this.input({ type: 'timer' });
    }
    this.nowMs = untilMs;
    return this;
  }

  send(event: object): this {
    return this.sendText(JSON.stringify(event));
  }

  sendText(text: string): this {
    return this.message(readClient(text));
  }

  message(message: ClientMessage): this {
    this.input({ type: 'message', message });
    return this;
  }

  update(session: object): this {
    return this.send({ type: 'session.update', session: { type: 'realtime', ...session } });
  }

  /** Speaks in frames: each leaves when it is full, as a microphone's does. */
  speak(pcm: Int16Array, frameMs = 100): this {
    const length = frameMs * 24;
    for (let from = 0; from < pcm.length; from += length) {
      const frame = new Int16Array(length);
      frame.set(pcm.subarray(from, from + length));
      this.run(frameMs);
      this.append(new Uint8Array(frame.buffer));
    }
    return this;
  }

  silence(durationMs: number, frameMs = 100): this {
    return this.speak(new Int16Array(durationMs * 24), frameMs);
  }

  append(bytes: Uint8Array): this {
    return this.message({ type: 'append', bytes, zeros: false, eventId: null });
  }

  close(): this {
    this.input({ type: 'closed' });
    return this;
  }

  of<T extends ServerEvent['type']>(type: T): Heard<T>[] {
    return this.events.filter((heard) => heard.event.type === type) as Heard<T>[];
  }

  /** The last event of a type; fails the test where there is none. */
  last<T extends ServerEvent['type']>(type: T): Heard<T> {
    const found = this.of(type).at(-1);
    if (found === undefined) throw new Error(`no ${type} among: ${this.types().join(', ')}`);
    return found;
  }

  types(): string[] {
    return this.events.map(({ event }) => event.type);
  }

  /** The types of what came after a mark, runs of deltas as one. */
  typesSince(mark: number): string[] {
    return this.types()
      .slice(mark)
      .filter((type, i, all) => type !== all[i - 1] || !type.endsWith('.delta'));
  }

  private input(input: SessionInput): void {
    for (const effect of this.session.handle(input, this.nowMs)) {
      if (effect.type === 'send') {
        // Over the wire and back: what is kept is what a client would read.
        const text = writeServer(effect.event, effect.rewritten);
        const event = JSON.parse(text) as ServerEvent;
        // Clients that skim look no further than this.
        if (!text.startsWith(`{"type":"${event.type}",`))
          throw new Error(`no type first: ${text.slice(0, 80)}`);
        this.events.push({ atMs: this.nowMs, event });
      } else if (effect.type === 'wake') this.wakeMs = effect.atMs;
      else if (effect.type === 'log') this.records.push(effect.record);
      else this.closes.push(effect.type === 'drop' ? 1006 : effect.code);
    }
  }
}

export interface Spoken {
  readonly fixture: Fixture;
  readonly pcm: Int16Array;
}

/** Recordings by `voice/utterance`. */
export async function recordings(...ids: string[]): Promise<Spoken[]> {
  const { fixtures } = await loadManifest();
  return Promise.all(
    ids.map(async (id) => {
      const fixture = fixtures.find((one) => one.id === id);
      if (fixture === undefined) throw new Error(`no fixture ${id}`);
      return { fixture, pcm: await readFixture(PACKAGE_FIXTURES_DIR, fixture) };
    }),
  );
}
