import { untilAborted } from '../values/until-aborted.js'

/** A request that waits. */
export interface HeldRequest {
  readonly method: string
  readonly path: string
}

/** Requests that wait until they are released. */
export interface HeldRequests {
  /** Oldest first. */
  list(): HeldRequest[]
  /** Resolves when the request is released. Rejects when the signal aborts. */
  hold(request: HeldRequest, signal: AbortSignal): Promise<void>
  /** Lets the oldest ones go on, by default all. Returns their number. */
  release(count?: number): number
  /** Lets all go on, and holds no more. */
  open(): void
}

export function createHeldRequests(): HeldRequests {
  const waiting = new Map<HeldRequest, () => void>()
  let isOpen = false

  const release = (count = waiting.size): number => {
    const oldest = [...waiting].slice(0, count)
    for (const [request, goOn] of oldest) {
      waiting.delete(request)
      goOn()
    }
    return oldest.length
  }
  return {
    list: () => [...waiting.keys()],
    async hold(request, signal) {
      if (isOpen) return
      const released = new Promise<void>((resolve) => waiting.set(request, resolve))
      await untilAborted(signal, released).finally(() => waiting.delete(request))
    },
    release,
    open() {
      isOpen = true
      release()
    },
  }
}
