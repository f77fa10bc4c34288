/** Draws from one seeded sequence. */
export interface Draw {
  readonly random: () => number
  between(low: number, high: number): number
  pick<Item>(items: readonly Item[]): Item
}

export const createDraw = (random: () => number): Draw => ({
  random,
  between: (low, high) => Math.round(low + random() * (high - low)),
  pick: <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item,
})
