/** What could be a key, so that none is ever shown, logged or reported. Pure. Better a harmless word hidden than a key shown. */

/** Keys begin so where their makers mark them. */
const MARKED = /(?:^|[^a-z])(?:sk|ek|pk|rk)[-_][a-z0-9]/i;
/** Names of query parameters that carry a key; `code` is that of hosted functions. */
const NAMES_KEY = /key|token|secret|sig|password|auth|access|jwt|^code$/i;
/** Drawn, but no secrets: UUIDs, and the service's own names of what it made. */
const IDS =
  /\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:sess|resp|item|msg|conv|event|call|rtc|req|pmpt|prompt|asst|thread|run)_(?:u\d+_)?[A-Za-z0-9]+)\b/gi;
/** In hex: letters and digits that do not change places much may still be a key's. */
const HEX = /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{24,}\b/i;

export function looksSecret(text: string): boolean {
  const rest = text.replaceAll(IDS, '');
  if (MARKED.test(text) || HEX.test(rest) || /^bearer\s/i.test(text)) return true;
  if (/AIza[\w-]{20,}|eyJ[\w-]{8,}\.|(?:gsk|xai|ghp|AKIA)[_-]?[A-Za-z0-9]{16,}/.test(text)) return true;
  return (rest.match(/[A-Za-z0-9+_=-]{20,}/g) ?? []).some(looksRandom);
}

/** Letters and digits change places all the time in what was drawn; in names, words stand together. */
function looksRandom(run: string): boolean {
  const kindOf = (char: string): number =>
    /\d/.test(char) ? 0 : /[a-z]/.test(char) ? 1 : /[A-Z]/.test(char) ? 2 : 3;
  let changes = 0;
  for (let i = 1; i < run.length; i++) {
    const [before, now] = [kindOf(run.charAt(i - 1)), kindOf(run.charAt(i))];
    // A capital begins a word: what follows it is no change.
    if (before !== now && before !== 3 && now !== 3 && !(before === 2 && now === 1)) changes++;
  }
  return /\d/.test(run) && /[a-z]/i.test(run) && changes > run.length / 4;
}

/** Whether a header or parameter of this name carries a key. */
export function namesSecret(name: string): boolean {
  return NAMES_KEY.test(name) || /cookie/i.test(name);
}

/** Whether a URL carries what is surely a key: by its parameter's name, or by its own look. */
export function carriesKey(url: string): boolean {
  const { path, query } = partsOf(url);
  return (
    MARKED.test(path) ||
    MARKED.test(query) ||
    query.split(/[?&]/).some((pair) => NAMES_KEY.test(nameOf(pair)))
  );
}

/** The URL with `…` for a user and password, and for each part of its path and each parameter that could be a key. */
export function withoutSecrets(url: string): string {
  const { origin, path, query } = partsOf(url);
  const shownQuery = query.replaceAll(/[^?&]+/g, (pair) => {
    const name = nameOf(pair);
    if (name === pair) return couldBeKey(pair) ? '…' : pair;
    return NAMES_KEY.test(name) || couldBeKey(pair.slice(name.length + 1)) ? `${name}=…` : pair;
  });
  return (
    origin.replace(/\/\/.*@/, '//…@') +
    path.replaceAll(/[^/]+/g, (part) => (couldBeKey(part) ? '…' : part)) +
    shownQuery
  );
}

/** All that `withoutSecrets` hides in a URL, as it stands there and decoded: a server may repeat it. */
export function secretsIn(url: string): string[] {
  const { origin, path, query } = partsOf(url);
  const user = /\/\/(.*)@/.exec(origin)?.[1];
  const found = path.split('/').filter(couldBeKey);
  if (user !== undefined) found.push(user, ...user.split(':'));
  for (const pair of query.split(/[?&]/)) {
    const name = nameOf(pair);
    const value = name === pair ? pair : pair.slice(name.length + 1);
    if ((name !== pair && NAMES_KEY.test(name)) || couldBeKey(value)) found.push(value);
  }
  return found.flatMap((part) => [part, decoded(part)]);
}

/** Of a header's value, what is secret in it: all of it, but for the scheme before it. */
export function secretsInHeaders(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(
      ([name, value]) => /authorization|cookie/i.test(name) || NAMES_KEY.test(name) || looksSecret(value),
    )
    .map(([, value]) => value.replace(/^(?:basic|bearer)\s+/i, ''));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function partsOf(url: string): { origin: string; path: string; query: string } {
  const [, origin = '', path = '', query = ''] = /^([a-z]+:\/\/[^/?#]*)?([^?#]*)(.*)$/is.exec(url) ?? [];
  return { origin, path, query };
}

function nameOf(pair: string): string {
  return pair.split('=', 1)[0] ?? '';
}

function couldBeKey(part: string): boolean {
  return looksSecret(part) || (part.replaceAll(IDS, '').match(/[A-Za-z0-9+/=]{20,}/g) ?? []).some(isMixed);
}

/** In an address that much without a hyphen or an underscore, with digits in it, is no name. */
function isMixed(run: string): boolean {
  return /[a-z]/i.test(run) && /\d/.test(run);
}
