/**
 * A recipe: what is done to a clean recording before it is sent, as plain JSON. An ordered list of named steps with their
 * parameters, and the seed that whatever is random in them is drawn from. The core carries it and never follows it.
 */

export interface Recipe {
  /** In the order in which they are done. None: the recording as it is. */
  readonly steps: readonly RecipeStep[];
  readonly seed: number;
}

export interface RecipeStep {
  readonly name: string;
  /** Units in the names: `gainDb`, `levelDbfs`. */
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
}

/** A recording made by a recipe. The clean one has no variant. */
export interface ClipVariant {
  /** SHA-256 (hex) of the recipe as canonical JSON. */
  readonly id: string;
  readonly recipe: Recipe;
}
