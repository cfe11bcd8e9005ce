/** The assembled kernel is its source, assembled. */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import loadWabt from 'wabt';
import { SEARCH_WASM } from '../../../src/agent/ear/search_wasm.ts';

const path = (name: string): string =>
  fileURLToPath(new URL(`../../../src/agent/ear/${name}`, import.meta.url));

it('holds search.wat', async () => {
  const wabt = await loadWabt();
  const module = wabt.parseWat('search.wat', readFileSync(path('search.wat'), 'utf8'), { simd: true });
  module.resolveNames();
  const assembled = Buffer.from(module.toBinary({}).buffer).toString('base64');
  module.destroy();
  if (process.env['UPDATE_GOLDEN'] === '1' && assembled !== SEARCH_WASM) {
    const file = path('search_wasm.ts');
    const lines = (assembled.match(/.{1,96}/g) ?? []).map((line) => `  '${line}',`);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/\[\n.*\n\]/s, () => `[\n${lines.join('\n')}\n]`),
    );
    return;
  }
  expect(SEARCH_WASM).toBe(assembled);
});
