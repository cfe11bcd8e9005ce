/** Whether a tool was called as it was to be: by name, and with these arguments among its arguments. */

import type { ToolRecord } from '../../core/plan/tool.ts';
import type { ArgumentWish } from '../../core/plan/expectation.ts';
import type { Persona } from '../../core/plan/persona.ts';
import { cut } from '../../core/word/visible.ts';
import { matches } from './pattern.ts';

export interface ToolWish {
  readonly name: string;
  readonly arguments?: Readonly<Record<string, ArgumentWish>>;
}

/** Null: it was. Else what is wrong with it, in words. */
export function misses(
  tool: Pick<ToolRecord, 'name' | 'arguments'>,
  wish: ToolWish,
  persona: Pick<Persona, 'orderNumber' | 'phone'>,
): string | null {
  if (tool.name !== wish.name) return `${tool.name} was called`;
  const wanted = Object.entries(wish.arguments ?? {});
  if (wanted.length === 0) return null;
  const given = parsed(tool.arguments);
  if (given === null) return `the arguments of ${tool.name} are no JSON object`;
  for (const [name, want] of wanted) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (!fits(value, want, persona)) {
      return `${tool.name} was called with ${name}: ${value === undefined ? 'nothing' : cut(JSON.stringify(value), 60)}`;
    }
  }
  return null;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}

function fits(value: unknown, want: ArgumentWish, persona: Pick<Persona, 'orderNumber' | 'phone'>): boolean {
  if ('persona' in want) {
    // However it is written: 407 112, "407-112", 407112.
    return (
      (typeof value === 'string' || typeof value === 'number') &&
      digits(value) === digits(persona[want.persona])
    );
  }
  if ('pattern' in want) {
    return (typeof value === 'string' || typeof value === 'number') && matches(want.pattern, String(value));
  }
  return value === want.value;
}

function digits(value: string | number): string {
  return String(value).replaceAll(/\D/g, '');
}
