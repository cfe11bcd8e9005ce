/**
 * `callstorm manifest`: a plan as Kubernetes makes it, one pod a share. Writes YAML and nothing else to standard output, and what comes
 * next to standard error. Talks to no cluster.
 */

import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { unreadable, unwritable } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
import { isManifest } from '../kubernetes/manifest_text.ts';
import { runManifest } from '../kubernetes/run_manifest.ts';
import { scriptedManifest } from '../kubernetes/scripted_run.ts';
import { budgetOption } from './budget_option.ts';
import type { Io } from './io.ts';
import { manifestNotes, scriptNotes } from './manifest_notes.ts';
import { manifestOptions, type ManifestOptions } from './manifest_options.ts';
import { manifestRun } from './manifest_run.ts';
import { manifestScript } from './manifest_script.ts';
import { commandFor, planOptions } from './options.ts';
import { asTyped } from './typed_as.ts';

export function manifestCommand(io: Io): Command {
  const command = commandFor('manifest', io)
    .description(
      'write what Kubernetes needs to make a run’s calls in many pods: an Indexed Job, one pod a share',
    )
    .argument(
      '<plan>',
      'a scenario (.yaml, .json), a packed plan (callstorm pack), or for k6-operator the folder that callstorm bundle wrote',
    );
  return budgetOption(planOptions(manifestOptions(command)))
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm manifest scenario.yaml --shards 4 --image registry.example/callstorm:0.1.0 --target wss://agent.example/v1/realtime | kubectl create -f -
  $ callstorm manifest plan.callstorm --shards 8 --image registry.example/callstorm:0.1.0 --run-id nightly-17 --log-to claim:storm-logs --out job.yaml
  $ callstorm manifest storm-k6 --for k6-operator --shards 4 --image grafana/k6:1.4.2 --run-id nightly-17 --out testrun.yaml

A share is made at most once: nothing is tried again. Put the logs together with callstorm merge: its verdict counts, and says what is missing.
`,
    )
    .action(async (file: string, options: ManifestOptions) => {
      const out = options.out === undefined ? null : resolve(io.cwd, options.out);
      if (out !== null) await refuseForeign(out);
      const { text, notes } = await manifest(io, file, options);
      if (out === null) io.out(text);
      else await write(out, text);
      for (const note of notes) io.err(`${asTyped(note, io)}\n`);
    });
}

async function manifest(
  io: Io,
  file: string,
  options: ManifestOptions,
): Promise<{ readonly text: string; readonly notes: readonly string[] }> {
  switch (options.for) {
    case 'job': {
      const run = await manifestRun(io, file, options);
      return { text: runManifest(run.sharded), notes: manifestNotes(run, options) };
    }
    case 'k6-operator': {
      const { run, plan } = await manifestScript(io, file, options);
      return { text: scriptedManifest(run), notes: scriptNotes(run, plan, options) };
    }
  }
}

/** A manifest that was written before is replaced; no other file is, the scenario least of all. Throws ConfigError. */
async function refuseForeign(out: string): Promise<void> {
  const found = await stat(out).catch(() => null);
  if (found?.isFile() !== true) return;
  if (isManifest(await beginningOf(out))) return;
  throw new ConfigError('expected a place for the manifest, found something else there', {
    code: 'out_taken',
    file: out,
    path: '--out',
    hint: 'Choose another --out: only a manifest that was written before is replaced.',
  });
}

const BEGINNING_BYTES = 100;

async function beginningOf(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(error, { code: 'out_taken', file });
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeWhole(file, text);
  } catch (error) {
    throw unwritable(error, { code: 'out_unwritable', file });
  }
}
