import { sleep, turn } from './timers.js'

/**
 * Lets one request do the work that many wait for, without sharing a promise: on Workers, a promise made in one
 * request never settles for another after the first one's client has disconnected.
 */
export interface Lease {
  isHeld(): boolean
  /** Does the work as the owner. */
  run<Result>(work: () => Promise<Result>): Promise<Result>
  /** Returns when the owner has finished, or has sent no heartbeat for half a second. */
  wait(): Promise<void>
}

const heartbeatMs = 50
const heartbeatTimeoutMs = 500
/** Turns of the event loop that a waiter polls before it relies on timers. */
const maxTurns = 20

/** `longestMs`: no work takes longer. An owner that holds the lease for longer was cancelled. */
export function createLease(now: () => number, longestMs: number): Lease {
  let current: { heartbeats: number; readonly takenAt: number } | undefined
  let timersRun = false
  return {
    isHeld: () => current !== undefined && Math.abs(now() - current.takenAt) < longestMs,

    async run(work) {
      const mine = { heartbeats: 0, takenAt: now() }
      current = mine
      const heartbeat = setInterval(() => mine.heartbeats++, heartbeatMs)
      if (!timersRun) void sleep(1).then(() => (timersRun = true))
      try {
        return await work()
      } finally {
        clearInterval(heartbeat)
        if (current === mine) current = undefined
      }
    },

    async wait() {
      const observed = current
      for (let turns = 0; observed && current === observed && !timersRun && turns < maxTurns; turns++) await turn()
      let silenceMs = 0
      for (let pause = 1; observed && current === observed; pause = Math.min(pause * 2, 25)) {
        const { heartbeats } = observed
        await sleep(pause)
        silenceMs = observed.heartbeats === heartbeats ? silenceMs + pause : 0
        if (silenceMs >= heartbeatTimeoutMs && current === observed) current = undefined
      }
    },
  }
}
