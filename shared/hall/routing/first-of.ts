/** The item that precedes all others; null of none. The first of several that do not precede one another. */
export function firstOf<Item>(items: Iterable<Item>, precedes: (left: Item, right: Item) => boolean): Item | null {
  let first: Item | null = null;
  for (const item of items) if (first === null || precedes(item, first)) first = item;
  return first;
}
