/** What was said and heard, turn by turn, beside the timeline: it follows the playhead, and a click on a turn goes there. */

import type { TurnRecord } from '../../core/log/record.ts';
import { latencies } from '../../core/log/timing.ts';
import { bandOf } from '../../report/band.ts';
import type { Inspected } from './inspected_call.ts';
import { clock, element, type Child } from './inspector_element.ts';

export interface Transcript {
  readonly node: HTMLElement;
  /** Marks the turn that is going on at this instant. */
  readonly follow: (atMs: number) => void;
}

/** When a turn begins to be seen and heard; null: nobody knows. */
export function beginningOf({ marks }: TurnRecord): number | null {
  const instants = Object.values(marks).filter((mark) => mark !== null);
  return marks.speechStart ?? (instants.length === 0 ? null : Math.min(...instants));
}

export function transcript(
  turns: readonly TurnRecord[],
  startMs: number,
  bands: Inspected['bands'],
  words: boolean,
  seek: (atMs: number) => void,
): Transcript {
  const entries = turns.map((turn) => ({
    turn,
    fromMs: beginningOf(turn),
    node: entryOf(turn, startMs, bands, words, seek),
  }));
  const list = element(
    'ol',
    { class: 'ci-transcript', attributes: { 'aria-label': 'Transcript', tabindex: '0' } },
    ...entries.map(({ node }) => node),
  );
  let current: HTMLElement | null = null;
  const follow = (atMs: number): void => {
    const node = entries.findLast(({ fromMs }) => fromMs !== null && fromMs <= atMs)?.node ?? null;
    if (node === current) return;
    current?.removeAttribute('aria-current');
    node?.setAttribute('aria-current', 'true');
    current = node;
    // Only the column scrolls, never the page.
    if (node !== null) list.scrollTop = node.offsetTop - list.clientHeight / 3;
  };
  return { node: list, follow };
}

function entryOf(
  turn: TurnRecord,
  startMs: number,
  bands: Inspected['bands'],
  words: boolean,
  seek: (atMs: number) => void,
): HTMLLIElement {
  const atMs = beginningOf(turn);
  const goTo = element(
    'button',
    {
      class: 'ci-at',
      attributes: { type: 'button', title: 'Go to this turn' },
      on: { click: () => atMs !== null && seek(atMs) },
    },
    atMs === null ? '–' : clock(atMs - startMs),
  );
  const said = turn.transcript ?? turn.said;
  const lines: Child[] = [];
  if (said !== '') lines.push(line('ci-said', 'Caller', said));
  else if (turn.kind === 'silence') lines.push(line('ci-said', 'Caller', '(silent)'));
  for (const { name, arguments: given, outcome } of turn.tools ?? [])
    lines.push(line('ci-tool', 'Tool', `${name} ${given} → ${outcome}`));
  const heard =
    turn.heardText ?? (turn.marks.firstHeard === null ? null : words ? '(heard; no transcript)' : '(heard)');
  if (heard !== null) lines.push(line('ci-heard', 'Agent', heard));
  return element(
    'li',
    { class: turn.failure === null ? 'ci-turn' : 'ci-turn ci-trouble' },
    element(
      'p',
      { class: 'ci-turn-head' },
      goTo,
      element('span', {}, `${turn.turn + 1} · ${turn.kind}`),
      ...chipsOf(turn, bands),
    ),
    ...lines,
  );
}

function line(kind: string, who: string, text: string): HTMLElement {
  return element('p', { class: kind }, element('b', {}, `${who} `), text);
}

function chipsOf(turn: TurnRecord, bands: Inspected['bands']): readonly Child[] {
  const chips: Child[] = [];
  const { responseLatency, agentInterrupted } = latencies(turn);
  if (responseLatency !== null && turn.expectsAnswer) {
    const band = bandOf(responseLatency, bands);
    chips.push(
      element(
        'span',
        { class: `ci-chip ci-${band}`, attributes: { title: `${band} by the bands of the scenario` } },
        `${Math.round(responseLatency)} ms`,
      ),
    );
  }
  if (turn.outcome === 'unanswered' || turn.outcome === 'failed')
    chips.push(element('span', { class: 'ci-chip ci-bad' }, turn.failure ?? turn.outcome));
  if (agentInterrupted) chips.push(element('span', { class: 'ci-chip ci-warn' }, 'talked over the caller'));
  if (turn.bargeIn !== null) chips.push(element('span', { class: 'ci-chip' }, 'barge-in'));
  for (const { label, fallback } of turn.fallbacks ?? [])
    chips.push(element('span', { class: fallback === true ? 'ci-chip ci-warn' : 'ci-chip' }, label));
  return chips;
}
