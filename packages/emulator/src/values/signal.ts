/** Tells one listener that something has happened. */
export interface Signal {
  notify(): void
  /** Replaces the listener. */
  listen(listener: () => void): void
}

export function createSignal(): Signal {
  let current = (): void => {}
  return {
    notify: () => current(),
    listen(listener) {
      current = listener
    },
  }
}
