/** Makes so many items, and from then on gives one of them: for tokens that take long to sign. */
export function createPool<Item>(size: number, random: () => number, make: () => Promise<Item>): () => Promise<Item> {
  const items: Promise<Item>[] = []
  return () => {
    if (items.length < size) items.push(make())
    return items[Math.floor(random() * items.length)] as Promise<Item>
  }
}
