/**
 * What was said in a real session, as a file of lines of JSON: `{"from":"agent","text":"…"}`, `{"from":"agent","base64":"…"}` for a
 * binary message, and the same from `caller`. More keys (when it came) may stand beside. Every mistake is told with its line.
 */

import { ConfigError } from '../../core/word/config_error.ts';
import { readRegularText } from '../../disk/read_regular.ts';
import { unreadReasonOf } from '../../disk/disk_trouble.ts';

export interface RecordedMessage {
  readonly from: 'agent' | 'caller';
  readonly message: string | Uint8Array;
}

const CODE = 'recorded_session';
const SHAPE = '{"from":"agent","text":"…"} or {"from":"agent","base64":"…"}, or the same from the caller';

/** `shown`: as the user named it. Throws ConfigError. */
export async function readRecorded(path: string, shown: string): Promise<readonly RecordedMessage[]> {
  let text: string;
  try {
    text = await readRegularText(path);
  } catch (error) {
    throw new ConfigError(`expected a recorded session, found none (${unreadReasonOf(error)})`, {
      code: CODE,
      file: shown,
    });
  }
  const messages = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const message = messageIn(line);
    if (message !== null) return [message];
    throw new ConfigError(`expected ${SHAPE}`, { code: CODE, file: shown, line: index + 1 });
  });
  if (messages.some(({ from }) => from === 'agent')) return messages;
  throw new ConfigError('expected messages from the agent, found none', { code: CODE, file: shown });
}

function messageIn(line: string): RecordedMessage | null {
  let said: unknown;
  try {
    said = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof said !== 'object' || said === null) return null;
  const { from, text, base64 } = said as Readonly<Record<string, unknown>>;
  if (from !== 'agent' && from !== 'caller') return null;
  if (typeof text === 'string') return { from, message: text };
  return typeof base64 === 'string'
    ? { from, message: Uint8Array.from(Buffer.from(base64, 'base64')) }
    : null;
}
