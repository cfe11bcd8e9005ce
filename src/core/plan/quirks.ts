/**
 * How a service that speaks a protocol almost differs from it: where it is reached, and what it wants to be told otherwise. Plain
 * JSON, in the protocol's own words. What can be read whatever way it comes is no quirk: it is read.
 */

export interface Quirks {
  /** The profile that they are of. */
  readonly profile?: string;
  /** Of a URL that has no path of its own. */
  readonly path?: string;
  /** Of the URL's query, where neither URL nor target says otherwise. */
  readonly query?: Readonly<Record<string, string>>;
  /** The header that carries a key from the environment as it is. A token that was fetched is a bearer's. */
  readonly keyHeader?: string;
  /** What names the model in the query. Absent: `model`. */
  readonly modelParameter?: string;
  /** The handshake asks for the protocol's beta by a header. */
  readonly betaHeader?: boolean;
  /** Settings as the beta had them: flat. Absent: as they are today. */
  readonly shape?: 'beta';
  /** What settings stand elsewhere: a path in the session, and where it is sent in its place. */
  readonly move?: Readonly<Record<string, string>>;
  /** Settings that are left out, wherever they stand by then. */
  readonly omit?: readonly string[];
  /** Turn detections by other names. */
  readonly detectors?: Readonly<Record<string, string>>;
  /** The event after which the caller may speak. Absent: `session.updated`. */
  readonly ready?: string;
}
