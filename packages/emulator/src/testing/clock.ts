import type { Emulator } from '../emulator.js'

const MILLISECONDS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1_000, milliseconds: 1 } as const

type Unit = keyof typeof MILLISECONDS

/** A time span, such as `{ minutes: 31 }`. Several units add up. */
export type Duration = { readonly [Name in Unit]?: number }

/** The clock of the emulator in a test. It runs with the system's, and can be moved ahead of it. */
export interface TestClock {
  /** Milliseconds since the epoch. Pass it as `now` to code in the same process that has to have the same time. */
  now(): number
  /** Moves the clock ahead. @throws {TypeError} unless the duration is positive */
  advance(duration: Duration): void
  /** Moves the clock ahead to a date, its ISO 8601 text, or milliseconds since the epoch. @throws {TypeError} for the past */
  advanceTo(time: Date | string | number): void
}

export function createTestClock({ now, advanceClock }: Pick<Emulator, 'now' | 'advanceClock'>): TestClock {
  return {
    now,
    advance: (duration) => advanceClock(toMilliseconds(duration) / 1_000),
    advanceTo(time) {
      const ahead = new Date(time).getTime() - now()
      if (!(ahead >= 0)) throw new TypeError(`clock.advanceTo takes a time from now on, not ${JSON.stringify(time)}`)
      advanceClock(ahead / 1_000)
    },
  }
}

function toMilliseconds(duration: Duration): number {
  const total = Object.entries(duration).reduce((sum, [unit, n]) => sum + n * MILLISECONDS[unit as Unit], 0)
  if (total > 0 && Number.isFinite(total)) return total
  throw new TypeError(
    `clock.advance takes a positive duration such as { minutes: 31 }, not ${JSON.stringify(duration)}`,
  )
}
