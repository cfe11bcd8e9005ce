/**
 * A fault as somebody asks for it, not checked yet: on a command line `name:share:arguments`, e.g.
 * `slow_first_token:20%:median=3s,sigma=0.4`; in a file the same as a map. Pure. Mistakes are data.
 */

export interface FaultWish {
  readonly fault: string;
  /** Of the opportunities it has, 0 to 1. */
  readonly share: number;
  readonly args: Readonly<Record<string, string>>;
}

/** `at`: the argument that is mistaken. */
export type Reading<T> = { readonly ok: T } | { readonly mistake: string; readonly at?: string };

/** `name`, `name:5%`, `name:0.05:after=2s,nth=3` or `name::after=2s`. */
export function readFaultText(text: string): Reading<FaultWish> {
  const [name = '', share = '', ...rest] = text.split(':');
  const given = share === '' ? 1 : shareOf(share);
  if (given === null) return { mistake: `expected a share such as 5% or 0.05, found "${share}"` };
  const args: Record<string, string> = {};
  for (const pair of rest.join(':').split(',').filter(Boolean)) {
    const [key, value] = pair.split('=', 2);
    if (key === undefined || value === undefined || key === '') {
      return { mistake: `expected arguments such as after=2s,nth=3, found "${pair}"` };
    }
    args[key.trim()] = value.trim();
  }
  return { ok: { fault: name.trim(), share: given, args } };
}

function shareOf(text: string): number | null {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  const share = percent === undefined ? Number(text) : Number(percent) / 100;
  return text.trim() !== '' && share >= 0 && share <= 1 ? share : null;
}

/** A fault as a file names it: its share is `5%` or 0.05, or always; all else are arguments. Null: no such thing. */
export function faultWishOf(entry: unknown): FaultWish | null {
  if (typeof entry !== 'object' || entry === null || !('fault' in entry)) return null;
  const { fault, share, ...args } = entry as Readonly<Record<string, string | number | boolean>>;
  if (typeof fault !== 'string') return null;
  const part = typeof share === 'string' ? Number(share.slice(0, -1)) / 100 : share;
  return {
    fault,
    share: typeof part === 'number' ? part : 1,
    args: Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)])),
  };
}
