/**
 * Made when a test first asks for it, and kept for the others. What a file makes as it is loaded is made before any test runs: a
 * change to the code that makes it is then seen by no test (bench/mutation.ts).
 */
export function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | null = null;
  return () => (made ??= { value: make() }).value;
}
