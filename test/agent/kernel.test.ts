/** The assembled kernels are their sources, assembled. */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import loadWabt from 'wabt';
import { BASE64_WASM } from '../../src/agent/protocol/base64_wasm.ts';
import { BLOCKS_WASM } from '../../src/agent/ear/quality/blocks_wasm.ts';
import { CEPSTRUM_WASM } from '../../src/agent/ear/features/cepstrum_wasm.ts';
import { DECIMATE_WASM } from '../../src/agent/ear/features/decimate_wasm.ts';
import { MEL_WASM } from '../../src/agent/ear/features/mel_wasm.ts';
import { PEAK_WASM } from '../../src/agent/ear/quality/peak_wasm.ts';
import { PROJECTION_WASM } from '../../src/agent/ear/features/projection_wasm.ts';
import { SEARCH_WASM } from '../../src/agent/ear/recognizer/search_wasm.ts';
import { SPECTRUM_WASM } from '../../src/agent/ear/features/spectrum_wasm.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../src/agent/${name}`, import.meta.url));

it.each([
  ['protocol/base64', BASE64_WASM],
  ['ear/quality/blocks', BLOCKS_WASM],
  ['ear/features/cepstrum', CEPSTRUM_WASM],
  ['ear/features/decimate', DECIMATE_WASM],
  ['ear/features/mel', MEL_WASM],
  ['ear/quality/peak', PEAK_WASM],
  ['ear/features/projection', PROJECTION_WASM],
  ['ear/recognizer/search', SEARCH_WASM],
  ['ear/features/spectrum', SPECTRUM_WASM],
])('holds %s.wat', async (name, held) => {
  const wabt = await loadWabt();
  const module = wabt.parseWat(`${name}.wat`, readFileSync(path(`${name}.wat`), 'utf8'), { simd: true });
  module.resolveNames();
  const assembled = Buffer.from(module.toBinary({}).buffer).toString('base64');
  module.destroy();
  if (process.env['UPDATE_GOLDEN'] === '1' && assembled !== held) {
    const file = path(`${name}_wasm.ts`);
    const lines = (assembled.match(/.{1,96}/g) ?? []).map((line) => `  '${line}',`);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/\[\n.*\n\]/s, () => `[\n${lines.join('\n')}\n]`),
    );
    return;
  }
  expect(held).toBe(assembled);
});
