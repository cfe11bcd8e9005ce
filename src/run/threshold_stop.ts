/** Watches the thresholds that may end a run early, about once a second, and stops it where one of them does not hold. */

import type { HeaderRecord } from '../core/log/record.ts';
import { told } from '../report/judge.ts';
import { ThresholdWatch } from '../report/threshold_watch.ts';
import type { RunControl, Sink } from './sink.ts';

/** Null: no threshold may. */
export function thresholdSink({
  judgement,
  dialect,
}: Pick<HeaderRecord, 'judgement' | 'dialect'>): Sink | null {
  if (judgement.thresholds.every(({ abort }) => abort === undefined)) return null;
  const watch = new ThresholdWatch(judgement, dialect);
  let control: RunControl | null = null;
  return {
    name: 'thresholds',
    begin: (_, given) => {
      control = given;
    },
    record: (record) => watch.add(record),
    gauge: (gauge) => {
      watch.add(gauge);
      const broken = watch.breach(gauge.atMs);
      if (broken !== null) control?.stop('threshold', told(broken));
    },
  };
}
