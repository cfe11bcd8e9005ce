/**
 * The call inspector: the list of the calls inside the page, and the one that is open. `#call=317` in the address opens a call,
 * and opening a call puts that there. Its keys count while nothing else of the page has the keyboard.
 */

import { factsOf } from '../../report/page/call_facts.ts';
import { madeCall } from '../../report/timeline.ts';
import type { Stretch } from './call_filter.ts';
import { CallList, type Listed } from './call_list.ts';
import { callView, type CallView } from './call_view.ts';
import { copyButton } from './copy_button.ts';
import type { Inspected, InspectedCall } from './inspected_call.ts';
import { element } from './inspector_element.ts';
import { unpackedJson } from './unpack.ts';

/** Of the page's data, what is looked at here. */
export interface InspectorData {
  readonly inspected: Inspected | null;
  /** What the indexes of a choice stand for. */
  readonly recorded?: { readonly callers: readonly string[]; readonly codes: readonly string[] } | null;
}

export interface InspectorChoice {
  readonly stretch: Stretch | null;
  readonly caller: number | null;
  readonly code: number | null;
}

export interface InspectorHooks {
  /** What is chosen in the rest of the page, now and whenever that changes: the list follows it. */
  readonly filter?: {
    readonly now: InspectorChoice;
    readonly listen: (listener: (choice: InspectorChoice) => void) => void;
  };
}

export interface MountedInspector {
  /** Shows these calls in place of those before; what was open stays open where it still is inside. */
  readonly update: (data: InspectorData) => void;
}

export function mountInspector(
  root: HTMLElement,
  first: InspectorData,
  hooks: InspectorHooks = {},
): MountedInspector {
  const inspector = new Inspector(root, first);
  const { filter } = hooks;
  if (filter !== undefined) {
    inspector.choose(filter.now);
    filter.listen((choice) => inspector.choose(choice));
  }
  const follow = (): void => {
    const id = callInAddress();
    if (id !== null) inspector.open(id);
  };
  addEventListener('hashchange', follow);
  follow();
  return { update: (data) => inspector.update(data) };
}

function callInAddress(): string | null {
  return /^#call=(\d+(?:@\d+)?)$/.exec(location.hash)?.[1] ?? null;
}

class Inspector {
  private readonly root: HTMLElement;
  private readonly list = new CallList();
  private readonly stage = element('div', { class: 'ci-stage' });
  private readonly notes = element('div', { class: 'ci-notes' });
  private readonly body: HTMLElement;
  private data: InspectorData;
  private calls: ReadonlyMap<string, Listed> = new Map();
  private view: CallView | null = null;
  private openId: string | null = null;
  private ready = false;

  constructor(root: HTMLElement, data: InspectorData) {
    this.root = root;
    this.data = data;
    this.body = element('div', { class: 'ci-body' }, this.list.node, this.stage);
    root.classList.add('ci');
    root.replaceChildren(this.notes, this.body);
    document.addEventListener('keydown', (event) => this.key(event));
    this.update(data);
  }

  update(data: InspectorData): void {
    const same = this.ready && data.inspected?.packed === this.data.inspected?.packed;
    this.data = data;
    if (!same) void this.fill();
  }

  /** Where the calls are not unpacked yet, once they are. */
  open(id: string): void {
    if (this.openId === id && this.view !== null) return;
    this.openId = id;
    if (this.ready) this.show(true, true);
  }

  choose({ stretch, caller, code }: InspectorChoice): void {
    const { callers = [], codes = [] } = this.data.recorded ?? {};
    const named = (names: readonly string[], index: number | null, kind: string): string =>
      index === null || names[index] === undefined ? '' : `${kind}${names[index]}`;
    this.list.change({ stretch, caller: named(callers, caller, 'is:'), ended: named(codes, code, 'code:') });
  }

  private async fill(): Promise<void> {
    const { inspected } = this.data;
    const first = this.calls.size === 0;
    this.ready = false;
    this.body.hidden = inspected === null || inspected.ids.length === 0;
    if (inspected === null || inspected.ids.length === 0) {
      this.calls = new Map();
      this.notes.replaceChildren(
        element(
          'p',
          { class: 'ci-note' },
          inspected === null
            ? 'There are no records at hand to show calls from: only the summary of the run was.'
            : 'No call of this run began.',
        ),
      );
      return;
    }
    const calls = (await unpackedJson(inspected.packed)) as readonly InspectedCall[];
    if (this.data.inspected !== inspected) return;
    this.calls = new Map(calls.map((call) => [call.id, listed(call)]));
    this.list.fill(inspected, [...this.calls.values()]);
    this.notes.replaceChildren(
      ...inspected.notes.map((note) => element('p', { class: 'ci-note' }, note)),
      ...more(inspected, null),
    );
    this.ready = true;
    if (this.openId !== null) this.show(false, first);
    else this.rest();
  }

