/** A mistyped manifest: the server refuses it before anything runs. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE } from './nodes.ts';
import { SHARDS } from './sharded_job.ts';
import type { Stage } from './stage.ts';

export async function refusedPart(stage: Stage): Promise<void> {
  stage.title('A mistyped manifest is refused');
  const { folder, target } = stage.parts;
  stage.show(
    `callstorm manifest storm.yaml --shards ${SHARDS} --image ${IMAGE} --run-id mistyped --name mistyped --target ${target} --out right.yaml 2>/dev/null`,
  );
  const right = readFileSync(join(folder, 'right.yaml'), 'utf8');
  const mistyped = right.replace('backoffLimitPerIndex:', 'backofLimitPerIndex:');
  writeFileSync(join(folder, 'mistyped.yaml'), mistyped);
  stage.show('diff right.yaml mistyped.yaml');
  const made = stage.show('kubectl create --dry-run=server --validate=strict -f mistyped.yaml');
  stage.holds(
    'the server names the field that it does not know',
    mistyped !== right && made.code !== 0 && made.text.includes('backofLimitPerIndex'),
  );
  const dry = stage.show('kubectl create --dry-run=server --validate=strict -f right.yaml');
  stage.holds('and takes the manifest as it was written', dry.code === 0);
}
