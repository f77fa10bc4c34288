/** Keeps the ids of messages that were handled. It has two methods, so that any store fits. */
export interface SeenStore {
  /** Whether the id was added and has not expired. */
  has(id: string): boolean | Promise<boolean>
  /** Keeps an id, which is 1 to 256 characters of printable ASCII, for this many seconds. */
  add(id: string, options: { readonly ttlSeconds: number }): unknown
}
