/**
 * Those who were asked for with `--reporter`: views of ours by their names, and modules of the user's. What one of the user's does
 * wrong is told once, and harms neither the run, nor its own report, nor the other reporters: it gets copies of what it is told,
 * and for what it is given to make it has so long.
 */

import { join } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import { writeWhole, type Content } from '../disk/write_whole.ts';
import { RECORDINGS_FOLDER } from '../engine/node/recording_files.ts';
import { LOG_FILE } from '../report/read.ts';
import { viewNames, views, viewsNamed, type Reported, type View } from '../report/view/views.ts';
import type { LoadedReporter } from './load_reporter.ts';
import { PLAN_FILE } from './plan_file.ts';
import type { ReporterOptions } from './reporter.ts';
import type { Sink, SinkTrouble } from './sink.ts';

export interface Reporters {
  /** Of ours, beyond those that every run leaves. */
  readonly views: readonly View[];
  readonly own: readonly LoadedReporter[];
}

const VIEW_WITHIN_MS = 30_000;
const OURS = [LOG_FILE, PLAN_FILE, RECORDINGS_FOLDER, ...views.map(({ file }) => file)];

/** Each is a name of ours or the path of a module. Throws ConfigError or ConfigErrors. */
export async function loadReporters(asked: readonly string[], cwd: string): Promise<Reporters> {
  const chosen: View[] = [];
  const own: LoadedReporter[] = [];
  for (const name of new Set(asked)) {
    const ours = viewsNamed(name);
    if (ours.length > 0) chosen.push(...ours.filter((view) => view.asked === true && !chosen.includes(view)));
    else if (/[./\\]/.test(name)) {
      // A bundler comes with it, which takes longer to load than a short report to make.
      const { loadReporter } = await import('./load_reporter.ts');
      const taken = [...OURS, ...own.flatMap(({ reporter }) => reporter.view?.file ?? [])];
      own.push(await loadReporter(name, cwd, taken));
    } else {
      throw new ConfigError(
        `expected a format or the path of a module, found "${name}"${didYouMean(name, viewNames)}`,
        {
          code: 'option_invalid',
          path: '--reporter',
          hint: `One of ${viewNames.join(', ')}, or e.g. ./mine.ts`,
        },
      );
    }
  }
  return { views: chosen, own };
}

/** One for each that has one. What they throw is told under these names. */
export async function reporterSinks(
  { own }: Reporters,
  options: ReporterOptions,
  warn: (text: string) => void,
): Promise<readonly Sink[]> {
  const sinks: Sink[] = [];
  for (const loaded of own) {
    try {
      const made = await loaded.reporter.sink?.({ ...options });
      if (made !== undefined) sinks.push(guarded(made, nameOf(loaded)));
    } catch (error) {
      warn(`${nameOf(loaded)} made no sink: ${loaded.wordsOf(error)}`);
    }
  }
  return sinks;
}

/** Of the troubles of a run's sinks, those of reporters of the user's, in words, and the rest. */
export function partedTroubles(
  { own }: Reporters,
  troubles: readonly SinkTrouble[],
): { readonly reporters: readonly string[]; readonly others: readonly SinkTrouble[] } {
  const byName = new Map(own.map((loaded) => [nameOf(loaded), loaded]));
  return {
    reporters: troubles.flatMap(({ sink, error }) => {
      const loaded = byName.get(sink);
      return loaded === undefined ? [] : [`${sink} stopped: ${loaded.wordsOf(error)}`];
    }),
    others: troubles.filter(({ sink }) => !byName.has(sink)),
  };
}

/** Writes the files of the user's own. Returns what was written, and what went wrong in words; never throws. */
export async function writeOwnViews(
  { own }: Reporters,
  directory: string,
  reported: Reported,
  withinMs = VIEW_WITHIN_MS,
): Promise<{ readonly written: readonly string[]; readonly failed: readonly string[] }> {
  const written: string[] = [];
  const failed: string[] = [];
  for (const loaded of own) {
    const { view } = loaded.reporter;
    if (view === undefined) continue;
    const file = join(directory, view.file);
    try {
      const content = await within(withinMs, async () => {
        const made: unknown = await view.make({ ...reported, summary: structuredClone(reported.summary) });
        return isContent(made) ? whole(made) : null;
      });
      if (content === null) throw new Error('expected a text, bytes or pieces of text from view.make');
      await writeWhole(file, content);
      written.push(file);
    } catch (error) {
      failed.push(`${nameOf(loaded)}: could not write ${view.file}: ${loaded.wordsOf(asTold(error))}`);
    }
  }
  return { written, failed };
}

/** Its pieces may never end: they are waited for before a file is begun. */
async function whole(content: Content): Promise<string | Uint8Array> {
  if (typeof content === 'string' || content instanceof Uint8Array) return content;
  let text = '';
  for await (const piece of content) text += piece;
  return text;
}

function isContent(made: unknown): made is Content {
  if (typeof made === 'string' || made instanceof Uint8Array) return true;
  return (
    typeof made === 'object' && made !== null && (Symbol.asyncIterator in made || Symbol.iterator in made)
  );
}

/** A disk's own error says what to do about it. */
function asTold(error: unknown): unknown {
  return error instanceof Error && 'syscall' in error ? new Error(reasonOf(error)) : error;
}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not made within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Under a name that no sink of ours has; and what it changes in a record is changed for it alone. */
function guarded(sink: Omit<Sink, 'name'>, name: string): Sink {
  return {
    name,
    begin: (header, control) => sink.begin?.(structuredClone(header), control),
    record: (record, line) => sink.record?.(structuredClone(record), line),
    gauge: (gauge) => sink.gauge?.(structuredClone(gauge)),
    end: (footer) => sink.end?.(structuredClone(footer)),
  };
}

function nameOf({ reporter, file }: LoadedReporter): string {
  return `reporter ${reporter.name} (${file})`;
}
