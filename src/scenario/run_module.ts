/** Evaluates a module that is in memory, and waits for its default export. What it throws is data. */

export type RunModule =
  | { readonly type: 'exported'; readonly value: unknown }
  /** There is no default export, or it is nothing. */
  | { readonly type: 'nothing' }
  | { readonly type: 'threw'; readonly message: string; readonly stack: string };

export async function runModule(url: string): Promise<RunModule> {
  let value: unknown;
  try {
    const module = (await import(url)) as { readonly default?: unknown };
    value = await module.default;
  } catch (error) {
    if (!(error instanceof Error)) return { type: 'threw', message: String(error), stack: '' };
    return { type: 'threw', message: error.message, stack: error.stack ?? '' };
  }
  return value === undefined ? { type: 'nothing' } : { type: 'exported', value };
}
