/** The tools an agent may call, and what the application, which the harness plays, answers. */

import { Type } from '../../config/type.ts';
import type { Static } from 'typebox';
import { Duration, Text, Weight, Word, strict } from '../../config/notation.ts';

const Latency = Type.Union(
  [
    Duration('The same for every call.'),
    Type.Tuple([Duration('Shortest.'), Duration('Longest.')], {
      additionalItems: false,
      description: 'Drawn for each call, evenly.',
      expected: 'a shortest and a longest, such as [300ms, 900ms]',
    }),
  ],
  {
    description: 'From the call to its result. Default: 0.',
    expected: 'a duration such as 500ms, or a range such as [300ms, 900ms]',
  },
);

/** One of these, and no more: meaning_tools.ts sees to that. */
const replies = {
  result: Type.Optional(
    Type.Unsafe<unknown>({
      description: 'What the call comes to: text as it stands, or anything, sent as JSON.',
    }),
  ),
  error: Type.Optional(Text('The call fails: sent as {"error": …}.')),
  never: Type.Optional(
    Type.Unsafe<true>({
      const: true,
      description: 'The call hangs: nothing is ever sent.',
      expected: 'true',
    }),
  ),
};

const Outcome = Type.Object(
  {
    weight: Type.Optional(Weight('Share of the calls, relative to the other outcomes. Default: 1.')),
    ...replies,
    latency: Type.Optional(Latency),
  },
  strict,
);

const Tool = Type.Object(
  {
    description: Type.Optional(Text('Tells the agent what it is for.')),
    parameters: Type.Optional(
      Type.Unsafe<Readonly<Record<string, unknown>>>({
        type: 'object',
        description: 'JSON Schema of the arguments. Default: there are none.',
        expected: 'a JSON Schema such as {type: object, properties: …}',
      }),
    ),
    ...replies,
    latency: Type.Optional(Latency),
    when_cancelled: Type.Optional(
      Word(['nothing', 'result'], {
        description:
          'What a call gets that the agent has taken back (gemini-live: toolCallCancellation): nothing, or its result all the same. Default: nothing.',
      }),
    ),
    outcomes: Type.Optional(
      Type.Array(Outcome, {
        minItems: 1,
        description: 'Several outcomes by weight, drawn for each call by the seed, in place of one.',
        expected: 'at least one outcome',
      }),
    ),
  },
  strict,
);

export const toolKeys: readonly string[] = Object.keys(Tool.properties);
export const outcomeKeys: readonly string[] = Object.keys(Outcome.properties);

export type ToolFile = Static<typeof Tool>;
export type ToolOutcomeFile = Static<typeof Outcome>;

export const ToolsSchema = Type.Unsafe<Readonly<Record<string, ToolFile>>>({
  type: 'object',
  additionalProperties: Tool,
  description: 'Tools the agent may call, by name. The harness answers the calls.',
  expected: 'a map of tools by name',
});
