import type { Pace } from './pace.ts'

/** Sends requests at a pace, as far as connections are free. */
export interface Sender {
  /** To be called often: sends what has become due. */
  pump(): void
  /** How many were sent since the last call. */
  takeSent(): number
}

/** What was not sent in so many milliseconds is not made up for. */
const memoryMs = 250

export function createSender(pace: Pace, now: () => number, send: () => boolean): Sender {
  let owed = 0
  let last = now()
  let sent = 0
  return {
    pump() {
      const passed = now() - last
      last += passed
      const perMs = pace.perSecond() / 1_000
      owed = Math.min(owed + passed * perMs, Math.max(1, memoryMs * perMs))
      for (; owed >= 1 && send(); owed--) sent++
    },
    takeSent() {
      const taken = sent
      sent = 0
      return taken
    },
  }
}
