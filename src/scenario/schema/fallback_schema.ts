/** What the agent's own fallbacks are told by. What stands in it is read, and its mistakes are found, by judge/fallback. */

import { Type } from '../../config/type.ts';
import { labelNames } from '../../judge/fallback/fallback_label.ts';

export const FallbacksSchema = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  properties: {
    language: { description: 'Of the agent’s words, e.g. en. Default: by the words themselves.' },
    phrases: {
      type: 'object',
      description: 'By language and label, beside those that are known.',
      additionalProperties: {
        type: 'object',
        properties: Object.fromEntries(labelNames.map((label) => [label, { description: label }])),
      },
    },
    handover_tools: { description: 'Tools that hand the caller over, whatever they are called.' },
    other_tools: { description: 'Tools that do not, though their names sound like it.' },
  },
  description: 'What this agent’s fallbacks are told by.',
  expected: 'a map with language, phrases, handover_tools or other_tools',
});
