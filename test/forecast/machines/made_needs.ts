/** A call, costs and a question as they might be, for tests. */

import type { CallNeeds } from '../../../src/forecast/machines/call_needs.ts';
import { costsOfThisBuild, type MeasuredCosts } from '../../../src/forecast/machines/measured_costs.ts';
import type { ScaleAsked } from '../../../src/forecast/machines/scale_plan.ts';

export const needs: CallNeeds = {
  dialect: 'openai-realtime',
  frameMs: 100,
  sent: { audioBytes: 4800, encodedBytes: 6400, messageBytes: 6400 },
  sendingShare: 1,
  received: { audioBytes: 12_000, encodedBytes: 16_000, messageBytes: 16_220 },
  receivedPerMessageMs: 250,
  receivingShare: 0.5,
  secure: false,
  callMs: 60_000,
  planAudioBytes: 10 << 20,
  logBytes: 6000,
  usd: 0.05,
  webhook: false,
  metered: [],
  assumed: ['nothing'],
};

export const costs: MeasuredCosts = {
  ...costsOfThisBuild,
  memory: { baseMb: 100, perCallKb: 100 },
  baseFiles: 40,
  logBytesPerWorkerMinute: 1000,
  protocols: [
    {
      dialect: 'openai-realtime',
      frameMs: 100,
      calls: 1000,
      workers: 1,
      coresPerCall: 0.0005,
      heldPerWorker: 1000,
      sendLatenessP99Ms: 4,
    },
  ],
};

export const asked: ScaleAsked = {
  calls: 100_000,
  atOnce: 100_000,
  rampMs: 100_000,
  pod: { cores: 2, workers: null, memoryMb: null, openFiles: null, ephemeralPorts: 28_232 },
  podsPerNode: 4,
  gbitPerNode: null,
  targetAddresses: 1,
  nat: null,
  limits: null,
  seed: 1,
};
