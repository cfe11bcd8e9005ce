/**
 * Says what of the run is chosen and what that comes to, and is where it is chosen without a mouse: a stretch in seconds, a caller, a
 * code. It stays in sight while its reader goes through the parts that follow it.
 */

import { count, ms, seconds } from '../report/figure.ts';
import { latenciesOf, pick } from '../report/page/picked.ts';
import { percentile } from '../report/statistics.ts';
import { everything, isEverything, type Choice, type Chosen } from './choice.ts';
import type { PageData } from './page_data.ts';

export interface ChosenBar {
  readonly update: (data: PageData) => void;
}

export function chosenBar(
  root: HTMLElement,
  first: PageData,
  chosen: Chosen,
  charts: { readonly zoomToChosen: () => void; readonly showAll: () => void },
): ChosenBar {
  let data = first;
  const caller = choiceOf('Caller', 'all callers');
  const code = choiceOf('Code', 'all codes');
  const from = instant('From, s');
  const until = instant('to, s');
  const told = document.createElement('output');
  told.id = 'chosen';
  const zoom = button('Zoom to it', charts.zoomToChosen);
  const all = button('Whole run', () => {
    charts.showAll();
    chosen.change(everything);
  });
  caller.field.onchange = () => chosen.change({ caller: placeIn(caller.field) });
  code.field.onchange = () => chosen.change({ code: placeIn(code.field) });
  /** As it is written: without one end it goes to that of the run. */
  const written = (): Choice['stretch'] => {
    const [start, end] = [from.field.valueAsNumber, until.field.valueAsNumber];
    if (Number.isNaN(start) && Number.isNaN(end)) return null;
    const fromMs = Number.isNaN(start) ? 0 : start * 1000;
    const untilMs = Number.isNaN(end) ? (data.recorded?.durationMs ?? 0) : end * 1000;
    return untilMs > fromMs ? { fromMs, untilMs } : null;
  };
  const stretch = (): void => chosen.change({ stretch: written() });
  from.field.onchange = stretch;
  until.field.onchange = stretch;
  root.replaceChildren(from.label, until.label, caller.label, code.label, zoom, all, told);

  const show = (choice: Choice): void => {
    root.hidden = data.recorded === null;
    told.textContent = textOf(data, choice);
    zoom.disabled = choice.stretch === null;
    all.disabled = isEverything(choice);
    caller.field.value = String(choice.caller ?? '');
    code.field.value = String(choice.code ?? '');
    const inS = (atMs: number | undefined): string =>
      atMs === undefined ? '' : String(Math.round(atMs / 10) / 100);
    // Whoever is writing goes on with what they wrote.
    const own = written();
    if (own?.fromMs === choice.stretch?.fromMs && own?.untilMs === choice.stretch?.untilMs) return;
    from.field.value = inS(choice.stretch?.fromMs);
    until.field.value = inS(choice.stretch?.untilMs);
  };
  const update = (next: PageData): void => {
    data = next;
    caller.offer(data.recorded?.callers ?? []);
    code.offer(data.recorded?.codes ?? []);
    show(chosen.now);
  };
  chosen.listen(show);
  update(first);
  return { update };
}

/** What the choice comes to, in a line. */
export function textOf({ recorded }: Pick<PageData, 'recorded'>, choice: Choice): string {
  if (recorded === null) return '';
  if (isEverything(choice)) return 'The whole run. Drag over a chart, or choose here.';
  const picked = pick(recorded, choice);
  const { sorted, lost } = latenciesOf(picked);
  const failed = picked.calls.filter((place) => picked.columns.calls.outcome[place] === 1).length;
  const { held } = recorded;
  return [
    ...(choice.stretch === null
      ? []
      : [`${seconds(choice.stretch.fromMs / 1000)} to ${seconds(choice.stretch.untilMs / 1000)}`]),
    `${count(picked.calls.length)} calls, ${count(failed)} failed`,
    `${count(picked.turns.length)} turns, ${count(lost)} unanswered`,
    `p50 ${ms(percentile(sorted, 50))}, p95 ${ms(percentile(sorted, 95))} (n=${count(sorted.length)})`,
    ...(held.turns < held.ofTurns
      ? [`of a sample of ${count(held.turns)} of ${count(held.ofTurns)} turns`]
      : []),
  ].join(' · ');
}

function choiceOf(name: string, all: string) {
  const field = document.createElement('select');
  const label = labelled(name, field);
  let offered = '';
  const offer = (words: readonly string[]): void => {
    const key = words.join('\n');
    if (key === offered && field.options.length > 0) return;
    offered = key;
    field.replaceChildren(
      new Option(all, ''),
      ...words.map((word, place) => new Option(word, String(place))),
    );
    label.hidden = words.length === 0;
  };
  return { field, label, offer };
}

function instant(name: string) {
  const field = document.createElement('input');
  field.type = 'number';
  field.min = '0';
  field.step = 'any';
  return { field, label: labelled(name, field) };
}

function labelled(name: string, field: HTMLElement): HTMLLabelElement {
  const label = document.createElement('label');
  label.append(`${name} `, field);
  return label;
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.onclick = act;
  return made;
}

function placeIn({ value }: HTMLSelectElement): number | null {
  return value === '' ? null : Number(value);
}
