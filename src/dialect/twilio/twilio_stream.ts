/**
 * One media stream as Twilio has it: says `connected` and `start`, numbers what it sends, wraps the caller's frames, answers marks and
 * says `stop`. The stream's time goes on with every frame that was captured; chunks and sequence numbers count what was sent. No
 * clock: what has been played is told to it.
 */

import type { Command } from '../../core/call/event.ts';
import type { AudioSkim, DialectSession, Envelope, Farewell, ReadEvent, WireText } from '../dialect.ts';
import { twilio, type CallMessage, type Carrier } from './carrier.ts';
import { MediaShape } from './media_shape.ts';
import type { StreamIds } from './stream_ids.ts';
import { BINARY, CLICK, FILE_HEADER, readMessage, type Warning } from './stream_message.ts';

type Told = CallMessage extends infer Each ? (Each extends unknown ? Omit<Each, 'sequence'> : never) : never;

export interface StreamOptions {
  /** As Twilio gives them. */
  readonly ids: StreamIds;
  /** Default: Twilio. */
  readonly carrier?: Carrier;
  readonly parameters: Readonly<Record<string, string>>;
}

export function twilioStream({ ids: given, parameters, carrier = twilio }: StreamOptions): DialectSession {
  const { frameMs } = carrier;
  const ids = carrier.ids(given);
  const { callSid } = ids;
  const shape = new MediaShape();
  const warned = new Set<string>();
  let sequence = 0;
  let chunk = 0;
  let streamMs = 0;
  let binary = false;
  let passed: Readonly<Record<string, string>> = {};
  const around = { before: '', after: carrier.mediaTail(ids) };

  const tell = (message: Told): readonly string[] => {
    // What is told first has no number.
    if (message.event !== 'connected') sequence++;
    const written = carrier.tells({ ...message, sequence }, ids);
    return written === null ? [] : [JSON.stringify(written)];
  };

  const warn = ({ code: given, message }: Warning): readonly ReadEvent[] => {
    const code = carrier.warning(given);
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
    if (wire.codeAt(payloadStart) !== FILE_HEADER.charCodeAt(0) || warned.has(carrier.warning(CLICK.code)))
      return false;
    if (payloadEnd - payloadStart < FILE_HEADER.length) return false;
    for (let i = 1; i < FILE_HEADER.length; i++)
      if (wire.codeAt(payloadStart + i) !== FILE_HEADER.charCodeAt(i)) return false;
    return true;
  };

  return {
    write: (command: Command): readonly string[] => {
      // The protocol has nothing else to say: who speaks when is the server's business, and so are its tools.
      if (command.type !== 'configure') return [];
      return [
        ...tell({ event: 'connected' }),
        ...tell({ event: 'start', parameters: { ...passed, ...parameters } }),
      ];
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
      const { event, warning, payload } = readMessage(text, ids, carrier);
      const warnings = warning === null ? [] : warn(warning);
      if (payload !== undefined) shape.learn(text, payload);
      return event === null ? warnings : [event, ...warnings];
    },
    passOn: (learned) => {
      passed = learned;
    },
    press: (digit) => tell({ event: 'dtmf', digit }),
    played: (name) => tell({ event: 'mark', name }),
    farewell: (): Farewell => ({ messages: tell({ event: 'stop' }) }),
    closeMeaning: () => null,
    envelope: (): Envelope => {
      around.before = carrier.mediaHead(++sequence, ++chunk, streamMs, ids);
      streamMs += frameMs;
      return around;
    },
    lost: () => {
      streamMs += frameMs;
    },
  };
}
