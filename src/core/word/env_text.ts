/** Text with `${NAME}` in it, where the value of an environment variable shall stand. Pure: who fills it in says what there is. */

const PLACE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The variables that a text names, each once. */
export function namesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACE)].map(([, name = '']) => name))];
}

/** What of it is written as if a variable were named, and names none: `${` without a name and a `}`. */
export function isBroken(text: string): boolean {
  return withoutNames(text).includes('${');
}

/** What stands in it besides the variables' values. */
export function withoutNames(text: string): string {
  return text.replaceAll(PLACE, '');
}

/** `valueOf` is asked for each name. */
export function filled(text: string, valueOf: (name: string) => string): string {
  return text.replaceAll(PLACE, (_, name: string) => valueOf(name));
}
