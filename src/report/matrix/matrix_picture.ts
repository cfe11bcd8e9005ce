/**
 * A matrix as a picture: for each metric a panel, in it for each factor and level a dot (the difference) on a line (its interval),
 * around zero. SVG that is readable on a light page and on a dark one, and says in words what it shows. Pure.
 */

import { visible } from '../../core/word/visible.ts';
import { differenceText, intervalText, placed, type Placed } from './effect_text.ts';
import { effectName, type Effect, type Matrix } from './matrix.ts';

const WIDTH = 800;
const ROW = 24;
const TITLE = 34;
const PLOT_FROM = 270;
const PLOT_TO = 540;
const LABEL_SIGNS = 38;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .name { font-weight: 600 }
  .figure { font-size: 12px }
  .zero { stroke: #8c959f; stroke-dasharray: 3 3 }
  .range { stroke: #57606a; stroke-width: 2 }
  .dot { fill: #ffffff; stroke: #57606a; stroke-width: 2 }
  .stands .range { stroke: #0969da }
  .stands .dot { fill: #0969da; stroke: #0969da }
  .page { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .range { stroke: #8b949e }
    .dot { fill: #0d1117; stroke: #8b949e }
    .stands .range { stroke: #58a6ff }
    .stands .dot { fill: #58a6ff; stroke: #58a6ff }
    .page { fill: #0d1117 }
  }`;

export function matrixPicture(matrix: Matrix): string {
  const names = [...new Set(matrix.effects.map(effectName))];
  const panels = names.map((name) => matrix.effects.filter((one) => effectName(one) === name));
  let y = 12;
  const parts = panels.map((effects) => {
    const part = panel(effects, y);
    y += TITLE + effects.length * ROW;
    return part;
  });
  const height = y + 12;
  const stand = matrix.effects.filter(({ survives }) => survives);
  const said =
    stand.length === 0
      ? 'No effect stands after correction for how many were looked at.'
      : `These stand after correction: ${stand.map((one) => `${effectName(one)}, ${labelOf(one)}: ${differenceText(one)} ${intervalText(one)}`).join('; ')}.`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${text(`What each factor did to each metric: ${matrix.name}`)}</title>`,
    `<desc id="desc">${text(`Dots are differences from a factor’s first level, lines their 95% intervals, the dashed line is zero. ${said}`)}</desc>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function panel(effects: readonly Effect[], top: number): string {
  const [first] = effects;
  const scale = placed(effects);
  const bottom = top + TITLE + effects.length * ROW - 6;
  const zero = first === undefined ? PLOT_FROM : across(scale(first).zero);
  return [
    `<text class="name" x="16" y="${top + 20}">${text(first === undefined ? '' : effectName(first))}</text>`,
    `<line class="zero" x1="${zero}" x2="${zero}" y1="${top + TITLE - 8}" y2="${bottom}"/>`,
    ...effects.map((effect, index) => row(effect, scale(effect), top + TITLE + index * ROW + 6)),
  ].join('\n');
}

function row(effect: Effect, { dot, range }: Placed, y: number): string {
  const line =
    range === null
      ? ''
      : `<line class="range" x1="${across(range[0])}" x2="${across(range[1])}" y1="${y}" y2="${y}"/>`;
  return [
    `<g${effect.survives ? ' class="stands"' : ''}>`,
    `<text x="32" y="${y + 4}">${text(shortened(labelOf(effect)))}</text>`,
    line,
    dot === null ? '' : `<circle class="dot" cx="${across(dot)}" cy="${y}" r="5"/>`,
    `<text class="figure" x="${PLOT_TO + 16}" y="${y + 4}">${text(`${differenceText(effect)} ${intervalText(effect)}`)}</text>`,
    '</g>',
  ].join('');
}

function labelOf({ factor, from, to }: Effect): string {
  return `${factor}: ${from} → ${to}`;
}

function shortened(label: string): string {
  const signs = Array.from(label);
  return signs.length <= LABEL_SIGNS ? label : `${signs.slice(0, LABEL_SIGNS - 1).join('')}…`;
}

function across(at: number): number {
  return Math.round((PLOT_FROM + at * (PLOT_TO - PLOT_FROM)) * 10) / 10;
}

function text(words: string): string {
  return visible(words)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
