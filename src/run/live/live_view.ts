/**
 * The live view of a run, as seen from the thread that hands out the calls: a page that shows the run as it goes on, served by a
 * thread of its own. Here a record is kept as the line that it is, and a few times a second the lines are handed over. Should the
 * view be lost, the run goes on without it.
 */

import { Worker } from 'node:worker_threads';
import { ConfigError } from '../../core/word/config_error.ts';
import { builtModule } from '../../disk/own_file.ts';
import type { RunControl, Sink } from '../sink.ts';
import { RecordPost } from './record_post.ts';
import type { Conclusion } from './watched_run.ts';

export interface LiveStart {
  /** 0: any free one. */
  readonly port: number;
}

export type ToLive =
  | { readonly type: 'records'; readonly lines: string; readonly missed: number }
  | ({ readonly type: 'reported' } & Conclusion)
  /** Ends once everybody who watches has the last page, or has had time to. */
  | { readonly type: 'close' };

export type FromLive =
  | { readonly type: 'listening'; readonly url: string }
  /** The port could not be opened; `code`: the system's. */
  | { readonly type: 'refused'; readonly code: string; readonly message: string }
  /** A batch has been read. */
  | { readonly type: 'taken' }
  /** Somebody who watches wants the run to end. */
  | { readonly type: 'stop' }
  | { readonly type: 'closed' };

export interface LiveViewOptions {
  /** 0: any free one. */
  readonly port: number;
  /** The run is told to end, by somebody who watches it. */
  readonly onStop?: () => void;
  /** The view is lost; the run goes on. */
  readonly onLost?: (why: string) => void;
}

const POST_EVERY_MS = 250;
/** The page of a long run takes a while; the thread's own patience with its watchers is less. */
const CLOSE_WITHIN_MS = 10_000;
const STOPPED = 'stopped on its live page';

export class LiveView {
  /** Whoever knows it may watch, and stop, the run. */
  readonly url: string;
  readonly sink: Sink;
  private readonly thread: Worker;
  private readonly post = new RecordPost((batch) => this.tell({ type: 'records', ...batch }));
  private readonly timer: NodeJS.Timeout;
  private readonly options: LiveViewOptions;
  private readonly ended: Promise<void>;
  private control: RunControl | null = null;
  private stopAsked = false;
  private closing = false;

  /** Throws ConfigError where the port cannot be had. Needs `npm run build`. */
  static async open(options: LiveViewOptions): Promise<LiveView> {
    const workerData: LiveStart = { port: options.port };
    const thread = new Worker(builtModule('run/live/live_thread'), { workerData });
    const first = await firstOf(thread);
    if (first.type === 'listening') return new LiveView(thread, first.url, options);
    thread.on('error', () => {});
    throw first.type === 'refused'
      ? refusal(first, options.port)
      : new Error(`the live view began with ${first.type}`);
  }

  private constructor(thread: Worker, url: string, options: LiveViewOptions) {
    this.thread = thread;
    this.url = url;
    this.options = options;
    let error = 'its thread ended';
    thread.on('message', (message: FromLive) => this.hear(message));
    thread.on('error', (raised) => {
      error = raised instanceof Error ? raised.message : String(raised);
    });
    this.ended = new Promise((resolve) => {
      thread.once('exit', () => {
        if (!this.closing) options.onLost?.(error);
        resolve();
      });
    });
    // Nobody waits for it before `close`.
    thread.unref();
    this.timer = setInterval(() => this.post.flush(), POST_EVERY_MS);
    this.timer.unref();
    this.sink = this.asSink();
  }

  /** The run is over, and its report is written. */
  reported(conclusion: Conclusion): void {
    this.tell({ type: 'reported', ...conclusion });
  }

  /** Everybody who watches has the last page by then, or has had time to. More than once does no harm. Never rejects. */
  async close(): Promise<void> {
    if (this.closing) return this.ended;
    this.closing = true;
    clearInterval(this.timer);
    this.post.flushAll();
    this.thread.ref();
    this.tell({ type: 'close' });
    const timer = setTimeout(() => void this.thread.terminate(), CLOSE_WITHIN_MS);
    await this.ended;
    clearTimeout(timer);
  }

  private asSink(): Sink {
    return {
      name: 'live view',
      begin: (header, control) => {
        this.control = control;
        this.post.add(JSON.stringify(header));
        this.post.flush();
        if (this.stopAsked) this.stop();
      },
      record: (record, line = JSON.stringify(record)) => this.post.add(line),
      // Of the same kind as those in the log, and newer.
      gauge: (gauge) => this.post.add(JSON.stringify(gauge)),
      end: (footer) => {
        this.post.add(JSON.stringify(footer));
        this.post.flushAll();
      },
    };
  }

  private hear(message: FromLive): void {
    switch (message.type) {
      case 'taken':
        this.post.taken();
        break;
      case 'stop':
        if (this.stopAsked) break;
        this.stopAsked = true;
        this.options.onStop?.();
        this.stop();
        break;
      case 'listening':
      case 'refused':
      case 'closed':
        break;
    }
  }

  private stop(): void {
    this.control?.stop('interrupted', STOPPED);
  }

  private tell(message: ToLive): void {
    this.thread.postMessage(message);
  }
}

/** Its first word; rejects where it ends without one. */
function firstOf(thread: Worker): Promise<FromLive> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number): void => reject(new Error(`the live view ended with code ${code}`));
    thread.once('error', reject);
    thread.once('exit', onExit);
    thread.once('message', (message: FromLive) => {
      thread.off('error', reject);
      thread.off('exit', onExit);
      resolve(message);
    });
  });
}

function refusal({ code, message }: Extract<FromLive, { readonly type: 'refused' }>, port: number): Error {
  switch (code) {
    case 'EADDRINUSE':
      return new ConfigError(`port ${port} on 127.0.0.1 is in use`, {
        code: 'port_in_use',
        path: '--ui',
        hint: 'Choose another, or leave the number out for any free one: --ui',
      });
    case 'EACCES':
      return new ConfigError(`port ${port} on 127.0.0.1 may not be opened by this user`, {
        code: 'port_forbidden',
        path: '--ui',
        hint: 'Choose a port above 1023, or leave the number out for any free one: --ui',
      });
    default:
      return new Error(`the live view could not be served: ${message}`);
  }
}
