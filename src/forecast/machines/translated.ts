/** How many addresses each kind of address translation needs for so many connections to one name. Pure. */

import { addressTranslations, type AddressTranslation } from './middlebox_table.ts';

export interface Translated {
  readonly through: AddressTranslation;
  /** `all`: of the whole run; `node`: of the fullest node, each of which has its own. Null: how many calls a node makes is not known. */
  readonly of: 'all' | 'node';
  readonly addresses: number | null;
  /** There are not so many. Null: it is not stated how many there are, or not known how many are needed. */
  readonly tooMany: boolean | null;
}

const PER_NODE = 'linux-masquerade';

/** `ports`: of all calls at once, with those that still wait for their last packets. */
export function translated(
  ports: number,
  targetAddresses: number,
  fleet: { readonly portsPerNode: number } | null,
): readonly Translated[] {
  return addressTranslations.map((through) => {
    const of = through.name === PER_NODE ? 'node' : 'all';
    const taken = of === 'all' ? ports : (fleet?.portsPerNode ?? null);
    const addresses = taken === null ? null : Math.ceil(taken / (through.perAddress * targetAddresses));
    return {
      through,
      of,
      addresses,
      tooMany:
        addresses === null || through.mostAddresses === null ? null : addresses > through.mostAddresses,
    };
  });
}
