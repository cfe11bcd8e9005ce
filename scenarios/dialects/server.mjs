/**
 * A tiny agent for the two protocols beside this, to try them with: it hears when the caller speaks, by level, and answers with a
 * tone. Start it with `node server.mjs`: ws://127.0.0.1:8790/json and /raw. It needs `ws` (npm install ws).
 */

import { pathToFileURL } from 'node:url';
import { WebSocketServer } from 'ws';

const SPEECH = 300;
const PAUSE_MS = 500;
const ANSWER_MS = 1500;

/** So much of a tone, as PCM16. */
function tone(ms, perMs, fromMs = 0) {
  const samples = Int16Array.from({ length: ms * perMs }, (_, i) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 0.44 * (i + fromMs * perMs)) / perMs)),
  );
  return Buffer.from(samples.buffer);
}

/** Hears when the caller has finished, and when it speaks over the agent. Time is what has been heard. */
class Ear {
  heardMs = 0;
  silentMs = 0;
  spoke = false;
  /** Of its answer, on the same clock; it is over then. */
  answersUntilMs = 0;

  /** A frame of 16 kHz PCM16: `answer`, `interrupted` or null. */
  hear(pcm) {
    const frameMs = pcm.length / 32;
    let sum = 0;
    for (let i = 0; i + 1 < pcm.length; i += 2) sum += Math.abs(pcm.readInt16LE(i));
    const loud = sum / (pcm.length / 2) > SPEECH;
    this.heardMs += frameMs;
    this.silentMs = loud ? 0 : this.silentMs + frameMs;
    if (loud) {
      this.spoke = true;
      if (this.heardMs >= this.answersUntilMs) return null;
      this.answersUntilMs = this.heardMs;
      return 'interrupted';
    }
    if (!this.spoke || this.silentMs < PAUSE_MS) return null;
    this.spoke = false;
    return 'answer';
  }

  answers() {
    this.answersUntilMs = this.heardMs + ANSWER_MS;
  }
}

function json(socket) {
  const ear = new Ear();
  const say = (message) => socket.send(JSON.stringify(message));
  const answer = (text) => {
    ear.answers();
    say({ type: 'text', text });
    for (let ms = 0; ms < ANSWER_MS; ms += 100)
      say({ type: 'audio', data: tone(100, 24, ms).toString('base64') });
  };
  socket.on('message', (data) => {
    const said = JSON.parse(data.toString());
    if (said.type === 'start') {
      say({ type: 'ready', session: 's1' });
      say({ type: 'ping', id: 1 });
    } else if (said.type === 'greet') answer('Hello, how can I help?');
    else if (said.type === 'bye') socket.close(1000);
    else if (said.type === 'audio') {
      const heard = ear.hear(Buffer.from(said.data, 'base64'));
      if (heard === 'answer') answer('I see.');
      else if (heard === 'interrupted') say({ type: 'interruption' });
    }
  });
}

/** For each frame that it hears it sends one, of silence or of its voice: its clock is the caller's. */
function raw(socket) {
  const ear = new Ear();
  ear.answers();
  socket.on('message', (data) => {
    const frameMs = data.length / 32;
    if (ear.hear(data) === 'answer') ear.answers();
    const speaks = ear.heardMs < ear.answersUntilMs;
    socket.send(speaks ? tone(frameMs, 16, ear.heardMs) : Buffer.alloc(data.length));
  });
}

/** Resolves with the server, once it listens. */
export function serve(port) {
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  server.on('connection', (socket, request) => (request.url?.startsWith('/raw') ? raw : json)(socket));
  return new Promise((resolve) => server.on('listening', () => resolve(server)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const server = await serve(Number(process.env.PORT ?? 8790));
  process.stdout.write(`ws://127.0.0.1:${server.address().port}/json and /raw\n`);
}
