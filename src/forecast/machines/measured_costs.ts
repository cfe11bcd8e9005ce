/**
 * What a call costs the machine that makes it, as it was measured: cores in each protocol, calls that one worker held on schedule,
 * memory. Data with its date and place; a bench makes the same of another machine. What was not measured is null, and stays unknown.
 * Pure.
 */

import { ConfigError } from '../../core/word/config_error.ts';

export interface ProtocolCost {
  readonly dialect: string;
  /** Of the audio in one message, as it was measured. */
  readonly frameMs: number;
  /** At so many calls at once, and so many workers. */
  readonly calls: number;
  readonly workers: number;
  /** Of the generator, all of its threads; without TLS. */
  readonly coresPerCall: number;
  /** The most calls at once that one worker was seen to hold in a valid run: never how many it could. */
  readonly heldPerWorker: number;
  readonly sendLatenessP99Ms: number;
}

export interface MeasuredCosts {
  readonly version: 1;
  /** Year-month-day. */
  readonly measuredOn: string;
  /** Machine and Node, in words. */
  readonly where: string;
  /** What measured it. */
  readonly by: string;
  /** Of a generator without calls, and of one call more. */
  readonly memory: { readonly baseMb: number; readonly perCallKb: number } | null;
  /** Open files of a generator without calls. */
  readonly baseFiles: number | null;
  /** What the log takes for each worker and minute, beside its calls. */
  readonly logBytesPerWorkerMinute: number | null;
  readonly protocols: readonly ProtocolCost[];
}

const TWO_CORES = { frameMs: 100, workers: 1 } as const;

/** Of this build. `npm run bench:scale -- --out FILE` makes the like of another machine. */
export const costsOfThisBuild: MeasuredCosts = {
  version: 1,
  measuredOn: '2026-11-28',
  where: 'two cores of an AMD EPYC at 2.6 GHz, Node 20.20, the simulated agent beside the generator, no TLS',
  by: 'npm run bench:thousand, one worker (its log: bench:scale)',
  memory: { baseMb: 160, perCallKb: 67 },
  baseFiles: 40,
  logBytesPerWorkerMinute: 96_000,
  protocols: [
    {
      ...TWO_CORES,
      dialect: 'openai-realtime',
      calls: 1000,
      coresPerCall: 0.000_38,
      heldPerWorker: 1000,
      sendLatenessP99Ms: 3.8,
    },
    {
      ...TWO_CORES,
      dialect: 'gemini-live',
      calls: 1000,
      coresPerCall: 0.000_39,
      heldPerWorker: 1000,
      sendLatenessP99Ms: 5.2,
    },
    {
      ...TWO_CORES,
      dialect: 'twilio-media-streams',
      frameMs: 20,
      calls: 500,
      coresPerCall: 0.001_28,
      heldPerWorker: 500,
      sendLatenessP99Ms: 6.6,
    },
  ],
};

/** What a file of a bench holds, as far as others rely on it. Throws ConfigError. */
export function readMeasuredCosts(text: string, file: string): MeasuredCosts {
  const hint = 'npm run bench:scale -- --out FILE writes one.';
  const wrong = (expected: string, path?: string): ConfigError =>
    new ConfigError(`expected ${expected}`, {
      code: 'measured_invalid',
      file,
      hint,
      ...(path === undefined ? {} : { path }),
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('JSON');
  }
  if (!isObject(value) || value['version'] !== 1) throw wrong('version 1 of measured costs', 'version');
  for (const name of ['measuredOn', 'where', 'by'])
    if (typeof value[name] !== 'string') throw wrong('a text', name);
  const { memory, protocols } = value;
  if (memory !== null && !(isObject(memory) && isAmount(memory['baseMb']) && isAmount(memory['perCallKb'])))
    throw wrong('null, or baseMb and perCallKb', 'memory');
  for (const name of ['baseFiles', 'logBytesPerWorkerMinute'])
    if (value[name] !== null && !isAmount(value[name])) throw wrong('null or a number', name);
  if (!Array.isArray(protocols)) throw wrong('a list', 'protocols');
  protocols.forEach((each: unknown, index) => {
    const path = `protocols[${index}]`;
    if (!isObject(each) || typeof each['dialect'] !== 'string') throw wrong('a dialect', `${path}.dialect`);
    for (const name of ['frameMs', 'calls', 'workers', 'coresPerCall', 'heldPerWorker'])
      if (!isAmount(each[name]) || each[name] === 0) throw wrong('a number over 0', `${path}.${name}`);
    if (!isAmount(each['sendLatenessP99Ms'])) throw wrong('a number', `${path}.sendLatenessP99Ms`);
  });
  return value as unknown as MeasuredCosts;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
