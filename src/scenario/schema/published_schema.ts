/**
 * The schema as editors get it: without the annotations that only our own errors read, and with what an editor can offer: the
 * utterances and voices that come with Callstorm, beside which there may be others, and the defaults, read from the words that
 * tell them to people.
 */

import { ScenarioSchema } from './scenario_schema.ts';

export interface Vocabulary {
  readonly utterance: readonly string[];
  readonly voice: readonly string[];
}

type Node = Readonly<Record<string, unknown>>;

export function publishedSchema(vocabulary: Vocabulary): Node {
  const { definitions, ...schema } = published(ScenarioSchema) as Node;
  const offered = (names: readonly string[]): Node => ({
    anyOf: [{ enum: names }, { type: 'string', minLength: 1 }],
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Callstorm scenario',
    ...schema,
    definitions: {
      ...(definitions as Node),
      utterance: offered(vocabulary.utterance),
      voice: offered(vocabulary.voice),
    },
  };
}

function published(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(published);
  if (typeof node !== 'object' || node === null) return node;
  const { suggests } = node as Node;
  const kept = Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !isOurs(key, value))
      .map(([key, value]) => [key, published(value)]),
  );
  const standard = defaultOf(node as Node);
  const whole = standard === undefined ? kept : { ...kept, default: standard };
  if (suggests !== 'utterance' && suggests !== 'voice') return whole;
  // Beside a bare $ref nothing counts.
  return { description: whole['description'], allOf: [{ $ref: `#/definitions/${suggests}` }] };
}

/** A property of a scenario may have the same name: then there is a schema under it. */
function isOurs(key: string, value: unknown): boolean {
  switch (key) {
    case 'expected':
    case 'suggests':
      return typeof value === 'string';
    case 'leastPlainMs':
    case 'mostMs':
      return typeof value === 'number';
    case 'discriminator':
      return true;
    default:
      return false;
  }
}

/** What its description says after `Default:`, where that is a value, and one that the node allows. */
function defaultOf({ description, type, enum: words, anyOf }: Node): unknown {
  if (typeof description !== 'string') return undefined;
  const text = /\bDefault: (\[[^\]]*\]|[^\s,;]+?)[.,;]?(?: |$)/.exec(description)?.[1];
  if (text === undefined) return undefined;
  if (text.startsWith('[')) {
    const list = text.slice(1, -1).split(', ');
    return type === 'array' || Array.isArray(anyOf) ? list : undefined;
  }
  if (Array.isArray(words)) return words.find((word) => String(word) === text);
  if (text === 'true' || text === 'false') return type === 'boolean' ? text === 'true' : undefined;
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(text);
  if (isNumber) return accepts(type, 'number') || accepts(type, 'integer') ? Number(text) : undefined;
  // A time, a level, the name of a model: what a sentence says has blanks.
  const isValue = /^-?\d[\w.]*$/.test(text) || /^[a-z]+(?:-[\w.]+)+$/.test(text) || text === 'simulator';
  return isValue && accepts(type, 'string') ? text : undefined;
}

function accepts(type: unknown, wanted: string): boolean {
  return Array.isArray(type) ? type.includes(wanted) : type === wanted;
}
