/**
 * Elements of the inspector. Every text goes in as text, never as markup, and what a page would obey in it (controls, bidi marks)
 * is an escape that can be read.
 */

import { visible } from '../../core/word/visible.ts';

export type Child = Node | string | null;

interface Traits {
  readonly class?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  traits: Traits = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), traits, children);
}

export function drawn<K extends keyof SVGElementTagNameMap>(
  tag: K,
  traits: Traits = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), traits, children);
}

function filled<E extends Element>(made: E, traits: Traits, children: readonly Child[]): E {
  if (traits.class !== undefined) made.setAttribute('class', traits.class);
  for (const [name, value] of Object.entries(traits.attributes ?? {})) made.setAttribute(name, value);
  for (const [name, listener] of Object.entries(traits.on ?? {})) made.addEventListener(name, listener);
  for (const child of children)
    if (child !== null) made.append(typeof child === 'string' ? visible(child) : child);
  return made;
}

/** `12.4 s`, `1:05.0`: an instant since the call began. */
export function clock(ms: number): string {
  const tenths = Math.round(Math.abs(ms) / 100);
  const sign = ms <= -50 ? '−' : '';
  const minutes = Math.trunc(tenths / 600);
  const seconds = ((tenths % 600) / 10).toFixed(1);
  return minutes === 0 ? `${sign}${seconds} s` : `${sign}${minutes}:${seconds.padStart(4, '0')}`;
}
