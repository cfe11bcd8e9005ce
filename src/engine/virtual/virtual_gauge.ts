/**
 * What stands for a worker's word on itself in virtual time: the instant, and that nothing was late. Whoever watches a run looks
 * at it as often as a worker of a real one speaks. Pure.
 */

import { Histogram } from '../../core/log/histogram.ts';
import type { GeneratorRecord } from '../../core/log/record.ts';

export const GAUGE_EVERY_MS = 1000;

export function virtualGauge(atMs: number): GeneratorRecord {
  return {
    type: 'generator',
    worker: 0,
    atMs,
    sendLateness: NOTHING,
    loopLag: NOTHING,
    startLateness: NOTHING,
    framesSent: 0,
    framesDropped: 0,
    bytesSent: 0,
    bytesReceived: 0,
    cpuMs: 0,
    maxRssMb: 0,
  };
}

const NOTHING = new Histogram().encode();
