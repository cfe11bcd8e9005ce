/**
 * Kubernetes' objects as YAML, one document each, with a word on what is not as one sees it elsewhere. Read by a parser of YAML 1.1 or
 * 1.2 it is the same.
 */

import { Document, isMap, isScalar, type Node } from 'yaml';

/** How the word above a manifest begins. */
export const WRITTEN_BY = 'Written by callstorm manifest';

/** By its beginning: one that was written here, and may be written again. */
export function isManifest(beginning: string): boolean {
  return beginning.startsWith(`# ${WRITTEN_BY} `);
}

export interface Remark {
  /** Of the entry that it stands above. */
  readonly path: readonly string[];
  readonly text: string;
}

export function documentText(
  object: Readonly<Record<string, unknown>>,
  above: string,
  remarks: readonly Remark[] = [],
): string {
  const document = new Document(object, { version: '1.1', aliasDuplicateObjects: false });
  if (above !== '') document.commentBefore = commented(above);
  for (const { path, text } of remarks) remark(document.contents, path, text);
  return document.toString({ lineWidth: 0 });
}

export function manifestText(documents: readonly string[]): string {
  return documents.join('---\n');
}

function remark(node: Node | null, path: readonly string[], text: string): void {
  const [name, ...rest] = path;
  if (!isMap(node)) return;
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === name);
  if (pair === undefined) return;
  if (rest.length > 0) remark(pair.value as Node | null, rest, text);
  else if (isScalar(pair.key)) pair.key.commentBefore = commented(text);
}

function commented(text: string): string {
  return text
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n');
}
