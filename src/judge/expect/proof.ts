/**
 * What a look at a call has found of a condition: it held, it did not, or nobody can say because what it is judged by is missing.
 * The three are joined as Kleene has it: what is not known never turns into a yes, nor into a no.
 */

export type Proof =
  | {
      readonly holds: true;
      /** When it was shown. Null: it holds because something was not. */
      readonly atMs: number | null;
    }
  | { readonly holds: false; readonly why: string }
  | { readonly holds: null; readonly missing: string };

export function held(atMs: number | null): Proof {
  return { holds: true, atMs };
}

export function failed(why: string): Proof {
  return { holds: false, why };
}

export function unknown(missing: string): Proof {
  return { holds: null, missing };
}

export function negated(proof: Proof, why: string): Proof {
  if (proof.holds === null) return proof;
  return proof.holds ? failed(why) : held(null);
}

/** One that fails is enough; else one that nobody can tell of. Shown once the last of them is. */
export function allOf(proofs: readonly Proof[]): Proof {
  const wrong = proofs.find(({ holds }) => holds === false) ?? proofs.find(({ holds }) => holds === null);
  return wrong ?? held(outermost(proofs, Math.max));
}

/** One that holds is enough; else one that nobody can tell of. Shown once the first of them is. */
export function anyOf(proofs: readonly Proof[]): Proof {
  const holding = proofs.filter(({ holds }) => holds === true);
  if (holding.length > 0) return held(outermost(holding, Math.min));
  const open = proofs.find(({ holds }) => holds === null);
  if (open !== undefined) return open;
  return failed(proofs.map((proof) => ('why' in proof ? proof.why : '')).join('; '));
}

function outermost(proofs: readonly Proof[], pick: (a: number, b: number) => number): number | null {
  let found: number | null = null;
  for (const proof of proofs) {
    if (proof.holds !== true || proof.atMs === null) continue;
    found = found === null ? proof.atMs : pick(found, proof.atMs);
  }
  return found;
}
