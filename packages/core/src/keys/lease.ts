import { sleep } from '../async/timers.js'

/**
 * Lets one request do what many wait for, without a promise that they share: on Workers a promise made in one
 * request never settles for another once the first one's client has gone.
 */
export interface Lease {
  isHeld(): boolean
  /** Does the work as the owner. */
  run(work: () => Promise<void>): Promise<void>
  /** Returns when the owner is done, or has shown no sign of life for half a second. */
  wait(): Promise<void>
}

const beatMs = 50
const silenceMs = 500
/** No owner works longer than this; it has gone, and there was nobody waiting who could notice. */
const longestMs = 5_000

export function createLease(now: () => number): Lease {
  let current: { beats: number; readonly takenAt: number } | undefined
  return {
    isHeld: () => current !== undefined && Math.abs(now() - current.takenAt) < longestMs,

    async run(work) {
      const mine = { beats: 0, takenAt: now() }
      current = mine
      const heart = setInterval(() => mine.beats++, beatMs)
      try {
        await work()
      } finally {
        clearInterval(heart)
        if (current === mine) current = undefined
      }
    },

    async wait() {
      const observed = current
      let silence = 0
      for (let pause = 1; observed && current === observed; pause = Math.min(pause * 2, 25)) {
        const { beats } = observed
        await sleep(pause)
        silence = observed.beats === beats ? silence + pause : 0
        if (silence >= silenceMs && current === observed) current = undefined
      }
    },
  }
}
