/** Whether clocks and timers of this machine are good enough to measure by. Pure. */

import { count, ms } from '../../report/figure.ts';
import type { Examined } from './examined.ts';
import type { MachineReading } from './machine_reading.ts';

/** Half a frame of 100 ms: from there on a run is invalid; half a frame of a telephone's 20 ms. */
const LATE_MS = 50;
const LATE_FOR_TELEPHONES_MS = 10;
const MOST_DRIFT_PPM = 500;
const MOST_STEP_US = 1000;
/** Slow to read: each look at the time is a call into the kernel, or out of the virtual machine. */
const SLOW_SOURCES: ReadonlySet<string> = new Set(['hpet', 'acpi_pm', 'jiffies', 'pit', 'refined-jiffies']);

export function examineClock(
  { source, synchronised, stepUs, driftPpm, late, overMs }: MachineReading['clock'],
  platform: string,
): readonly Examined[] {
  const slow = source !== null && SLOW_SOURCES.has(source);
  const coarse = stepUs > MOST_STEP_US;
  const drifts = Math.abs(driftPpm) > MOST_DRIFT_PPM;
  const kept =
    synchronised === null
      ? 'whether it is kept right is not told'
      : synchronised
        ? 'kept right by the network’s time'
        : 'not kept right by the network’s time';
  return [
    {
      name: 'clock',
      health: coarse ? 'problem' : slow ? 'look' : 'ok',
      figure: `${source ?? (platform === 'linux' ? 'source unknown' : 'source cannot be read')}, steps of ${count(Number(stepUs.toPrecision(2)))} µs`,
      advice: coarse || slow ? 'Boot with clocksource=tsc, or have the hypervisor give kvm-clock.' : null,
    },
    {
      name: 'time of day',
      health: drifts || synchronised === false ? 'look' : 'ok',
      figure: `${count(Math.round(Math.abs(driftPpm)))} ppm ${driftPpm < 0 ? 'slower' : 'faster'} than the monotonic clock, over ${ms(overMs)}; ${kept}`,
      advice:
        drifts || synchronised === false
          ? 'timedatectl set-ntp true (or chrony). Latencies are by the monotonic clock; shares of one run, and --start-at, are laid together by this one.'
          : null,
    },
    {
      name: 'timers',
      health: late.p99Ms > LATE_MS ? 'problem' : late.p99Ms > LATE_FOR_TELEPHONES_MS ? 'look' : 'ok',
      figure: `late by ${ms(late.p50Ms)} (p50), ${ms(late.p99Ms)} (p99), ${ms(late.mostMs)} at the most, over ${ms(overMs)} without a call`,
      advice:
        late.p99Ms > LATE_FOR_TELEPHONES_MS
          ? 'Others use this machine, or its quota throttles it: a run is invalid where frames are later than half a frame (50 ms, by telephone 10 ms).'
          : null,
    },
  ];
}
