/** A worker thread: makes the calls it is told to, on one event loop with one timer wheel, and reports what happened. */

import { parentPort, workerData } from 'node:worker_threads';
import { callOf } from '../../core/call_spec.ts';
import type { CallRecord, TurnRecord } from '../../core/record.ts';
import { dialectOf } from '../../dialect/dialects.ts';
import { clockFrom } from './clock.ts';
import { Gauge } from './gauge.ts';
import { pulseWaker } from './pulse.ts';
import type { FromWorker, ToWorker, WorkerStart } from './protocol.ts';
import { Session, type Surroundings } from './session.ts';
import { Alarm, Wheel } from './wheel.ts';

const GAUGE_EVERY_MS = 1000;
const RECORDS_WITHIN_MS = 25;

if (parentPort === null) throw new Error('worker.js is started by the node engine, not by hand');
const port = parentPort;
const start = workerData as WorkerStart;
const { plan, audio, worker } = start;
const now = clockFrom(start.startedAtMonotonicMs);
const gauge = new Gauge();
const wheel = new Wheel(now, gauge.loopLag, pulseWaker);
const dialect = dialectOf(plan);
const key = plan.target.keyEnv === undefined ? undefined : process.env[plan.target.keyEnv];
const around: Surroundings = {
  plan,
  dialect,
  connection: dialect.connection(plan.target, start.url, key),
  messages: messagesOf(),
  now,
  wheel,
  gauge,
};
const sessions = new Map<number, Session>();
let unsent = '';

function messagesOf(): Buffer[] {
  const { bytes, offsets } = audio;
  const messages: Buffer[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) {
    const from = offsets[i] as number;
    messages.push(Buffer.from(bytes.buffer, bytes.byteOffset + from, (offsets[i + 1] as number) - from));
  }
  return messages;
}

function post(message: FromWorker): void {
  port.postMessage(message);
}

/** Records travel together: a message to the main thread costs more than what is in it. */
function report(record: TurnRecord | CallRecord): void {
  if (unsent === '') wheel.set(flushAlarm, now() + RECORDS_WITHIN_MS);
  unsent += `${JSON.stringify(record)}\n`;
  if (record.type === 'call') sessions.delete(record.call);
}

function flush(): void {
  const lines = unsent;
  unsent = '';
  if (lines !== '') post({ type: 'records', lines });
}

const flushAlarm = new Alarm(flush);
const gaugeAlarm = new Alarm((nowMs) => {
  post({ type: 'gauge', gauge: gauge.read(worker, nowMs), last: false });
  wheel.set(gaugeAlarm, gaugeAlarm.dueMs + GAUGE_EVERY_MS);
});
wheel.set(gaugeAlarm, now() + GAUGE_EVERY_MS);

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'call': {
      const { call, scheduledMs } = message;
      gauge.startLateness.add(now() - scheduledMs);
      const session = new Session(around, callOf(plan, call), scheduledMs, report);
      sessions.set(call, session);
      session.dial();
      break;
    }
    case 'stop':
      for (const session of sessions.values()) session.stop(message.failure);
      break;
    case 'finish':
      flush();
      wheel.stop();
      post({ type: 'gauge', gauge: gauge.read(worker, now()), last: true });
      port.close();
      break;
  }
});

post({ type: 'ready' });
