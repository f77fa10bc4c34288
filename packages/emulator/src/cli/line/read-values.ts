import { UsageError } from './usage-error.js'

// `source` is what has set the value, such as `--port` or a variable.

/** @throws {UsageError} unless it is an http(s) URL */
export function readUrl(source: string, text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError(`${source} must be an http(s) URL, not ${text}`)
  return text
}

/** @throws {UsageError} unless it is a port, or 0 */
export function readPort(source: string, text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`${source} must be a number from 0 to 65535, not ${text}`)
  return port
}

/** @throws {UsageError} unless it is a whole number in the range */
export function readCount(source: string, text: string, min: number, max: number): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < min || count > max)
    throw new UsageError(`${source} must be a whole number from ${min} to ${max}, not ${text}`)
  return count
}

/** @throws {UsageError} unless it is above 0 and at most 1 */
export function readProbability(source: string, text: string): number {
  const probability = Number(text)
  if (/^[\d.]+$/.test(text) && probability > 0 && probability <= 1) return probability
  throw new UsageError(`${source} must be a number above 0 and at most 1, such as 0.1, not ${text}`)
}

/** @throws {UsageError} unless it is one of the choices */
export function readChoice<Choice extends string>(source: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((known) => known === text)
  if (choice === undefined) throw new UsageError(`${source} must be ${choices.join(' or ')}, not ${text}`)
  return choice
}

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const

/** Whole seconds of `90`, `90s`, `31m`, `2h` or `7d`. @throws {UsageError} */
export function readSeconds(source: string, text: string): number {
  const [, number, unit = 's'] = /^(-?\d{1,9})([smhd])?$/.exec(text) ?? []
  if (number === undefined)
    throw new UsageError(`${source} must be a time such as 90s, 31m, 2h or 7d, or seconds, not ${text}`)
  return Number(number) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS]
}

/** Whole milliseconds of `500ms`, or of what `readSeconds` reads, from 0 on. @throws {UsageError} */
export function readMilliseconds(source: string, text: string): number {
  const [, number] = /^(\d{1,9})ms$/.exec(text) ?? []
  const milliseconds = number === undefined ? readSeconds(source, text) * 1000 : Number(number)
  if (milliseconds < 0) throw new UsageError(`${source} must not be negative, and is ${text}`)
  return milliseconds
}
