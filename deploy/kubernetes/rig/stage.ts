/**
 * What every part of the story needs: kubectl, callstorm, the nodes, and a voice that shows each command with what it really printed.
 * A part says what has to hold; the rig fails where it does not.
 */

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { RigNode } from './nodes.ts';

export interface Output {
  readonly text: string;
  readonly code: number;
}

export interface StageParts {
  readonly bin: string;
  readonly kubeconfig: string;
  readonly folder: string;
  readonly target: string;
  readonly nodes: readonly RigNode[];
  /** What the agent has seen of the calls, as NDJSON. */
  readonly agentLog: string;
}

/** A Job's pods are looked at so often. */
const LOOK_EVERY_MS = 500;

export class Stage {
  readonly parts: StageParts;
  readonly failed: string[] = [];

  constructor(parts: StageParts) {
    this.parts = parts;
  }

  say(text: string): void {
    console.log(text);
  }

  title(text: string): void {
    console.log(`\n## ${text}\n`);
  }

  holds(what: string, does: boolean): void {
    if (!does) this.failed.push(what);
    console.log(`${does ? 'holds' : 'DOES NOT HOLD'}: ${what}`);
  }

  /** Shows the command as a person would type it, and what it printed. */
  show(command: string, input?: string): Output {
    const output = this.quietly(command, input);
    console.log(`$ ${command}`);
    if (output.text.trim() !== '') console.log(output.text.trimEnd());
    if (output.code !== 0) console.log(`(exit code ${output.code})`);
    return output;
  }

  /** Runs a line of the shell, in which kubectl and callstorm are the rig's; standard error goes with standard output. */
  quietly(command: string, input?: string): Output {
    const run = spawnSync('bash', ['-c', `exec 2>&1\n${command}`], {
      cwd: this.parts.folder,
      env: this.#environment(),
      encoding: 'utf8',
      maxBuffer: 512 * 1024 * 1024,
      ...(input === undefined ? {} : { input }),
    });
    return { text: run.stdout, code: run.status ?? -1 };
  }

  json(command: string): unknown {
    return JSON.parse(this.quietly(command).text);
  }

  /** Has a command run on, its output in a file, while the story goes on. */
  follow(command: string, file: string): ChildProcess {
    const out = openSync(join(this.parts.folder, file), 'w');
    const child = spawn('bash', ['-c', `exec ${command}`], {
      cwd: this.parts.folder,
      env: this.#environment(),
      stdio: ['ignore', out, 'ignore'],
    });
    closeSync(out);
    return child;
  }

  async until(what: string, isSo: () => boolean, withinMs = 180_000): Promise<void> {
    const untilMs = Date.now() + withinMs;
    while (!isSo()) {
      if (Date.now() > untilMs) throw new Error(`${what}: not within ${withinMs / 1000} s`);
      await after(LOOK_EVERY_MS);
    }
  }

  /** Sessions that the agent has had begin, and end, so far. */
  sessions(): Sessions {
    const log = readFileSync(this.parts.agentLog, 'utf8');
    const of = (type: string): number => log.split(`{"type":"${type}",`).length - 1;
    return { opened: of('opened'), closed: of('closed') };
  }

  podsOf(job: string): readonly Pod[] {
    const list = this.json(`kubectl get pods -l batch.kubernetes.io/job-name=${job} -o json`) as {
      items: RawPod[];
    };
    return list.items.map(({ metadata, spec, status }) => ({
      name: metadata.name,
      index: Number(metadata.annotations['batch.kubernetes.io/job-completion-index']),
      node: spec.nodeName ?? '',
      phase: status.phase,
    }));
  }

  /** Kinds of the Job's conditions that hold. */
  conditionsOf(job: string): readonly string[] {
    const { status } = this.json(`kubectl get job ${job} -o json`) as RawJob;
    return (status.conditions ?? []).filter(({ status: holds }) => holds === 'True').map(({ type }) => type);
  }

  #environment(): NodeJS.ProcessEnv {
    const { bin, folder, kubeconfig } = this.parts;
    return {
      ...process.env,
      PATH: `${join(folder, 'bin')}:${bin}:${process.env['PATH']}`,
      KUBECONFIG: kubeconfig,
      NO_COLOR: '1',
      COLUMNS: '110',
    };
  }
}

export interface Sessions {
  readonly opened: number;
  readonly closed: number;
}

export interface Pod {
  readonly name: string;
  readonly index: number;
  readonly node: string;
  readonly phase: string;
}

interface RawPod {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly phase: string };
}

interface RawJob {
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}
