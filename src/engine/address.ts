/**
 * What the calls of one worker dial, and what of it nobody may see. The key may become another while the run goes on: connections
 * that are dialled from then on have the new one, and both stay hidden in all that is recorded.
 */

import type { PlanTarget } from '../core/plan/plan.ts';
import { redactionOf, showAll, type Redact } from '../core/word/redaction.ts';
import { secretsIn, secretsInHeaders } from '../core/word/secret.ts';
import type { Connection, Dialect } from '../dialect/dialect.ts';

export class Address {
  connection: Connection;
  /** Hides the run's secrets; the same function, whatever the key becomes. */
  readonly redact: Redact;
  private readonly dialect: Pick<Dialect, 'connection'>;
  private readonly target: PlanTarget;
  private readonly url: string;
  private readonly secrets: string[];
  private hide: Redact;

  constructor(
    dialect: Pick<Dialect, 'connection'>,
    target: PlanTarget,
    url: string,
    secrets: readonly string[],
    key: string | undefined,
  ) {
    this.dialect = dialect;
    this.target = target;
    this.url = url;
    this.secrets = [...secrets];
    this.connection = this.with(key);
    this.hide = redactionOf(this.secrets);
    this.redact = this.hide === showAll && key === undefined ? showAll : (text) => this.hide(text);
  }

  /** Only of a target that has a key already. */
  rekey(key: string): void {
    this.connection = this.with(key);
    this.hide = redactionOf(this.secrets);
  }

  private with(key: string | undefined): Connection {
    const connection = this.dialect.connection(this.target, this.url, key);
    if (key !== undefined) this.secrets.push(key);
    this.secrets.push(...secretsIn(connection.url), ...secretsInHeaders(connection.headers));
    return connection;
  }
}
