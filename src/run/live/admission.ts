/**
 * Who may ask for what of the live view. Any page in any browser of this machine can send requests here, under any name that
 * somebody's DNS has point here: so a request has to be addressed to this machine by its own name, to know the token, and to come
 * from the view's own page, where it comes from a page. Pure.
 */

/** What a request says of itself. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Whether it has a body, or says so. */
  readonly hasBody: boolean;
}

export type Route = 'page' | 'events' | 'stop';

export type Admission =
  | { readonly type: Route }
  | {
      readonly type: 'refused';
      readonly status: 403 | 404 | 405 | 413;
      readonly text: string;
      /** The method that would do. */
      readonly allow?: string;
    };

const methods: Readonly<Record<Route, string>> = { page: 'GET', events: 'GET', stop: 'POST' };

export function admit(
  { method, path, host, origin, hasBody }: Asked,
  port: number,
  isToken: (text: string) => boolean,
): Admission {
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !names.includes(host)) return refused(403, 'this is not that host');
  const [, token = '', ...rest] = (path.split('?')[0] ?? '').split('/');
  // Whoever does not know the token does not learn what there is.
  if (!isToken(token)) return refused(404, 'not found');
  const route = routeOf(rest.join('/'));
  if (route === null) return refused(404, 'not found');
  if (method !== methods[route]) {
    return { ...refused(405, `${methods[route]} it is`), allow: methods[route] };
  }
  if (origin !== undefined && origin !== `http://${host}`) return refused(403, 'another page may not ask');
  if (hasBody) return refused(413, 'no request has a body here');
  return { type: route };
}

function refused(
  status: 403 | 404 | 405 | 413,
  text: string,
): Extract<Admission, { readonly type: 'refused' }> {
  return { type: 'refused', status, text };
}

function routeOf(path: string): Route | null {
  switch (path) {
    case '':
      return 'page';
    case 'events':
    case 'stop':
      return path;
    default:
      return null;
  }
}
