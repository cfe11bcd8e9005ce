/** Keeps what a run tells, and in the end what each of its calls told: what the pairs of a matrix are made of. */

import { LogGatherer } from '../report/log.ts';
import { cellFigures, type CellFigures } from '../report/matrix/cell_figures.ts';
import type { Sink } from './sink.ts';

export interface FiguresSink extends Sink {
  /** Null before the run has ended. */
  figures(): CellFigures | null;
}

export function figuresSink(): FiguresSink {
  const gatherer = new LogGatherer();
  let figures: CellFigures | null = null;
  return {
    name: 'matrix',
    begin: (header) => gatherer.add(header, '', 0),
    record: (record) => gatherer.add(record, '', 0),
    end: (footer) => {
      gatherer.add(footer, '', 0);
      const gathered = gatherer.finish();
      figures = gathered === null ? null : cellFigures(gathered);
    },
    figures: () => figures,
  };
}
