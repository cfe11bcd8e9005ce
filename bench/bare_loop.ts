/**
 * The floor under any generator: a loop that sends the frames it is given at their instants and counts the bytes that come
 * back. No call logic, no metering, no playback. It replays, frame for frame, what the calls of a rehearsal sent.
 *
 * Run as a child process by thousand.ts: `bare_loop.ts <scenario> <concurrency> <seconds> <url>`; reports JSON over IPC.
 */

import { WebSocket } from 'ws';
import type { ClientMessage } from '../src/agent/protocol/wire.ts';
import { loadAgent } from '../src/agent/simulator.ts';
import { dialectOf } from '../src/dialect/dialects.ts';
import { runVirtually } from '../src/engine/virtual/virtual_run.ts';
import { compileWith } from '../src/scenario/compile.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';

const [file = '', concurrencyText = '', secondsText = '', url = ''] = process.argv.slice(2);
const concurrency = Number(concurrencyText);
const seconds = Number(secondsText);
const SCRIPTS = 50;

const { scenario, repertoire } = await loadScenario(file);
const { plan, audio } = await compileWith(repertoire, scenario, { concurrency: SCRIPTS, calls: SCRIPTS });
const dialect = dialectOf(plan);
const connection = dialect.connection(plan.target, url, undefined);
const messages: Buffer[] = [];
for (let i = 0; i + 1 < audio.offsets.length; i++) {
  messages.push(Buffer.from(audio.bytes.subarray(audio.offsets[i], audio.offsets[i + 1])));
}

const numbers = new Map<ClientMessage, number>();
/** Rehearsed frames are the same objects each time: the n-th new one is found by its bytes. */
function frameNumber(message: ClientMessage): number {
  let known = numbers.get(message);
  if (known === undefined && message.type === 'append') {
    const text = dialect.append(Buffer.from(message.bytes).toString('base64'));
    known = messages.findIndex(
      (candidate) => candidate.length === text.length && candidate.toString('latin1') === text,
    );
    numbers.set(message, known);
  }
  return known ?? 0;
}

/** What each rehearsed call sent, as message numbers in the order of its frames. */
const tapes: Uint32Array[] = [];
{
  const agent = await loadAgent({ seed: plan.seed });
  runVirtually({
    plan,
    audio,
    agent: (call) => {
      const session = agent.session(call);
      const tape: number[] = [];
      const handle = session.handle.bind(session);
      session.handle = (input, atMs) => {
        if (input.type === 'message' && input.message.type === 'append')
          tape.push(frameNumber(input.message));
        if (input.type === 'closed') tapes.push(Uint32Array.from(tape));
        return handle(input, atMs);
      };
      return session;
    },
    onRecord: () => {},
  });
}

const configure = dialect.open().write({
  type: 'configure',
  session: plan.target.session,
  model: plan.target.model,
});
const respond = dialect.open().write({ type: 'respond', to: 'nothing' });
const frameOptions = { binary: false, compress: false, fin: true };
let framesSent = 0;
let bytesReceived = 0;

interface Line {
  readonly socket: WebSocket;
  readonly tape: Uint32Array;
  at: number;
  dueMs: number;
}

const slots: Line[][] = Array.from({ length: plan.frameMs }, () => []);

function dial(index: number): void {
  const tape = tapes[index % tapes.length] as Uint32Array;
  const socket = new WebSocket(connection.url, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
    generateMask: (mask) => mask.fill(0),
  });
  socket.on('open', () => {
    for (const text of [...configure, ...respond]) socket.send(text);
    const dueMs = performance.now() + plan.frameMs;
    slots[Math.floor(dueMs) % plan.frameMs]?.push({ socket, tape, at: 0, dueMs });
  });
  socket.on('message', (data: Buffer) => {
    bytesReceived += data.length;
  });
  socket.on('error', () => {});
}

let tick = Math.floor(performance.now());
function turn(): void {
  const nowMs = Math.floor(performance.now());
  for (; tick <= nowMs; tick++) {
    for (const line of slots[tick % plan.frameMs] as Line[]) {
      if (line.dueMs > tick + 1 || line.socket.readyState !== WebSocket.OPEN) continue;
      line.socket.send(messages[line.tape[line.at] as number] as Buffer, frameOptions);
      line.at = (line.at + 1) % line.tape.length;
      line.dueMs += plan.frameMs;
      framesSent++;
    }
  }
  setTimeout(turn, 1);
}

const rampMs = 15_000;
for (let i = 0; i < concurrency; i++) setTimeout(() => dial(i), (i / concurrency) * rampMs);
turn();

setTimeout(() => {
  const cpu = process.cpuUsage();
  const frames = framesSent;
  const bytes = bytesReceived;
  setTimeout(() => {
    const used = process.cpuUsage(cpu);
    process.send?.({
      cpuCores: (used.user + used.system) / 1e6 / seconds,
      framesPerSecond: (framesSent - frames) / seconds,
      receivedMbPerSecond: (bytesReceived - bytes) / seconds / 1e6,
      rssMb: process.memoryUsage().rss / (1 << 20),
    });
    setTimeout(() => process.exit(0), 100);
  }, seconds * 1000);
}, rampMs + 3000);
