/**
 * One media stream as Twilio has it: says `connected` and `start`, numbers what it sends, wraps the caller's frames, answers marks and
 * says `stop`. The stream's time goes on with every frame that was captured; chunks and sequence numbers count what was sent. No
 * clock: what has been played is told to it.
 */

import type { Command } from '../../core/call/event.ts';
import type { AudioSkim, DialectSession, Envelope, Farewell, ReadEvent, WireText } from '../dialect.ts';
import { MediaShape } from './media_shape.ts';
import type { StreamIds } from './stream_ids.ts';
import { BINARY, CLICK, FILE_HEADER, readMessage, type Warning } from './stream_message.ts';

export const FRAME_MS = 20;

export interface StreamOptions {
  readonly ids: StreamIds;
  readonly parameters: Readonly<Record<string, string>>;
}

export function twilioStream({ ids, parameters }: StreamOptions): DialectSession {
  const { accountSid, callSid, streamSid } = ids;
  const shape = new MediaShape();
  const warned = new Set<string>();
  let sequence = 0;
  let chunk = 0;
  let streamMs = 0;
  let binary = false;
  const around = { before: '', after: `"},"streamSid":"${streamSid}"}` };

  const start = (): string =>
    JSON.stringify({
      event: 'start',
      sequenceNumber: String(++sequence),
      start: {
        accountSid,
        streamSid,
        callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: parameters,
      },
      streamSid,
    });

  const warn = ({ code, message }: Warning): readonly ReadEvent[] => {
    if (warned.has(code)) return [];
    warned.add(code);
    const reason = `${code}: ${message}`;
    return [
      { type: 'violation', reason },
      { type: 'error', code, message, fatal: null },
    ];
  };

  /** A file's header in it is yet to be warned of. */
  const clicks = (wire: WireText, { payloadStart, payloadEnd }: AudioSkim): boolean => {
    if (wire.codeAt(payloadStart) !== FILE_HEADER.charCodeAt(0) || warned.has(CLICK.code)) return false;
    if (payloadEnd - payloadStart < FILE_HEADER.length) return false;
    for (let i = 1; i < FILE_HEADER.length; i++)
      if (wire.codeAt(payloadStart + i) !== FILE_HEADER.charCodeAt(i)) return false;
    return true;
  };

  return {
    write: (command: Command): readonly string[] => {
      // The protocol has nothing else to say: who speaks when is the server's business, and so are its tools.
      if (command.type !== 'configure') return [];
      return ['{"event":"connected","protocol":"Call","version":"1.0.0"}', start()];
    },
    follows: (command) =>
      command.type === 'configure' ? [{ type: 'session', sessionId: callSid }, { type: 'ready' }] : [],
    skim: (wire: WireText): AudioSkim | null => {
      binary = wire.binary === true;
      if (binary) return null;
      const skimmed = shape.skim(wire);
      return skimmed === null || clicks(wire, skimmed) ? null : skimmed;
    },
    read: (text: string): readonly ReadEvent[] => {
      if (binary) return warn(BINARY);
      const { event, warning, payload } = readMessage(text, streamSid);
      const warnings = warning === null ? [] : warn(warning);
      if (payload !== undefined) shape.learn(text, payload);
      return event === null ? warnings : [event, ...warnings];
    },
    played: (mark) => [
      JSON.stringify({ event: 'mark', sequenceNumber: String(++sequence), streamSid, mark: { name: mark } }),
    ],
    farewell: (): Farewell => {
      const stop = { accountSid, callSid };
      const message = { event: 'stop', sequenceNumber: String(++sequence), streamSid, stop };
      return { messages: [JSON.stringify(message)] };
    },
    closeMeaning: () => null,
    envelope: (): Envelope => {
      around.before = `{"event":"media","sequenceNumber":"${++sequence}","media":{"track":"inbound","chunk":"${++chunk}","timestamp":"${streamMs}","payload":"`;
      streamMs += FRAME_MS;
      return around;
    },
    lost: () => {
      streamMs += FRAME_MS;
    },
  };
}
