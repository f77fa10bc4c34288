import { dayOf } from '../users/activity.js'

export const CADENCES = ['Daily', 'Weekly', 'Monthly'] as const

export type Cadence = (typeof CADENCES)[number]

/** Days as `YYYY-MM-DD`; `end` is the first day after the period. */
export interface Period {
  readonly start: string
  readonly end: string
}

/** Whether the text is a day of the calendar, as `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && dayOf(time) === text
}

/**
 * The periods that have a day from `first` to `last`. Weeks begin on Mondays.
 * @param limit at most so many; the result is undefined if there are more
 */
export function periodsBetween(cadence: Cadence, first: string, last: string, limit: number): Period[] | undefined {
  const periods: Period[] = []
  for (let start = startOf(cadence, first); start <= last; start = nextOf(cadence, start)) {
    if (periods.length === limit) return undefined
    periods.push({ start, end: nextOf(cadence, start) })
  }
  return periods
}

/** The first day of the oldest of a number of periods that end with the one of `last`. */
export function startOfRange(cadence: Cadence, last: string, count: number): string {
  const { start, year, month } = partsOf(startOf(cadence, last))
  if (cadence === 'Monthly') return dayOf(Date.UTC(year, month - count + 1, 1))
  return dayOf(start - (count - 1) * DAYS[cadence] * DAY_MS)
}

const DAY_MS = 86_400_000
const DAYS = { Daily: 1, Weekly: 7 } as const

function startOf(cadence: Cadence, date: string): string {
  const { start, year, month } = partsOf(date)
  if (cadence === 'Daily') return date
  if (cadence === 'Monthly') return dayOf(Date.UTC(year, month, 1))
  const daysSinceMonday = (new Date(start).getUTCDay() + 6) % 7
  return dayOf(start - daysSinceMonday * DAY_MS)
}

function nextOf(cadence: Cadence, date: string): string {
  const { start, year, month } = partsOf(date)
  return cadence === 'Monthly' ? dayOf(Date.UTC(year, month + 1, 1)) : dayOf(start + DAYS[cadence] * DAY_MS)
}

function partsOf(date: string) {
  const start = Date.parse(`${date}T00:00:00Z`)
  return { start, year: new Date(start).getUTCFullYear(), month: new Date(start).getUTCMonth() }
}
