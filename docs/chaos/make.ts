/**
 * Makes the pictures of docs/chaos.md with `callstorm hear` itself, and keeps no WAV. After a change of an impairment, of a noise or
 * of the picture:
 *
 *   npx tsx docs/chaos/make.ts
 */

import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hearCommand } from '../../src/cli/hear.ts';

/** Each picture's name, and what is heard in it. */
const pictures: readonly (readonly [name: string, ...args: string[]])[] = [
  ['babble', 'rms/order-status', '--impair', 'noise=babble@5dB'],
  ['street', 'rms/order-status', '--impair', 'noise=street@5dB'],
  ['keyboard', 'rms/order-status', '--impair', 'noise=keyboard@10dB'],
  ['clip', 'rms/order-status', '--impair', 'clip=18dB'],
  ['quiet', 'rms/order-status', '--impair', 'noise=pink@15dB', '--impair', 'gain=-25dB'],
  ['telephone', 'rms/order-status', '--impair', 'noise=car@10dB', '--format', 'g711_ulaw'],
];

const folder = await mkdtemp(join(tmpdir(), 'callstorm-pictures-'));
const io = {
  out: (): void => undefined,
  err: (text: string): void => void process.stderr.write(text),
  isTTY: false,
  columns: 100,
  env: {},
  cwd: folder,
};
try {
  for (const [name, ...args] of pictures) {
    await hearCommand(io).parseAsync([...args, '-o', `${name}.wav`], { from: 'user' });
    const svg = fileURLToPath(new URL(`${name}.svg`, import.meta.url));
    await copyFile(join(folder, `${name}.svg`), svg);
  }
} finally {
  await rm(folder, { recursive: true });
}
