/**
 * The list of the calls inside, with its filters: each choice with how many calls it would leave. A call's line is a link that
 * opens exactly this call.
 */

import { bandOf } from '../../report/band.ts';
import {
  choicesOf,
  noFilter,
  passes,
  type CallFilter,
  type Choosable,
  type ListedCall,
} from './call_filter.ts';
import { ordered, type Order } from './call_order.ts';
import type { Inspected, InspectedCall } from './inspected_call.ts';
import { element } from './inspector_element.ts';

export interface Listed extends ListedCall {
  readonly inspected: InspectedCall;
}

const BY: Readonly<Record<Choosable, string>> = {
  caller: 'Caller',
  ended: 'End',
  expected: 'Expectation',
  fault: 'Fault',
};

const ORDERS: Readonly<Record<Order, string>> = {
  given: 'as they were chosen',
  trouble: 'trouble first',
  slowest: 'slowest first',
};

export class CallList {
  readonly node: HTMLElement;
  private readonly search: HTMLInputElement;
  private readonly selects: Readonly<Record<Choosable, HTMLSelectElement>>;
  private readonly list = element('ul', { class: 'ci-calls' });
  private readonly counts = element('p', { class: 'ci-counts', attributes: { role: 'status' } });
  private readonly clear: HTMLButtonElement;
  private calls: readonly Listed[] = [];
  private inspected: Inspected | null = null;
  private filter: CallFilter = noFilter;
  private readonly order: HTMLSelectElement;
  private open: string | null = null;

  constructor() {
    this.search = element('input', {
      attributes: {
        type: 'search',
        placeholder: 'words, or #317',
        'aria-label': 'Search in the calls',
        'aria-keyshortcuts': '/',
      },
      on: { input: () => this.change({ words: this.search.value }) },
    });
    const select = (by: Choosable): HTMLSelectElement => {
      const made = element('select', {
        attributes: { 'aria-label': BY[by] },
        on: { change: () => this.change({ [by]: made.value }) },
      });
      return made;
    };
    this.selects = {
      caller: select('caller'),
      ended: select('ended'),
      expected: select('expected'),
      fault: select('fault'),
    };
    this.order = element(
      'select',
      { attributes: { 'aria-label': 'Order' }, on: { change: () => this.draw() } },
      ...Object.entries(ORDERS).map(([value, text]) => element('option', { attributes: { value } }, text)),
    );
    this.clear = element(
      'button',
      { attributes: { type: 'button' }, on: { click: () => this.reset() } },
      'Show all',
    );
    this.node = element(
      'div',
      { class: 'ci-list' },
      element(
        'div',
        { class: 'ci-filters', attributes: { role: 'search', 'aria-label': 'Filter the calls' } },
        this.search,
        ...Object.values(this.selects),
        this.order,
      ),
      element('div', { class: 'ci-count-line' }, this.counts, this.clear),
      this.list,
    );
  }

  fill(inspected: Inspected, calls: readonly Listed[]): void {
    this.inspected = inspected;
    this.calls = calls;
    const [given] = this.order.options;
    if (given !== undefined && inspected.of === calls.length) given.textContent = 'by number';
    this.draw();
  }

  change(part: Partial<CallFilter>): void {
    this.filter = { ...this.filter, ...part };
    this.draw();
  }

  mark(id: string | null): void {
    this.open = id;
    for (const link of this.list.querySelectorAll('a')) {
      if (link.dataset['id'] !== id) link.removeAttribute('aria-current');
      else {
        link.setAttribute('aria-current', 'true');
        const item = link.parentElement as HTMLElement;
        const above = item.offsetTop - this.list.offsetTop;
        if (
          above < this.list.scrollTop ||
          above + item.offsetHeight > this.list.scrollTop + this.list.clientHeight
        )
          this.list.scrollTop = above - this.list.clientHeight / 3;
      }
    }
  }

  focusSearch(): void {
    this.search.focus();
    this.search.select();
  }

  /** The one so many places further down of those shown; of none open, the first. */
  next(step: 1 | -1): string | null {
    const shown = this.shown;
    const at = shown.findIndex(({ id }) => id === this.open);
    const next = at === -1 ? shown[0] : shown[Math.min(shown.length - 1, Math.max(0, at + step))];
    return next?.id ?? null;
  }

  private get shown(): readonly Listed[] {
    const shown = this.calls.filter((call) => passes(call, this.filter));
    return ordered(shown, this.order.value as Order);
  }

  private reset(): void {
    this.search.value = '';
    this.filter = noFilter;
    this.draw();
    this.search.focus();
  }

  private draw(): void {
    const { inspected, filter, calls, shown } = this;
    if (inspected === null) return;
    for (const by of ['caller', 'ended', 'expected', 'fault'] as const) {
      const choices = choicesOf(calls, filter, by, inspected.expectations);
      const select = this.selects[by];
      select.replaceChildren(
        ...choices.map(({ value, text, count }) =>
          element(
            'option',
            { attributes: { value } },
            `${text.length > 60 ? `${text.slice(0, 59)}…` : text} (${count})`,
          ),
        ),
      );
      select.value = filter[by];
      select.disabled = choices.length < 2;
    }
    const inside =
      inspected.of === calls.length
        ? `${calls.length} calls`
        : `${calls.length} calls inside, of ${inspected.of}`;
    this.counts.textContent = shown.length === calls.length ? inside : `${shown.length} of ${inside}`;
    if (filter.stretch !== null) this.counts.textContent += ', in the chosen stretch';
    this.clear.hidden = shown.length === calls.length;
    this.list.replaceChildren(
      ...(shown.length === 0
        ? [element('li', { class: 'ci-none' }, 'No call is left by these filters.')]
        : shown.map((call) => this.line(call, inspected))),
    );
    this.mark(this.open);
  }

  private line({ id, facts, inspected }: Listed, { bands }: Inspected): HTMLLIElement {
    const { outcome, code, slowestMs, unmet, faults, caller, turns } = facts;
    const ended = outcome === 'completed' && code === null ? 'good' : 'bad';
    const marks = [
      slowestMs === null
        ? null
        : element(
            'span',
            { class: `ci-chip ci-${bandOf(slowestMs, bands)}`, attributes: { title: 'slowest answer' } },
            `${Math.round(slowestMs)} ms`,
          ),
      unmet.length === 0 ? null : element('span', { class: 'ci-chip ci-bad' }, `${unmet.length} not met`),
      ...faults.slice(0, 3).map((fault) => element('span', { class: 'ci-chip ci-warn' }, fault)),
    ];
    return element(
      'li',
      {},
      element(
        'a',
        { attributes: { href: `#call=${id}`, 'data-id': id } },
        element(
          'span',
          { class: 'ci-line' },
          element('b', {}, `#${id}`),
          element('span', { class: 'ci-caller' }, caller ?? 'unknown caller'),
          element('span', { class: `ci-end ci-end-${ended}` }, code ?? outcome),
        ),
        element(
          'span',
          { class: 'ci-line' },
          element('span', { class: 'ci-soft' }, turns === 1 ? '1 turn' : `${turns} turns`),
          ...marks,
        ),
        inspected.reason === '' ? null : element('span', { class: 'ci-soft' }, inspected.reason),
      ),
    );
  }
}
