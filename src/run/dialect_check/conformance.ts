/**
 * The conformance kit: what has to hold of every dialect, tried on one. Frames carry the audio that they were given; nothing throws,
 * whatever a server sends; audio that is found without parsing is the same with; a recorded session makes sense. It judges and never
 * throws; no socket is opened.
 */

import { Random } from '../../core/word/random.ts';
import type { Command } from '../../core/call/event.ts';
import type { PlanDialect, PlanTarget } from '../../core/plan/plan.ts';
import type { Dialect, DialectSession, ReadEvent } from '../../dialect/dialect.ts';
import type { OwnDialect } from '../../dialect/own/define_dialect.ts';
import { ownDialect, type SpokenDialect } from '../../dialect/own/own_dialect.ts';
import { ReceivedText } from '../../engine/node/received_text.ts';
import { payloadPlace } from '../../engine/payload_place.ts';
import { decoded, payloadText } from '../../engine/wire_payload.ts';
import { mutated, type Message } from './mutation.ts';
import type { RecordedMessage } from './recorded_session.ts';

export interface Finding {
  /** What was tried. */
  readonly name: string;
  readonly passed: boolean;
  /** How much of it, or what was wrong. */
  readonly detail: string;
}

const SEED = 7;
const MUTATIONS = 5000;
const FRAMES = 40;
/** Some minutes of them. */
const AROUND_FRAMES = 20_000;
const SHOWN = 120;

const TARGET: PlanTarget = {
  url: 'wss://agent.example/session',
  model: 'model',
  speaksFirst: 'agent',
  session: { format: 'pcm16', turnDetection: null },
};

const COMMANDS: readonly Command[] = [
  {
    type: 'configure',
    session: TARGET.session,
    model: 'model',
    tools: [{ name: 'look_up', parameters: {} }],
  },
  { type: 'configure', session: { ...TARGET.session, voice: 'a', instructions: 'b' }, model: '' },
  ...(['nothing', 'words', 'tools'] as const).map((to): Command => ({ type: 'respond', to })),
  { type: 'replay', items: [{ type: 'caller', text: 'hello' }] },
  { type: 'tool_result', callId: 'call_1', output: '{}' },
  { type: 'cancel' },
  { type: 'truncate', itemId: 'a', heardMs: 10 },
  { type: 'push' },
  { type: 'commit' },
];

export function conformanceOf(
  planned: PlanDialect,
  spoken: SpokenDialect,
  recorded: readonly RecordedMessage[],
  /** How many messages that no server should send. */
  mutations = MUTATIONS,
): readonly Finding[] {
  const dialect = ownDialect(planned, spoken);
  const heard = recorded.filter(({ from }) => from === 'agent').map(({ message }) => message);
  const seeds = heard.length > 0 ? heard : guessedFrom(planned);
  return [
    tried('frame: the audio goes out as it is', () => frames(planned, spoken.dialect, dialect)),
    tried('connect', () => dialect.connection(TARGET, TARGET.url, 'key').url),
    tried('open: each connection has a session of its own', () => sessions(spoken.dialect, dialect)),
    tried('send: every command can be said', () => commands(dialect)),
    ...(dialectHasAround(dialect)
      ? [tried('around: every frame has what it wants', () => around(dialect))]
      : []),
    tried('receive: nothing throws, whatever comes', () => garbage(dialect, seeds, mutations)),
    ...(planned.downlink.at === undefined
      ? []
      : [
          tried('agent.audio: the same with parsing and without', () => agreement(dialect, seeds, mutations)),
        ]),
    ...(heard.length === 0 ? [] : [tried('the recorded session', () => replayed(planned, dialect, heard))]),
  ];
}

