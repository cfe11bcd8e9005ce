/**
 * `callstorm manifest`: a plan as Kubernetes makes it, one pod a share. Writes YAML and nothing else to standard output, and what comes
 * next to standard error. Talks to no cluster.
 */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { unwritable } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
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
      const { text, notes } = await manifest(io, file, options);
      if (options.out === undefined) io.out(text);
      else await write(resolve(io.cwd, options.out), text);
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

async function write(file: string, text: string): Promise<void> {
  try {
    await writeWhole(file, text);
  } catch (error) {
    throw unwritable(error, { code: 'out_unwritable', file });
  }
}
