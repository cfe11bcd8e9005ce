// A telephone agent as small as can be: a voice webhook that answers in TwiML, and the media stream that it names. It beeps where yours
// talks. Start it with `node scenarios/telephone/server.mjs`, and call it with `callstorm run scenarios/telephone/telephone.yaml`.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const port = Number(process.env.PORT ?? 8765);
const http = createServer((request, response) => {
  response.setHeader('content-type', 'text/xml');
  response.end(
    `<Response><Connect><Stream url="ws://${request.headers.host}/media"><Parameter name="tenant" value="acme"/></Stream></Connect></Response>`,
  );
});
/** So many ms of a tone of 400 Hz in µ-law. */
const tone = (ms) => Buffer.alloc(8 * ms, Buffer.from([...Array(10).fill(0xa0), ...Array(10).fill(0x20)]));
/** The loudest of 20 ms, from 0 (silence) to 7. */
const loudness = (frame) => Math.max(...frame.map((byte) => (~byte >> 4) & 7));

new WebSocketServer({ server: http, path: '/media' }).on('connection', (socket) => {
  let streamSid = '';
  let [spokenMs, silentMs, playing] = [0, 0, 0];
  const send = (message) => socket.send(JSON.stringify({ ...message, streamSid }));
  const say = (ms) => {
    playing++;
    send({ event: 'media', media: { payload: tone(ms).toString('base64') } });
    // It comes back once all of that has been played, or thrown away.
    send({ event: 'mark', mark: { name: 'said' } });
  };
  const hear = (frame) => {
    const loud = loudness(frame) >= 4;
    [spokenMs, silentMs] = loud ? [spokenMs + 20, 0] : [spokenMs, silentMs + 20];
    // Somebody speaks over it: what is queued is not to be heard.
    if (loud && playing > 0 && spokenMs > 100) send({ event: 'clear' });
    if (silentMs < 500 || spokenMs === 0) return;
    if (spokenMs > 100) say(1500);
    spokenMs = 0;
  };
  socket.on('message', (text) => {
    const { event, media, start, dtmf } = JSON.parse(text);
    if (event === 'start') {
      ({ streamSid } = start);
      setTimeout(say, 300, 800);
    } else if (event === 'mark') playing--;
    else if (event === 'dtmf' && dtmf.digit === '#') say(1000);
    else if (event === 'media') hear(Buffer.from(media.payload, 'base64'));
  });
});
http.listen(port, '127.0.0.1', () =>
  process.stdout.write(`a telephone agent at http://127.0.0.1:${http.address().port}/voice\n`),
);
