/** A published type as JSON has it: where a package makes enums of words, the words stand on the wire. Nothing but a type. */

export type OnWire<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Item)[]
    ? readonly OnWire<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: OnWire<T[Key]> }
      : T;
