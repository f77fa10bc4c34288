import type { ClientSession } from './client-session.js'
import type { Page } from './page.js'
import { longestMs } from './timing.js'

type Listener = (session: ClientSession) => void

/** What the page does when it is time to ask the app. */
export type Wake = () => unknown
/** The session, once it is known. */
export type Latest = () => ClientSession | undefined
/** Shows the session to the listeners if it has changed. It lasts for a time, and the page wakes up after another. */
export type Keep = (session: ClientSession, lifetimeMs: number, wakeInMs: number) => void

/** The session in this tab. */
export type Memory = readonly [
  latest: Latest,
  /** `undefined` when it is over, too. */
  fresh: Latest,
  /** Calls the listener now, if it is known, and after each change. Returns what ends that. */
  listen: (listener: Listener) => () => void,
  keep: Keep,
]

export function createMemory(page: Page, wake: Wake): Memory {
  const listeners = new Set<Listener>()
  let session: ClientSession | undefined
  /** By the clock of the device. */
  let endsAt = 0
  let timer: ReturnType<Page['setTimeout']> | undefined

  function keep(next: ClientSession, lifetimeMs: number, wakeInMs: number) {
    endsAt = page.Date.now() + lifetimeMs
    page.clearTimeout(timer)
    // On a server there is nothing to wake.
    timer = page.document && page.setTimeout(wake, Math.min(wakeInMs, longestMs))
    if (JSON.stringify(next) === JSON.stringify(session)) return
    session = next
    // In a task of its own, an error of one listener does not concern the others.
    for (const listener of listeners) page.queueMicrotask(() => listeners.has(listener) && listener(next))
  }

  function listen(listener: Listener) {
    const own: Listener = (next) => listener(next)
    listeners.add(own)
    if (session) own(session)
    return () => listeners.delete(own)
  }

  return [() => session, () => (page.Date.now() < endsAt ? session : undefined), listen, keep]
}
