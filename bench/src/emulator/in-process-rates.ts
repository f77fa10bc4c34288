import { median } from '../statistics.ts'
import type { InProcessEmulator } from './library.ts'

/** Answers and tokens a second, without a socket. */
export interface InProcessRates {
  readonly lookups: number
  /** By `mintToken`. */
  readonly mintedTokens: number
  /** By the backend API. */
  readonly issuedTokens: number
}

const LAPS = 5
const LAP_MS = 1_000

/** A signature is made on another thread: with several under way, all cores work. */
const TOKENS_UNDER_WAY = 16

export async function measureInProcessRates(
  emulator: InProcessEmulator,
  userIds: readonly string[],
): Promise<InProcessRates> {
  const { authUrl, apiKey } = emulator
  const headers = { Authorization: `Bearer ${apiKey}` }
  const ask = async (path: string, userId: string, init: RequestInit): Promise<void> => {
    const response = await emulator.fetch(`${authUrl}/api/backend/v1/${path}`, { headers, ...init })
    const text = await response.text()
    if (response.status !== 200 || !text.includes(userId)) throw new Error(`${path}: ${response.status} ${text}`)
  }
  const lookUp = (userId: string) => ask(`user/${userId}`, userId, {})
  const issue = (userId: string) => {
    const body = JSON.stringify({ user_id: userId, duration_in_minutes: 10 })
    return ask('access_token', 'access_token', { method: 'POST', body })
  }
  return {
    lookups: await rateOf(1, userIds, lookUp),
    mintedTokens: await rateOf(TOKENS_UNDER_WAY, userIds, (user) => emulator.mintToken({ user })),
    issuedTokens: await rateOf(TOKENS_UNDER_WAY, userIds, issue),
  }
}

type Work = (userId: string) => Promise<unknown>

async function rateOf(underWay: number, userIds: readonly string[], work: Work): Promise<number> {
  const rates: number[] = []
  // The first lap warms up.
  for (let lap = 0; lap <= LAPS; lap++) {
    const rate = await oneLap(underWay, userIds, work)
    if (lap > 0) rates.push(rate)
  }
  return median(rates)
}

async function oneLap(underWay: number, userIds: readonly string[], work: Work): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  const workUntilEnd = async (): Promise<void> => {
    while (performance.now() - startedAt < LAP_MS) await work(userIds[done++ % userIds.length] as string)
  }
  await Promise.all(Array.from({ length: underWay }, workUntilEnd))
  return (done / (performance.now() - startedAt)) * 1_000
}
