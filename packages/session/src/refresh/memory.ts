import type { Lease } from '@propelauth-edge/core/adapter'
import { readUnverified } from '../service/verify.js'
import type { RefreshOutcome } from './refresh-session.js'

/** What this isolate knows about one refresh token. Plain values: no promise is shared between requests. */
export interface Entry {
  readonly lease: Lease
  /** The latest outcome, for requests that waited for it. */
  latest?: RefreshOutcome
  /** Finished refreshes. It tells a waiter that another request's refresh has finished. */
  runs: number
  /** The latest answer of the service, for requests that come later. */
  answer?: { readonly outcome: RefreshOutcome; readonly at: number }
  /** A logout ended the session. */
  isClosed: boolean
}

export interface Found {
  /** The newest refresh token of the session, as far as kept answers tell. */
  readonly token: string
  /** The newest answer, if it still serves requests. */
  readonly answer: RefreshOutcome | undefined
}

export interface Memory {
  find(refreshToken: string): Found
  entryOf(refreshToken: string): Entry
  keep(entry: Entry, outcome: RefreshOutcome): void
  close(entry: Entry): void
}

const keptMs = 60_000
const mostEntries = 500
/** Refreshes of one session within the time that answers are kept. */
const mostSteps = 20

/** The access token of an answer may expire while it is kept. */
const isUsable = (answer: RefreshOutcome, now: number) =>
  answer.status !== 'fresh' || Number(readUnverified(answer.tokens.accessToken).exp) * 1_000 > now

export function createMemory(now: () => number, createLease: () => Lease): Memory {
  const entries = new Map<string, Entry>()

  const isKept = ({ answer }: Entry) => answer !== undefined && Math.abs(now() - answer.at) < keptMs

  function makeRoom() {
    for (const [token, entry] of entries) if (!isKept(entry) && !entry.lease.isHeld()) entries.delete(token)
    // In the order of their creation: the oldest go first.
    for (const token of entries.keys()) if (entries.size >= mostEntries) entries.delete(token)
  }

  return {
    find(refreshToken) {
      let token = refreshToken
      let answer: RefreshOutcome | undefined
      for (let step = 0; step < mostSteps; step++) {
        const entry = entries.get(token)
        if (!entry?.answer || !isKept(entry)) break
        answer = entry.answer.outcome
        if (answer.status !== 'fresh' || answer.tokens.refreshToken === token) break
        token = answer.tokens.refreshToken
      }
      return { token, answer: answer && isUsable(answer, now()) ? answer : undefined }
    },
    entryOf(refreshToken) {
      const known = entries.get(refreshToken)
      if (known) return known
      if (entries.size >= mostEntries) makeRoom()
      const entry: Entry = { lease: createLease(), runs: 0, isClosed: false }
      entries.set(refreshToken, entry)
      return entry
    },
    keep(entry, outcome) {
      entry.runs++
      entry.latest = outcome
      // An outage is no answer: the back-off decides when to call again.
      if (outcome.status !== 'unavailable') entry.answer = { outcome, at: now() }
    },
    close(entry) {
      entry.isClosed = true
      entry.answer = { outcome: { status: 'ended' }, at: now() }
    },
  }
}
