/**
 * Stands before an exporter: counts what was sent and what was lost, tells of the first loss and of no other, and has the SDK
 * believe that all went well, so that nothing of it is thrown or logged anywhere else.
 */

/** As the SDK's exporters have it: code 0 is success. */
export interface ExportResult {
  readonly code: number;
  readonly error?: Error;
}

interface Exporter<Batch> {
  export(batch: Batch, done: (result: ExportResult) => void): void;
}

export interface Arrived {
  sent: number;
  lost: number;
}

export function watched<Batch, Kind extends Exporter<Batch>>(
  exporter: Kind,
  counted: (batch: Batch) => number,
  arrived: Arrived,
  lost: (reason: string) => void,
): Kind {
  const send = exporter.export.bind(exporter);
  const settle = (batch: Batch, result: ExportResult): void => {
    const count = counted(batch);
    if (result.code === 0) {
      arrived.sent += count;
      return;
    }
    arrived.lost += count;
    lost(reasonOf(result.error));
  };
  exporter.export = (batch, done) => {
    try {
      send(batch, (result) => {
        settle(batch, result);
        done({ code: 0 });
      });
    } catch (error) {
      settle(batch, { code: 1, error: error as Error });
      done({ code: 0 });
    }
  };
  return exporter;
}

/** As it came: whoever shows it sees to secrets and controls in it. A body that a server sent along is not in it. */
function reasonOf(
  error: (Error & { readonly code?: unknown; readonly errors?: readonly Error[] }) | undefined,
): string {
  if (error === undefined) return 'it was not taken';
  const { code } = error;
  if (typeof code === 'number') return `HTTP ${code} ${error.message}`.trim();
  const message = error.message === '' ? (error.errors?.[0]?.message ?? '') : error.message;
  return message === '' ? (typeof code === 'string' ? code : error.name) : message;
}