/** `act` says how much of it; it throws what is wrong. */
function tried(name: string, act: () => string): Finding {
  try {
    return { name, passed: true, detail: act() };
  } catch (error) {
    return { name, passed: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

function frames(planned: PlanDialect, { caller }: OwnDialect, dialect: Dialect): string {
  const random = new Random(SEED, 'frames');
  const { uplink } = dialect;
  const lengths = [20, 40, 100, 200].map((ms) => ms * uplink.bytesPerMs);
  const place = payloadPlace(dialect);
  for (let i = 0; i < FRAMES; i++) {
    const length = lengths[i % lengths.length] as number;
    const bytes = Uint8Array.from({ length }, () => random.below(256));
    const made = caller.frame({ base64: Buffer.from(bytes).toString('base64'), bytes: bytes.slice() });
    const text = typeof made === 'string' ? made : Buffer.from(made).toString('latin1');
    const ours = dialect.append(payloadText(bytes, uplink));
    if (text !== ours)
      throw new Error(`frame gives another message than before for the same way of asking: ${shown(text)}`);
    const wire = receivedText(planned.uplink.binary ? Buffer.from(ours, 'latin1') : ours);
    const back = new Uint8Array(length);
    const count = decoded(uplink, wire, place.before, wire.length - place.after, back);
    if (count !== length || back.some((byte, at) => byte !== bytes[at]))
      throw new Error('the audio is not in the message');
  }
  return `${FRAMES} frames, ${planned.uplink.binary ? 'binary' : 'text'} messages`;
}

function sessions(own: OwnDialect, dialect: Dialect): string {
  dialect.open();
  if (own.open() === own.open())
    throw new Error('open gives the same object twice: what one call keeps in mind, all would');
  return 'ok';
}

function commands(dialect: Dialect): string {
  let messages = 0;
  for (const command of COMMANDS) messages += dialect.open().write(command).length;
  const session = dialect.open();
  for (const command of COMMANDS) session.write(command);
  messages += session.played?.('mark').length ?? 0;
  messages += session.farewell?.().messages.length ?? 0;
  return `${COMMANDS.length + 2} commands, ${messages} messages`;
}

/** What cannot be opened is told by another try. */
function dialectHasAround(dialect: Dialect): boolean {
  try {
    return dialect.open().envelope !== undefined;
  } catch {
    return false;
  }
}

function around(dialect: Dialect): string {
  const { envelope, lost } = dialect.open();
  let longest = 0;
  for (let i = 0; i < AROUND_FRAMES; i++) {
    if (i % 10 === 9) lost?.();
    const { before = '', after = '' } = envelope?.() ?? {};
    longest = Math.max(longest, before.length + after.length);
  }
  return `${AROUND_FRAMES.toLocaleString('en')} frames, at most ${longest} bytes each`;
}

function garbage(dialect: Dialect, seeds: readonly Message[], mutations: number): string {
  const random = new Random(SEED, 'garbage');
  let session = dialect.open();
  for (let i = 0; i < mutations; i++) {
    if (i % 100 === 0) session = dialect.open();
    const message = i < seeds.length ? (seeds[i] as Message) : mutated(seeds, random);
    try {
      readBy(session, message);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new Error(`${words}\n    when this came: ${shown(message)}`, { cause: error });
    }
  }
  return `${mutations.toLocaleString('en')} messages`;
}

function agreement(dialect: Dialect, all: readonly Message[], mutations: number): string {
  const random = new Random(SEED, 'agreement');
  const session = dialect.open();
  const audio = all.filter((message) => session.skim(receivedText(message)) !== null);
  const seeds = audio.length > 0 ? audio : all;
  let skimmed = 0;
  for (let i = 0; i < mutations; i++) {
    const message = i < seeds.length ? (seeds[i] as Message) : mutated(seeds, random);
    if (typeof message !== 'string') continue;
    const skim = session.skim(receivedText(message));
    if (skim === null) continue;
    const { bytes, payloadStart, payloadEnd } = skim;
    const payload = Buffer.from(message).toString('latin1', payloadStart, payloadEnd);
    // What breaks off behind its audio cannot be parsed, and is audio all the same.
    if (!isJson(message)) continue;
    const read = [session.read(message)].flat().find(({ type }) => type === 'audio');
    skimmed++;
    if (read?.type === 'audio' && read.payload === payload) continue;
    throw new Error(
      `${bytes} bytes of audio are found without parsing, and others with\n    in ${shown(message)}`,
    );
  }
  return `${skimmed.toLocaleString('en')} messages of audio`;
}

function replayed(planned: PlanDialect, dialect: Dialect, heard: readonly Message[]): string {
  const session = dialect.open();
  const counts = new Map<string, number>();
  let audioMs = 0;
  for (const message of heard) {
    const skim = session.skim(receivedText(message));
    const events: readonly ReadEvent[] = skim === null ? readBy(session, message) : [];
    if (skim !== null) audioMs += skim.bytes / dialect.downlink.bytesPerMs;
    for (const event of events) {
      if (event.type === 'audio') audioMs += event.ms;
      counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
    }
  }
  if (audioMs === 0)
    throw new Error(`in ${heard.length} messages of the agent there is no audio: nobody would hear it`);
  if (!planned.readyAtOnce && !counts.has('ready')) {
    throw new Error(
      'the session never becomes ready: no message is told as `ready`, and `ready: at_once` is not set',
    );
  }
  counts.delete('session');
  const told = [...counts].map(([type, count]) => `${count} ${type}`).join(', ');
  return `${heard.length} messages: ${(audioMs / 1000).toFixed(1)} s of audio${told === '' ? '' : `, ${told}`}`;
}

/** As an engine reads it. */
function readBy(session: DialectSession, message: Message): readonly ReadEvent[] {
  const wire = receivedText(message);
  if (session.skim(wire) !== null) return [];
  if (typeof message !== 'string') return [session.readBytes?.(message) ?? []].flat();
  return [session.read(message)].flat();
}

export function receivedText(message: Message): ReceivedText {
  const wire = new ReceivedText();
  wire.bytes = Buffer.from(message);
  wire.binary = typeof message !== 'string';
  return wire;
}

/** Without a recording: what the words in its code may be the types of. */
function guessedFrom({ code, downlink }: PlanDialect): readonly Message[] {
  const words = new Set([...code.matchAll(/["']([\w.]{2,40})["']/g)].map(([, word]) => word as string));
  const types = [...words].map((type) =>
    JSON.stringify({ type, id: 'a', text: 'b', name: 'c', data: 'AAAA' }),
  );
  const { at } = downlink;
  if (at === undefined) return [...types, new Uint8Array(640)];
  const inner = at.at
    .split('.')
    .reduceRight<unknown>((value, name) => ({ [name]: value }), 'AAAA'.repeat(400));
  return [...types, JSON.stringify({ ...at.when, ...(inner as object) })];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function shown(message: Message): string {
  const text =
    typeof message === 'string'
      ? message
      : `${message.length} bytes ${Buffer.from(message.subarray(0, 16)).toString('hex')}`;
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length} characters)` : text;
}
