/** What of a target its protocol has no place for: each is refused where it is written, with what there is instead. */

import { DIALECT_NAMES, type DialectName, type PlanTarget } from '../core/plan/plan.ts';
import { get, type Issue, type Path } from '../config/source.ts';

interface Refusal {
  readonly path: Path;
  /** Absent: anything that stands there. */
  readonly value?: unknown;
  readonly message: string;
  readonly hint: string;
}

const PUSH_TO_TALK: Path = ['target', 'session', 'turn_detection'];
const refused: Readonly<Record<DialectName, readonly Refusal[]>> = {
  'openai-realtime': [],
  'gemini-live': [],
  'gpt-live': [
    {
      path: PUSH_TO_TALK,
      value: null,
      message: 'GPT-Live has no push-to-talk: the model itself hears when its caller speaks',
      hint: 'Leave turn_detection out.',
    },
  ],
  'twilio-media-streams': [
    {
      path: PUSH_TO_TALK,
      value: null,
      message: 'a telephone has no key to push: the server hears when its caller speaks',
      hint: 'Leave turn_detection out: the server of a media stream has its own.',
    },
    {
      path: ['target', 'query'],
      message: 'Twilio passes no query on to the server of a media stream',
      hint: 'Use parameters: they come in the start of each stream.',
    },
  ],
};

/** Null: the scenario’s target can be spoken to in it. For a protocol that a command line names. */
export function dialectMistake(
  dialect: DialectName,
  { session, query }: Pick<PlanTarget, 'session' | 'query'>,
): string | null {
  const written = {
    target: { session: { turn_detection: session.turnDetection }, ...(query === undefined ? {} : { query }) },
  };
  const [first] = refusals(dialect, written);
  return first === undefined ? null : `${first.path.join('.')}: ${first.message}. ${first.hint}`;
}

export function dialectIssues(data: unknown): readonly Issue[] {
  const named = get(data, 'target', 'dialect') ?? 'openai-realtime';
  const dialect = DIALECT_NAMES.find((name) => name === named);
  if (dialect === undefined) return [];
  return refusals(dialect, data).map(({ path, message, hint }) => ({ path, on: 'key', message, hint }));
}

function refusals(dialect: DialectName, data: unknown): readonly Refusal[] {
  return refused[dialect].filter(({ path, value }) => {
    const found = get(data, ...path);
    return found !== undefined && (value === undefined || found === value);
  });
}
