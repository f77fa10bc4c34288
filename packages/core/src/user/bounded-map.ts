/** A map that drops its oldest entry beyond its bound. */
export function createBoundedMap<Value>(max: number) {
  const entries = new Map<string, Value>()
  return {
    get: (id: string): Value | undefined => entries.get(id),
    set(id: string, value: Value): void {
      entries.delete(id)
      entries.set(id, value)
      const [oldest = id] = entries.keys()
      if (entries.size > max) entries.delete(oldest)
    },
    delete: (id: string): void => void entries.delete(id),
  }
}
