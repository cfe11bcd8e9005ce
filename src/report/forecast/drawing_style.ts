/** The colours of a forecast’s drawings, light and dark: for a page, and for a file of its own. Pure. */

import { escapedText } from '../page/hypertext.ts';

const LIGHT = `--fan: #2f6fd0; --fan-line: #17408a; --grid: #d5d9e0; --word: #3f4652; --node: #8b93a1;
  --m0: #4a78d6; --m1: #d0731f; --m2: #2f9e7f; --m3: #a154b8; --m4: #c23b5a; --m5: #8a8d2a; --m6: #4797b8; --m7: #8b8f99;`;
const DARK = `--fan: #5b94ee; --fan-line: #b6d0ff; --grid: #3a404b; --word: #c3cad6; --node: #7b8494;
  --m0: #7aa2f0; --m1: #ec9a52; --m2: #56c3a4; --m3: #c58ad8; --m4: #e77390; --m5: #bcbf5a; --m6: #74bcd9; --m7: #a9aeb9;`;

export const PART_COLOURS = 8;

const SHAPES = `
svg .band { fill: var(--fan); stroke: none; opacity: .22; }
svg .median { fill: none; stroke: var(--fan-line); stroke-width: 2; }
svg .grid { stroke: var(--grid); stroke-width: 1; }
svg .word { fill: var(--word); font: 12px system-ui, sans-serif; }
svg .node { fill: var(--node); }
svg .flow { opacity: .45; }
${Array.from({ length: PART_COLOURS }, (_, at) => `svg .m${at} { fill: var(--m${at}); }`).join('\n')}
`;

/** After a page’s own style. */
export const DRAWING_STYLE = `
:root { ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
${SHAPES}
.drawing { overflow-x: auto; margin: .6rem 0; }
.drawing svg { width: 100%; min-width: 34rem; max-width: 56rem; height: auto; }
.notes { font-size: .9rem; }
td.note { white-space: normal; min-width: 14rem; }
`;

/** A drawing as a file. */
export function drawingFile(title: string, width: number, height: number, inside: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapedText(title)}</title>`,
    `<style>svg { ${LIGHT} --paper: #ffffff; }\n@media (prefers-color-scheme: dark) { svg { ${DARK} --paper: #15181d; } }${SHAPES}svg .paper { fill: var(--paper); }</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...inside,
    '</svg>',
    '',
  ].join('\n');
}

/** The same within a page. */
export function drawingIn(title: string, width: number, height: number, inside: readonly string[]): string {
  const told = escapedText(title);
  return `<div class="drawing" tabindex="0" role="region" aria-label="${told}"><svg role="img" viewBox="0 0 ${width} ${height}"><title>${told}</title>${inside.join('')}</svg></div>`;
}
