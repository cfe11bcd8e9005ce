/** What people wrote, from a file's bytes: UTF-8, with or without its mark. What is none is named as what it is, with a way out. */

import { ConfigError } from '../core/word/config_error.ts';

/** `code` of the mistake. Throws ConfigError. */
export function textOf(bytes: Uint8Array, file: string, code: string): string {
  const wide = wideName(bytes);
  if (wide !== null) {
    throw new ConfigError(`expected text in UTF-8, found ${wide}`, {
      code,
      file,
      hint: `iconv -f ${wide.startsWith('UTF-16') ? 'UTF-16' : 'UTF-32'} -t UTF-8 FILE > NEW, or “UTF-8” where your editor saves.`,
    });
  }
  const nothing = bytes.indexOf(0);
  if (nothing !== -1) {
    throw new ConfigError('expected text in UTF-8, found bytes that are no text', {
      code,
      file,
      ...placeOf(bytes, nothing),
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const at = firstBroken(bytes);
    const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    throw new ConfigError(
      `expected text in UTF-8, found the byte ${byte}: probably Latin-1 or Windows-1252`,
      {
        code,
        file,
        ...placeOf(bytes, at),
        hint: 'iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW, or “UTF-8” where your editor saves.',
      },
    );
  }
}

/** By its mark, or by the zeros that plain letters have in it. */
function wideName(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe)
    return c === 0 && d === 0 ? 'UTF-32 (little-endian)' : 'UTF-16 (little-endian)';
  if (a === 0xfe && b === 0xff) return 'UTF-16 (big-endian)';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32 (big-endian)';
  const head = bytes.subarray(0, 64);
  const zeros = [0, 0];
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] as number) + 1;
  const [even, odd] = zeros as [number, number];
  if (head.length < 4 || even + odd < head.length / 4) return null;
  if (odd > 3 * even) return 'UTF-16 (little-endian)';
  return even > 3 * odd ? 'UTF-16 (big-endian)' : null;
}

/** Index of the first byte that is no UTF-8. */
function firstBroken(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] as number;
    const length =
      lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length === 0) return at;
    for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return at;
    at += length;
  }
  return 0;
}

function placeOf(bytes: Uint8Array, at: number): { readonly line: number; readonly column: number } {
  const before = bytes.subarray(0, at);
  const lineStart = before.lastIndexOf(0x0a) + 1;
  const line = before.reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 1);
  return { line, column: new TextDecoder().decode(before.subarray(lineStart)).length + 1 };
}
