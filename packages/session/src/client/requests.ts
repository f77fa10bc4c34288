import { type Answer, createAsk } from './ask.js'
import type { ClientSession } from './client-session.js'
import type { Keep, Latest, Wake } from './memory.js'
import type { Page } from './page.js'
import type { SessionJson } from './session-json.js'
import { joinTabs } from './tabs.js'
import { aheadMs, longestMs, longestPauseMs, shortestMs } from './timing.js'

/** Asks the app: one request after the other, so that no answer is older than the one before. */
export type Requests = readonly [
  /** The session of the refresh under way, else of a new one. */
  current: () => Promise<ClientSession>,
  /** Asks from now on: a refresh under way may have been answered before the reason for this one. */
  refresh: () => Promise<ClientSession>,
  /** Sends a POST. `null` if it is refused by 401. */
  post: (path: string, body: object) => Promise<Answer | null>,
]

export function createRequests(page: Page, basePath: string, wake: Wake, latest: Latest, keep: Keep): Requests {
  const ask = createAsk(page, basePath, learn)
  let who: string | undefined
  let failures = 0
  let last: Promise<unknown> = Promise.resolve()
  let pending: Promise<ClientSession> | undefined
  let announce: ((who: string) => void) | undefined

  function learn(json: SessionJson, now: number) {
    const lifetimeMs = json.user ? json.expiresAt * 1_000 - now : longestMs
    const wakeInMs = Math.max(lifetimeMs - aheadMs * (1 + Math.random() / 2), shortestMs)
    keep(json.user ? { ...json, status: 'active' } : { user: null, status: 'anonymous' }, lifetimeMs, wakeInMs)
    failures = 0
    // What tabs compare. Not empty, also without a user.
    const next = `${json.user?.userId} ${json.user?.activeOrgId}`
    if (next !== who) announce?.(next)
    who = next
  }

  function hear(other: string) {
    if (other === who && !pending) return
    // The other tab has announced it already.
    who = other
    refresh()
  }

  function enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    if (page.document) announce ??= joinTabs(page, `propelauth${basePath}`, hear, wake, refresh)
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }

  function refresh() {
    pending = enqueue(async () => {
      await ask('session').catch(() => {
        const pauseMs = Math.min(1_000 * 2 ** failures++, longestPauseMs) * (1 - Math.random() / 2)
        keep({ user: null, ...latest(), status: 'unavailable' } as ClientSession, longestMs, pauseMs)
      })
      pending = undefined
      return latest() as ClientSession
    })
    return pending
  }

  return [() => pending ?? refresh(), refresh, (path, body) => enqueue(() => ask(path, body))]
}
