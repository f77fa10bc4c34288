/** A rest between two attempts. */
export interface Cooldown {
  start(now: number): void
  isOver(now: number): boolean
}

/** Where the clock stands still (within a Workers request it does), every look counts as so many milliseconds. */
const lookMs = 30

/**
 * A cool-down that neither a standing nor a stepping clock can turn into a lock-out: looks count where time does
 * not pass, and a clock that went back ends it.
 */
export function createCooldown(lengthMs: number): Cooldown {
  let startedAt: number | undefined
  let looks = 0
  return {
    start(now) {
      startedAt = now
      looks = 0
    },
    isOver(now) {
      if (startedAt === undefined || now < startedAt) return true
      if (now === startedAt) looks++
      return now - startedAt + looks * lookMs >= lengthMs
    },
  }
}
