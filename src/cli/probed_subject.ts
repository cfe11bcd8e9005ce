/** What is probed, a URL or a scenario's target: as it was written, and the plan of the one call to it. */

import { dirname } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { isCarrier, type CarrierName } from '../core/plan/carrier.ts';
import type { DialectName } from '../core/plan/plan.ts';
import { PACKAGE_FIXTURES_DIR } from '../fixture/manifest.ts';
import { mapOf, probeScenario, type ProbedTarget } from '../probe/probe_scenario.ts';
import { compileWith, type Compiled } from '../scenario/compile.ts';
import { loadRepertoire } from '../scenario/library.ts';
import { checkScenario, loadScenario } from '../scenario/load_scenario.ts';
import type { QuirksFile } from '../scenario/schema/quirks_schema.ts';
import { urlMistake } from '../scenario/target_meaning.ts';
import { webhookMistake } from '../scenario/webhook_meaning.ts';

export interface ProbedSubject {
  readonly written: Readonly<Record<string, unknown>>;
  /** Where its files are, and its command is started. */
  readonly folder: string;
  /** What it begins with; undefined: nobody said. */
  readonly quirks: QuirksFile | undefined;
  /** Whose telephone it is taken to be called by; undefined: nobody said. */
  readonly carrier: CarrierName | undefined;
  readonly compiled: (target: ProbedTarget) => Promise<Compiled>;
}

export interface SubjectOptions {
  readonly keyEnv?: string;
  readonly model?: string;
  readonly dialect?: DialectName;
}

/** Throws ConfigError for an address that is none. */
export async function subjectAt(
  url: string,
  cwd: string,
  { keyEnv, model, dialect }: SubjectOptions,
): Promise<ProbedSubject> {
  const isWebhook = /^https?:/i.test(url);
  const mistake = (isWebhook ? webhookMistake : urlMistake)(url);
  if (mistake !== null) throw new ConfigError(mistake, { code: 'target_invalid', path: 'target' });
  const spoken = dialect ?? (isWebhook ? 'twilio-media-streams' : undefined);
  const written = {
    ...(isWebhook ? { twiml: url } : { url }),
    ...(spoken === undefined ? {} : { dialect: spoken }),
    ...(model === undefined ? {} : { model }),
    ...(keyEnv === undefined ? {} : { key_env: keyEnv }),
  };
  const repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);
  const around = { repertoire, fileExists: () => false };
  return {
    written,
    folder: cwd,
    quirks: undefined,
    carrier: undefined,
    compiled: (target) => {
      const data = probeScenario({ target: written }, target);
      return compileWith(repertoire, checkScenario({ file: 'probe', data, place: () => undefined }, around));
    },
  };
}

/** Throws ConfigErrors for the scenario's mistakes, and ConfigError for options that are for a URL. */
export async function subjectOf(file: string, cwd: string, options: SubjectOptions): Promise<ProbedSubject> {
  const given = { '--key-env': options.keyEnv, '--model': options.model, '--dialect': options.dialect };
  const misplaced = Object.entries(given).find(([, value]) => value !== undefined);
  if (misplaced !== undefined) {
    const place = { code: 'option_invalid', path: misplaced[0], hint: 'It is for a URL.' };
    throw new ConfigError('a scenario says this itself', place);
  }
  let data: unknown;
  const kept = (read: unknown): unknown => {
    data = read;
    return read;
  };
  const { path } = await loadScenario(file, { cwd, change: kept });
  const written = mapOf(mapOf(data)['target']);
  return {
    written,
    folder: dirname(path),
    quirks: fileOf(written['quirks']),
    carrier: isCarrier(written['quirks']) ? written['quirks'] : undefined,
    compiled: async (target) => {
      const loaded = await loadScenario(file, { cwd, change: (read) => probeScenario(read, target) });
      return compileWith(loaded.repertoire, loaded.scenario);
    },
  };
}

/** It has been found right. */
function fileOf(quirks: unknown): QuirksFile | undefined {
  if (isCarrier(quirks)) return undefined;
  return typeof quirks === 'string'
    ? ({ profile: quirks } as QuirksFile)
    : (quirks as QuirksFile | undefined);
}
