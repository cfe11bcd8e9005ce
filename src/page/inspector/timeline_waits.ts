/** Between the lanes: what was waited for, from whom it came to where it was heard, with its number and its parts. */

import { bandOf } from '../../report/band.ts';
import type { Inspected } from './inspected_call.ts';
import { drawn } from './inspector_element.ts';
import type { Wait } from './lanes.ts';

/** From instants to pixels. */
export interface TimeScale {
  readonly width: number;
  readonly x: (atMs: number) => number;
  readonly seen: (fromMs: number, toMs: number) => boolean;
}

/** Where the room between the lanes begins, where the agent's lane does, and how high a lane is. */
export interface WaitRows {
  readonly gap: number;
  readonly agent: number;
  readonly lane: number;
}

export function drawnWaits(
  waits: readonly Wait[],
  scale: TimeScale,
  rows: WaitRows,
  bands: Inspected['bands'],
): readonly SVGElement[] {
  const { gap, agent, lane } = rows;
  const parts: SVGElement[] = [];
  let free = 0;
  for (const wait of waits) {
    if (!scale.seen(wait.fromMs, wait.toMs)) continue;
    const [x1, x2] = [scale.x(wait.fromMs), scale.x(wait.toMs)];
    const kind = wait.ms === null ? 'bad' : wait.kind === 'answer' ? bandOf(wait.ms, bands) : wait.kind;
    const text =
      wait.ms === null ? 'no answer' : `${wait.kind === 'yield' ? 'yields ' : ''}${Math.round(wait.ms)} ms`;
    const told = [
      `${NAMES[wait.kind]}: ${text}`,
      ...wait.parts.map(({ name, ms }) => `${name} ${Math.round(ms)} ms`),
    ].join('\n');
    const group = drawn('g', { class: `ci-wait ci-${kind}` }, drawn('title', {}, told));
    const shade =
      wait.kind === 'yield' ? `M${x1} ${gap}L${x2} ${agent}` : `M${x1} ${gap}V${agent}H${x2}V${gap}Z`;
    group.append(
      drawn('path', { class: 'ci-shade', attributes: { d: shade } }),
      drawn('path', {
        class: 'ci-span',
        attributes: {
          d: `M${x1} ${gap - lane / 2}V${gap + 30}M${x2} ${gap + 22}V${agent + lane / 2}M${x1} ${gap + 26}H${x2}`,
        },
      }),
    );
    let x = x1;
    for (const [index, { ms, name }] of wait.parts.entries()) {
      const width = (ms / (wait.toMs - wait.fromMs)) * (x2 - x1);
      if (width > 0.5)
        group.append(
          drawn(
            'rect',
            {
              class: `ci-part ci-part-${index}`,
              attributes: { x: `${x}`, y: `${gap + 32}`, width: `${width}`, height: '8' },
            },
            drawn('title', {}, `${name}: ${Math.round(ms)} ms`),
          ),
        );
      x += Math.max(0, width);
    }
    const width = text.length * 6.6;
    const at = Math.min(scale.width - width, Math.max(0, (x1 + x2 - width) / 2));
    if (at >= free) {
      group.append(
        drawn('text', { class: 'ci-wait-text', attributes: { x: `${at}`, y: `${gap + 18}` } }, text),
      );
      free = at + width + 6;
    }
    parts.push(group);
  }
  return parts;
}

const NAMES: Readonly<Record<Wait['kind'], string>> = {
  answer: 'from the end of the caller’s speech to the answer’s first sound',
  greeting: 'from the session’s readiness to the greeting',
  reprompt: 'from the beginning of the silence to the re-prompt',
  yield: 'from the barge-in to the agent’s silence',
  missing: 'from the end of the caller’s speech',
};
