/** What a what-if takes for granted, and which cannot be reckoned from calls at all: with the reason, and the way to measure it. Pure. */

import { inputTokens, outputTokens } from '../../core/log/usage.ts';
import { longestContext, onlyGrows, type RecordedCall } from './recorded_call.ts';
import type { WhatIf } from './what_if.ts';

export interface Reckoning {
  readonly assumes: readonly string[];
  readonly refused: string | null;
  /** A command that would measure it. Null: there is none better. */
  readonly measureBy: string | null;
}

/** `file`: the scenario, as it was named. */
export function reckoningOf(whatIf: WhatIf, calls: readonly RecordedCall[], file: string | null): Reckoning {
  const refused = refusalOf(whatIf, calls);
  const scenario = file ?? 'my.yaml';
  return { assumes: assumptionsOf(whatIf, calls), refused, measureBy: measureBy(whatIf, scenario) };
}

function refusalOf(whatIf: WhatIf, calls: readonly RecordedCall[]): string | null {
  const { vad, model, truncation, transcription, answers, caching } = whatIf;
  const tokens = calls.some(({ usage }) => inputTokens(usage) + outputTokens(usage) > 0);
  const byTurn = calls.some(({ turns }) => turns.length > 0);
  if (vad?.type === 'semantic') {
    return 'when a semantic turn detection would have ended the turns, and how often too early, is in no log';
  }
  if (vad?.type === 'silence') {
    const now = calls.find(({ silenceMs }) => silenceMs !== null)?.silenceMs ?? null;
    if (now === null) return 'the runs do not say how long a silence ends a turn now';
    if (vad.silenceMs < now) {
      return `a shorter silence than the ${now} ms of the runs ends turns too early, and nobody can say how often`;
    }
  }
  if (model?.kind === 'tokens' && !tokens)
    return `no call told any tokens, which ${model.model} is billed by`;
  if ((answers !== undefined || truncation !== undefined) && !byTurn)
    return 'no turn told its usage, so that it is not known what was read again';
  if (caching !== undefined && !tokens) return 'no call told any tokens: there is nothing that is cached';
  if (truncation !== undefined) {
    const shrunk = calls.filter((call) => !onlyGrows(call)).length;
    if (shrunk > calls.length / 2)
      return 'in most calls the context was cut already, or told again: what was in it cannot be read off';
  }
  if (transcription !== undefined && transcription !== null) {
    const tokensOnly = calls.some(
      ({ usage }) => usage.transcriptionTokens > 0 && usage.transcriptionSeconds === 0,
    );
    const seconds = calls.some(({ usage }) => usage.transcriptionSeconds > 0);
    if (!seconds || (tokensOnly && transcription.usdPerMillion === null))
      return `how many seconds were transcribed is not told, which ${transcription.model} is billed by`;
  }
  return null;
}

function assumptionsOf(whatIf: WhatIf, calls: readonly RecordedCall[]): readonly string[] {
  const { vad, model, truncation, transcription, answers, caching } = whatIf;
  const skipped = truncation === undefined ? 0 : calls.filter((call) => !onlyGrows(call)).length;
  const longest =
    truncation === undefined ? 0 : calls.reduce((most, call) => Math.max(most, longestContext(call)), 0);
  return [
    ...(model === undefined
      ? []
      : [
          `the same words at the prices of ${model.model} (${model.source}${model.date === '' ? '' : `, ${model.date}`}): a model that says more, or less, costs more, or less`,
          ...(calls.every(({ prices }) => makerOf(prices.model.model) === makerOf(model.model))
            ? []
            : [
                'that it counts as this one does: what another maker has read again, and what it takes from its cache, is its own',
              ]),
          ...(model.notes === undefined ? [] : [`what its prices say: ${model.notes}`]),
        ]),
    ...(caching === 'off' ? ['every cached token at the full price'] : []),
    ...(caching === 'on'
      ? ['at the least, all that an earlier response had read from the cache; at the most, as it was']
      : []),
    ...(truncation === undefined
      ? []
      : [
          'what the conversations consist of is read off their inputs; whoever is forgotten may have to ask again, which is not reckoned',
          ...(longest > truncation.tokens
            ? []
            : [
                `that conversations stay as they are: none had more than ${Math.round(longest)} tokens after its instructions, so that nothing leaves`,
              ]),
          ...(skipped > 0 ? [`${skipped} calls whose context was cut or told again stay as they were`] : []),
        ]),
    ...(answers === undefined
      ? []
      : ['every answer changed alike, in all inputs after it too; callers that say the same']),
    ...(transcription === null
      ? [
          calls.some(({ usage }) => usage.transcriptionSeconds + usage.transcriptionTokens > 0)
            ? 'nothing else needs the transcripts'
            : 'nothing: no call told of any transcription, so that nothing changes',
        ]
      : []),
    ...(vad?.type === 'silence'
      ? [
          'at the least, no answer that began while its caller was still speaking; at the most, as many, and the longer silence as input',
        ]
      : []),
  ];
}

/** `gemini` of `gemini-2.5-flash`, `gpt` of `us/gpt-realtime`. */
function makerOf(model: string): string {
  return model.replace(/^.*\//, '').split('-')[0] ?? '';
}

function measureBy({ vad, truncation, caching, answers }: WhatIf, file: string): string | null {
  if (vad?.type === 'semantic') {
    return `callstorm matrix ${file} --vary target.session.turn_detection.type=server_vad,semantic_vad`;
  }
  if (vad?.type === 'silence') {
    return `callstorm matrix ${file} --vary target.session.turn_detection.silence_duration_ms=500,${vad.silenceMs} --rehearse`;
  }
  if (truncation !== undefined) {
    return `set target.session.truncation in ${file} to {type: retention_ratio, retention_ratio: ${truncation.retention}, token_limits: {post_instructions: ${truncation.tokens}}}, and: callstorm rehearse ${file}`;
  }
  if (answers !== undefined) return `ask for it in target.session.instructions of ${file}, and run it`;
  return caching === 'on' ? `run ${file} against the service` : null;
}
