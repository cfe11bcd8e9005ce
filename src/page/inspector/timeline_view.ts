/**
 * A call on the heard clock: the caller's lane and the agent's, the waits between them, the events of the wire, and what struck.
 * Drawn as SVG with the colours of the page, so that it prints and follows the theme; what it shows, the table of happenings says
 * in words. Zooms, and tells when somebody points at an instant.
 */

import type { Happening } from './happenings.ts';
import type { InspectedSound, Inspected } from './inspected_call.ts';
import { clock, drawn } from './inspector_element.ts';
import type { Block, Lanes, Wait } from './lanes.ts';
import { pointable } from './timeline_pointer.ts';
import { drawnWaits, type TimeScale } from './timeline_waits.ts';
import { fromBase64 } from './unpack.ts';
import { columnsOf, wavePath } from './wave_path.ts';

export interface TimelineContent {
  readonly lanes: Lanes;
  readonly waits: readonly Wait[];
  readonly happenings: readonly Happening[];
  readonly sound: InspectedSound | null;
  readonly bands: Inspected['bands'];
  /** Instant 0 of the ruler. */
  readonly startMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

const RULER = 18;
const LANE = 56;
const WAITS = 46;
const ROW = 30;
const CALLER = RULER;
const GAP = CALLER + LANE;
const AGENT = GAP + WAITS;
const WIRE = AGENT + LANE + 4;
const FAULTS = WIRE + ROW;
const HEIGHT = FAULTS + ROW;
const MOST_ZOOM = 200;

export class Timeline {
  readonly node: SVGSVGElement;
  private readonly content: TimelineContent;
  private readonly playhead = drawn('line', {
    class: 'ci-playhead',
    attributes: { y1: '0', y2: `${HEIGHT}` },
  });
  private readonly peaks: { readonly caller: Uint8Array; readonly agent: Uint8Array } | null;
  private fromMs: number;
  private toMs: number;
  private width = 0;
  private atMs: number;

  constructor(content: TimelineContent, label: string, pointed: (atMs: number) => void) {
    this.content = content;
    this.fromMs = content.fromMs;
    this.toMs = content.toMs;
    this.atMs = content.fromMs;
    const { sound } = content;
    this.peaks =
      sound === null ? null : { caller: fromBase64(sound.callerPeaks), agent: fromBase64(sound.agentPeaks) };
    this.node = drawn('svg', {
      class: 'ci-timeline',
      attributes: { role: 'img', 'aria-label': label, height: `${HEIGHT}` },
    });
    pointable(this.node, {
      shown: () => ({ fromMs: this.fromMs, toMs: this.toMs }),
      show: (fromMs, toMs) => this.show(fromMs, toMs),
      zoom: (factor, aroundMs) => this.zoom(factor, aroundMs),
      pointed,
    });
  }

  /** Draws it anew, as wide as there is room. */
  draw(): void {
    this.width = Math.max(240, Math.floor(this.node.getBoundingClientRect().width));
    this.node.setAttribute('viewBox', `0 0 ${this.width} ${HEIGHT}`);
    const { lanes, waits } = this.content;
    this.node.replaceChildren(
      ...this.ruler(),
      ...this.lane(lanes.caller, this.peaks?.caller ?? null, CALLER, 'caller'),
      ...this.lane(lanes.agent, this.peaks?.agent ?? null, AGENT, 'agent'),
      ...drawnWaits(waits, this.scale(), { gap: GAP, agent: AGENT, lane: LANE }, this.content.bands),
      ...this.wire(),
      ...this.faults(),
      this.name('caller', CALLER + 12),
      this.name('agent', AGENT + 12),
      this.playhead,
    );
    this.place();
  }

  /** A playhead that leaves what is shown takes it along. */
  point(atMs: number): void {
    this.atMs = atMs;
    this.place();
    const span = this.toMs - this.fromMs;
    if (!this.seen(atMs, atMs)) this.show(atMs - span * 0.1, atMs + span * 0.9);
  }

  private place(): void {
    const x = `${this.x(this.atMs)}`;
    this.playhead.setAttribute('x1', x);
    this.playhead.setAttribute('x2', x);
  }

  /** By this factor, with the instant in its place; over 1: closer. */
  zoom(
    factor: number,
    aroundMs = this.atMs >= this.fromMs && this.atMs <= this.toMs ? this.atMs : (this.fromMs + this.toMs) / 2,
  ): void {
    this.show(aroundMs - (aroundMs - this.fromMs) / factor, aroundMs + (this.toMs - aroundMs) / factor);
  }

  all(): void {
    this.show(this.content.fromMs, this.content.toMs);
  }

  private show(fromMs: number, toMs: number): void {
    const { content } = this;
    const whole = content.toMs - content.fromMs;
    const span = Math.min(whole, Math.max(whole / MOST_ZOOM, toMs - fromMs));
    this.fromMs = Math.min(Math.max(content.fromMs, fromMs), content.toMs - span);
    this.toMs = this.fromMs + span;
    this.draw();
  }

  private scale(): TimeScale {
    return { width: this.width, x: (atMs) => this.x(atMs), seen: (fromMs, toMs) => this.seen(fromMs, toMs) };
  }

  private x(atMs: number): number {
    return ((atMs - this.fromMs) / (this.toMs - this.fromMs)) * this.width;
  }

  private seen(fromMs: number, toMs: number): boolean {
    return toMs >= this.fromMs && fromMs <= this.toMs;
  }

