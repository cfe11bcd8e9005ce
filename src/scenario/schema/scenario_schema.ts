/**
 * What a scenario file may hold. One TypeBox schema gives three things: the TypeScript types an author gets from
 * `defineScenario`, the JSON Schema an editor reads, and what ajv checks. It says which shapes there are; whether
 * they make sense together (does that voice exist?) is meaning.ts's business.
 */

import { Type } from '../../config/type.ts';
import type { Static } from 'typebox';
import { CallerSchema } from './caller_schema.ts';
import {
  BandsSchema,
  BudgetSchema,
  LimitsSchema,
  MonitorSchema,
  PlaybackSchema,
} from './judgement_schema.ts';
import { PricingSchema } from './pricing_schema.ts';
import { Expect, expectDefinitions } from './expect_schema.ts';
import { FallbacksSchema } from './fallback_schema.ts';
import { LoadSchema } from './load_schema.ts';
import { CallerFault, Impairs } from '../../config/fault_notation.ts';
import { CallerToxic } from '../../config/toxic_notation.ts';
import { Blocks } from './hear_schema.ts';
import { ReconnectSchema } from './reconnect_schema.ts';
import { Duration, Text, strict } from '../../config/notation.ts';
import { stepDefinition } from './script_schema.ts';
import { TargetSchema } from './target_schema.ts';
import { thresholdDefinition, ThresholdsSchema } from './threshold_schema.ts';
import { ToolsSchema } from './tool_schema.ts';

export const ScenarioSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Where this schema is, for editors.' })),
    name: Text('Names the scenario in reports.'),
    description: Type.Optional(Text('What it is for.')),
    seed: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 4294967295, description: 'Same seed, same calls. Default: 1.' }),
    ),
    target: Type.Optional(TargetSchema),
    tools: Type.Optional(ToolsSchema),
    frame: Type.Optional(Duration('Audio one message carries, 20ms to 200ms. Default: 100ms.')),
    blocks: Type.Optional(Blocks),
    callers: Type.Array(CallerSchema, { minItems: 1, expected: 'at least one caller' }),
    faults: Type.Optional(
      Type.Array(CallerFault, { description: 'What goes wrong on purpose in calls of all callers.' }),
    ),
    impair: Type.Optional(Impairs('of all callers')),
    reconnect: Type.Optional(ReconnectSchema),
    network: Type.Optional(
      Type.Array(CallerToxic, { description: 'How the network of all callers is bad on purpose.' }),
    ),
    fallbacks: Type.Optional(FallbacksSchema),
    expect: Type.Optional(Expect('of every call')),
    load: LoadSchema,
    limits: Type.Optional(LimitsSchema),
    playback: Type.Optional(PlaybackSchema),
    thresholds: Type.Optional(ThresholdsSchema),
    pricing: Type.Optional(PricingSchema),
    budget: Type.Optional(BudgetSchema),
    bands: Type.Optional(BandsSchema),
    monitor: Type.Optional(MonitorSchema),
  },
  {
    ...strict,
    description: 'A Callstorm scenario.',
    definitions: { ...thresholdDefinition, ...expectDefinitions, ...stepDefinition },
  },
);

/** A scenario as it stands in a file, in the file's own snake_case words. */
export type ScenarioFile = Static<typeof ScenarioSchema>;