  /** Nothing is open yet. */
  private rest(): void {
    this.stage.replaceChildren(
      element(
        'p',
        { class: 'ci-hint' },
        'Choose a call. ',
        ...KEYS.flatMap(([key, text]) => [element('kbd', {}, key), ` ${text}  `]),
      ),
    );
  }

  private show(focus: boolean, arrived: boolean): void {
    const { openId: id } = this;
    const { inspected } = this.data;
    if (id === null || inspected === null) return;
    this.view?.dispose();
    this.view = null;
    this.list.mark(id);
    const call = this.calls.get(id);
    if (call === undefined) {
      this.stage.replaceChildren(
        element('p', { class: 'ci-note' }, `Call ${id} is not inside this page.`),
        ...more(inspected, id),
      );
      return;
    }
    const view = callView(call, inspected);
    this.view = view;
    this.stage.replaceChildren(view.node);
    view.draw();
    if (focus) view.heading.focus({ preventScroll: true });
    // Beside the list it is in sight; below it, on a narrow page, it is not.
    if (arrived && this.stage.getBoundingClientRect().top > innerHeight * 0.6)
      this.stage.scrollIntoView({ block: 'start' });
  }

  private go(id: string | null): void {
    if (id !== null && id !== this.openId) location.hash = `call=${id}`;
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const focused = document.activeElement;
    const inside = focused !== null && this.root.contains(focused);
    if (!inside && !(focused === document.body && this.inSight())) return;
    if (
      focused instanceof HTMLInputElement ||
      focused instanceof HTMLSelectElement ||
      focused instanceof HTMLTextAreaElement
    ) {
      if (event.key === 'Escape') focused.blur();
      return;
    }
    // What has a use for a key of its own keeps it.
    if (event.key === ' ' && focused !== null && /^(BUTTON|A|SUMMARY)$/.test(focused.tagName)) return;
    if (this.act(event.key)) event.preventDefault();
  }

  private act(key: string): boolean {
    const { view, list } = this;
    switch (key) {
      case 'j':
        this.go(list.next(1));
        return true;
      case 'k':
        this.go(list.next(-1));
        return true;
      case '/':
        list.focusSearch();
        return true;
      case ' ':
        view?.toggle();
        return view !== null;
      case 'ArrowLeft':
      case 'ArrowRight':
        view?.turn(key === 'ArrowLeft' ? -1 : 1);
        return view !== null;
      case '[':
      case ']':
        view?.zoom(key === '[' ? 1 / 1.6 : 1.6);
        return view !== null;
      default:
        return false;
    }
  }

  private inSight(): boolean {
    const { top, bottom } = this.root.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  }
}

const KEYS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['/', 'search'],
  ['space', 'play'],
  ['← →', 'turn'],
  ['[ ]', 'zoom'],
] as const;

function listed(call: InspectedCall): Listed {
  const { records } = call;
  const started = records.find((record) => record.type === 'started') ?? null;
  const facts = factsOf({
    started,
    ...madeCall(
      records.filter((record) => record.type !== 'started'),
      call.call,
    ),
  });
  return {
    id: call.id,
    facts,
    axisMs: call.axisMs,
    words: `${call.reason} ${wordsOf(records)}`.toLowerCase(),
    inspected: call,
  };
}

/** Every text in the records, whatever it is the name of. */
function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value)
    .map(wordsOf)
    .filter((text) => text !== '')
    .join(' ');
}

/** How to get another call inside. */
function more({ moreCommand, ids, of }: Inspected, id: string | null): readonly HTMLElement[] {
  if (moreCommand === null || (id === null && ids.length === of)) return [];
  const command = id === null ? moreCommand : moreCommand.replaceAll('<n>', id.replace(/@.*$/, ''));
  return [
    element(
      'p',
      { class: 'ci-command' },
      'To have another call inside: ',
      element('code', {}, command),
      ' ',
      copyButton('Copy', command),
    ),
  ];
}
