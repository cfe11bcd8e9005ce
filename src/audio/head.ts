/**
 * The first numbers of an array, as a view of it. Pure. Pieces of audio are mostly as long as the one before, and a view that
 * is as long serves again: none is made for nothing.
 */

interface Numbers<View> {
  subarray(from: number, to: number): View;
}

export function headOf<View extends { readonly length: number }>(
  numbers: Numbers<View>,
): (count: number) => View {
  let head = numbers.subarray(0, 0);
  return (count) => {
    if (head.length !== count) head = numbers.subarray(0, count);
    return head;
  };
}