  private name(text: string, y: number): SVGElement {
    return drawn(
      'text',
      { class: `ci-lane-name ci-of-${text}`, attributes: { x: '4', y: `${y}` } },
      text === 'caller' ? 'Caller' : 'Agent',
    );
  }

  private ruler(): readonly SVGElement[] {
    const { startMs } = this.content;
    const step = stepFor(((this.toMs - this.fromMs) / this.width) * 80);
    const marks: SVGElement[] = [];
    for (let ms = Math.ceil((this.fromMs - startMs) / step) * step; ms <= this.toMs - startMs; ms += step) {
      const x = this.x(startMs + ms);
      marks.push(
        drawn('line', {
          class: 'ci-grid',
          attributes: { x1: `${x}`, x2: `${x}`, y1: `${RULER - 5}`, y2: `${HEIGHT}` },
        }),
        drawn(
          'text',
          { class: 'ci-tick', attributes: { x: `${x + 3}`, y: '11' } },
          step < 100 ? `${(ms / 1000).toFixed(2)} s` : clock(ms),
        ),
      );
    }
    return marks;
  }

  private lane(
    blocks: readonly Block[],
    peaks: Uint8Array | null,
    top: number,
    who: 'caller' | 'agent',
  ): readonly SVGElement[] {
    const middle = top + LANE / 2;
    const parts: SVGElement[] = [
      drawn('line', {
        class: 'ci-base',
        attributes: { x1: '0', x2: `${this.width}`, y1: `${middle}`, y2: `${middle}` },
      }),
    ];
    const { sound } = this.content;
    for (const { fromMs, toMs, turn, murmur } of blocks) {
      if (!this.seen(fromMs, toMs)) continue;
      const x = this.x(fromMs);
      const kind = murmur ? 'ci-murmur' : peaks === null ? 'ci-block' : 'ci-extent';
      const half = murmur ? 8 : LANE / 2 - 4;
      const tip = `${who}, turn ${turn + 1}${murmur ? ' (asks for nothing)' : ''}: ${clock(fromMs - this.content.startMs)} to ${clock(toMs - this.content.startMs)}`;
      parts.push(
        drawn(
          'rect',
          {
            class: `${kind} ci-of-${who}`,
            attributes: {
              x: `${x}`,
              y: `${middle - half}`,
              width: `${Math.max(1.5, this.x(toMs) - x)}`,
              height: `${half * 2}`,
              rx: '3',
            },
          },
          drawn('title', {}, tip),
        ),
      );
    }
    if (peaks !== null && sound !== null) {
      const from = Math.max(this.fromMs, sound.originMs);
      const to = Math.min(this.toMs, sound.originMs + sound.durationMs);
      if (to > from) {
        const left = this.x(from);
        const columns = Math.max(1, Math.round(this.x(to) - left));
        const levels = columnsOf(peaks, sound.peaksPerSecond, sound.originMs, from, to, columns);
        parts.push(
          drawn('path', {
            class: `ci-wave ci-of-${who}`,
            attributes: {
              d: wavePath(levels, middle, LANE / 2 - 3, 1),
              transform: `translate(${left.toFixed(1)} 0)`,
            },
          }),
        );
      }
    }
    return parts;
  }

  private wire(): readonly SVGElement[] {
    const of = this.content.happenings.filter(
      ({ side, what }) => side === 'wire' || (side === 'call' && !isExpected(what)),
    );
    return this.marks(of, WIRE, 'wire');
  }

  private faults(): readonly SVGElement[] {
    const of = this.content.happenings.filter(
      ({ side, what, bad }) =>
        side === 'fault' || what === 'barge-in' || (bad && (side === 'agent' || isExpected(what))),
    );
    return this.marks(of, FAULTS, 'fault');
  }

  /** Ticks, and their names where there is room. */
  private marks(happenings: readonly Happening[], top: number, kind: string): readonly SVGElement[] {
    const parts: SVGElement[] = [];
    let free = -Infinity;
    for (const { atMs, endMs, what, detail, bad } of happenings) {
      if (!this.seen(atMs, endMs ?? atMs)) continue;
      const x = this.x(atMs);
      const group = drawn(
        'g',
        { class: `ci-mark ci-mark-${kind}${bad ? ' ci-bad' : ''}` },
        drawn(
          'title',
          {},
          `${clock(atMs - this.content.startMs)} ${what}${detail === '' ? '' : `\n${detail.slice(0, 300)}`}`,
        ),
      );
      if (endMs !== null && endMs > atMs)
        group.append(
          drawn('rect', {
            class: 'ci-extent',
            attributes: {
              x: `${x}`,
              y: `${top}`,
              width: `${Math.max(1, this.x(endMs) - x)}`,
              height: '10',
              rx: '2',
            },
          }),
        );
      group.append(drawn('path', { class: 'ci-pin', attributes: { d: `M${x} ${top}V${top + 10}` } }));
      const width = Math.min(what.length, 34) * 5.9;
      if (x >= free && x + width <= this.width) {
        group.append(
          drawn(
            'text',
            { class: 'ci-mark-text', attributes: { x: `${x + 1}`, y: `${top + 21}` } },
            what.length > 34 ? `${what.slice(0, 33)}…` : what,
          ),
        );
        free = x + width + 8;
      }
      parts.push(group);
    }
    return parts;
  }
}

/** What was expected has no place on the wire. */
function isExpected(what: string): boolean {
  return what.startsWith('expected');
}

/** A round span of at least this many ms. */
function stepFor(leastMs: number): number {
  for (let ten = 1; ; ten *= 10) for (const unit of [1, 2, 5]) if (unit * ten >= leastMs) return unit * ten;
}
