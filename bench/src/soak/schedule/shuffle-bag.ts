/** Draws each item once before any comes a second time, so that a short run sees all of them too. */
export function createShuffleBag<Item>(items: readonly Item[], random: () => number): () => Item {
  let left: Item[] = []
  return () => {
    if (left.length === 0) left = [...items]
    return left.splice(Math.floor(random() * left.length), 1)[0] as Item
  }
}
