/** The hooks of an event loop like Node's. */
export interface EventLoop {
  /** Runs after the current callback and its promises. */
  nextTick(callback: () => void): void
  /** Runs at the end of the turn, after the callbacks of all sockets that were ready. */
  setImmediate(callback: () => void): void
}

/**
 * Counts calls in a turn of the event loop. The result is whether a call is one of several: another one was made in
 * the same synchronous job (as in `Promise.all`), or in an earlier callback of the same turn (as by another connection).
 * A loop that awaits one call after the other stays within one callback, and its calls are never several.
 */
export function createTurnMeter({ nextTick, setImmediate }: EventLoop): () => boolean {
  let inJob = false
  let inCallback = false
  let callbacks = 0
  const endJob = () => {
    inJob = false
  }
  const endCallback = () => {
    inCallback = false
  }
  const endTurn = () => {
    callbacks = 0
  }
  return () => {
    if (inJob) return true
    inJob = true
    void Promise.resolve().then(endJob)
    if (!inCallback) {
      inCallback = true
      nextTick(endCallback)
      if (callbacks++ === 0) setImmediate(endTurn)
    }
    return callbacks > 1
  }
}
