/** Faults by name and number: the second of one name is another than the first, whatever stands between them. Pure. */

export function numbered<Armed extends { readonly fault: { readonly name: string } }>(
  armed: readonly Armed[],
): readonly { readonly armed: Armed; readonly number: number }[] {
  const counts = new Map<string, number>();
  return armed.map((one) => {
    const number = counts.get(one.fault.name) ?? 0;
    counts.set(one.fault.name, number + 1);
    return { armed: one, number };
  });
}
