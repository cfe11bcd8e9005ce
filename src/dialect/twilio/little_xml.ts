/**
 * As much of XML as TwiML is written in: elements, attributes, text, comments, CDATA, and the five entities that need no declaration
 * besides numbers. Strict: what is not well-formed, what declares a document type and what is larger than a document may be is told,
 * never guessed at. Pure; linear in the text; never throws.
 */

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly in it. */
  readonly text: string;
}

export interface XmlMistake {
  readonly mistake: string;
}

/** As much as Twilio takes. */
const MOST_CHARACTERS = 64_000;
const DEEPEST = 20;
const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function readXml(text: string): XmlElement | XmlMistake {
  if (text.length > MOST_CHARACTERS)
    return {
      mistake: `${text.length} characters: more than the ${MOST_CHARACTERS} that a document may have`,
    };
  return new Reader(text).document();
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

class Reader {
  private readonly source: string;
  private at = 0;

  constructor(source: string) {
    this.source = source.replace(/^\uFEFF/, '');
  }

  document(): XmlElement | XmlMistake {
    const { source } = this;
    const open: OpenElement[] = [];
    let root: XmlElement | null = null;
    while (this.at < source.length) {
      const inside = open.at(-1);
      if (source[this.at] !== '<') {
        const end = this.find('<') ?? source.length;
        const text = withoutEntities(source.slice(this.at, end));
        if (text === null) return this.wrong('an entity that it does not know');
        if (inside !== undefined) inside.text += text;
        else if (text.trim() !== '') return this.wrong('text outside of its element');
        this.at = end;
      } else if (source.startsWith('<!--', this.at)) {
        if (!this.past('-->')) return this.wrong('a comment without an end');
      } else if (source.startsWith('<?', this.at)) {
        if (!this.past('?>')) return this.wrong('an instruction without an end');
      } else if (source.startsWith('<![CDATA[', this.at)) {
        const from = this.at + '<![CDATA['.length;
        if (inside === undefined || !this.past(']]>')) return this.wrong('CDATA where there is none');
        inside.text += source.slice(from, this.at - ']]>'.length);
      } else if (source.startsWith('<!', this.at)) {
        return this.wrong('a document type, which TwiML has not');
      } else if (source.startsWith('</', this.at)) {
        const closed = open.pop();
        if (closed === undefined || !this.closes(closed.name)) return this.wrong('a tag that closes nothing');
        const parent = open.at(-1);
        if (parent === undefined) root = closed;
        else parent.children.push(closed);
      } else {
        if (inside === undefined && root !== null) return this.wrong('a second element at its root');
        const begun = this.element();
        if (begun === null) return this.wrong('a tag that is none');
        if (!begun.empty) open.push(begun.element);
        else if (inside === undefined) root = begun.element;
        else inside.children.push(begun.element);
        if (open.length > DEEPEST) return this.wrong(`elements more than ${DEEPEST} deep in one another`);
      }
    }
    const unclosed = open.at(-1);
    if (unclosed !== undefined) return { mistake: `<${unclosed.name}> is never closed` };
    return root ?? { mistake: 'there is no element in it' };
  }

  private element(): { readonly element: OpenElement; readonly empty: boolean } | null {
    const { source } = this;
    NAME.lastIndex = this.at + 1;
    const name = NAME.exec(source)?.[0];
    if (name === undefined) return null;
    let at = this.at + 1 + name.length;
    const attributes = new Map<string, string>();
    for (;;) {
      ATTRIBUTE.lastIndex = at;
      const [whole, key, double, single] = ATTRIBUTE.exec(source) ?? [];
      if (whole === undefined || key === undefined) break;
      const value = withoutEntities(double ?? single ?? '');
      if (value === null || attributes.has(key)) return null;
      attributes.set(key, value);
      at += whole.length;
    }
    const end = /\s*(\/?)>/y;
    end.lastIndex = at;
    const [whole, slash] = end.exec(source) ?? [];
    if (whole === undefined) return null;
    this.at = at + whole.length;
    return { element: { name, attributes, children: [], text: '' }, empty: slash === '/' };
  }

  private closes(name: string): boolean {
    const tag = /<\/([A-Za-z_][\w.:-]*)\s*>/y;
    tag.lastIndex = this.at;
    const [whole, closed] = tag.exec(this.source) ?? [];
    if (whole === undefined || closed !== name) return false;
    this.at += whole.length;
    return true;
  }

  private find(what: string): number | null {
    const at = this.source.indexOf(what, this.at);
    return at === -1 ? null : at;
  }

  private past(end: string): boolean {
    const at = this.find(end);
    if (at === null) return false;
    this.at = at + end.length;
    return true;
  }

  private wrong(what: string): XmlMistake {
    const line = this.source.slice(0, this.at).split('\n').length;
    return { mistake: `${what}, in line ${line}` };
  }
}

/** Null: there is one that nobody has declared. */
function withoutEntities(text: string): string | null {
  if (!text.includes('&')) return text;
  let known = true;
  const read = text.replaceAll(/&(?:#(x[0-9a-fA-F]{1,6}|\d{1,7})|(\w{1,8}));|&/g, (_, number, name) => {
    const code = typeof number !== 'string' ? NaN : Number(number.startsWith('x') ? `0${number}` : number);
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    const entity = typeof name === 'string' && Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    known &&= entity !== undefined;
    return entity ?? '';
  });
  return known ? read : null;
}
