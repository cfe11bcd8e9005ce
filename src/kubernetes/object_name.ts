/** Names of Kubernetes' objects, which are labels of a host name (RFC 1123) wherever a pod's host name is made of them. Pure. */

/** Of a label, and of the value of a Kubernetes label. */
export const LONGEST_NAME = 63;

const NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

export function isObjectName(text: string, longest = LONGEST_NAME): boolean {
  return text.length <= longest && NAME.test(text);
}

/** Of a Job whose pods are called by its name, a dash and their index. */
export function longestJobName(shards: number): number {
  return LONGEST_NAME - 1 - String(shards - 1).length;
}

/** What anything is called by: lower case, other signs as dashes, cut to size. `fallback` where nothing is left. */
export function objectName(text: string, longest = LONGEST_NAME, fallback = 'run'): string {
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  return slug === '' ? fallback : slug;
}

/** The value of a label: other signs than it may have become dashes. */
export function labelValue(text: string): string {
  return text
    .replaceAll(/[^\w.-]/g, '-')
    .slice(0, LONGEST_NAME)
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
