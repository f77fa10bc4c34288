/** One of a bounded number of places. */
export interface Place {
  /** When the owner last asked for a permit. */
  seenAt: number
  leave(): void
}

/**
 * A bounded number of places. A place is free again after its lifetime, even if its owner did not leave it: on Workers,
 * a request whose client has disconnected never continues, not even in its `finally`.
 */
export function createPlaces(max: number, lifetimeMs: number) {
  const taken = new Set<Place & { readonly until: number }>()
  function free(at: number): number {
    // In the order of their ends, since all have the same lifetime.
    for (const place of taken) {
      if (place.until > at) break
      taken.delete(place)
    }
    return max - taken.size
  }
  return {
    /** In the order in which they were taken. */
    taken: taken as ReadonlySet<Place>,
    free,
    take(at: number): Place | undefined {
      if (free(at) < 1) return undefined
      const place = { until: at + lifetimeMs, seenAt: at, leave: () => void taken.delete(place) }
      taken.add(place)
      return place
    },
  }
}
