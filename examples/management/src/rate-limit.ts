// 429: the client retries reads after `Retry-After`; for writes, the caller decides.
import { setTimeout as sleep } from 'node:timers/promises'
import { isManagementError } from '@propelauth-edge/management'
import { management } from './management.ts'

/** Makes the emulator refuse the next request to a path. */
async function refuseOnce(path: string): Promise<void> {
  const rule = { path, status: 429, body: 'Too many requests', headers: { 'Retry-After': '1' }, times: 1 }
  await fetch(`${management.issuer}/_emulator/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(rule),
  })
}

/** Retries after a 429, which means that nothing was done. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!isManagementError(error) || error.code !== 'rate_limited') throw error
    console.log(`refused, again in ${error.retryAfterSeconds} s`)
    await sleep((error.retryAfterSeconds ?? 1) * 1_000)
    return work()
  }
}

await refuseOnce('/api/backend/v1/user/query')
const { totalUsers } = await management.fetchUsersByQuery()
console.log(`${totalUsers} users, at the second attempt`)

await refuseOnce('/api/backend/v1/org/')
const { name } = await patiently(() => management.createOrg({ name: 'Hooli' }))
console.log(`${name} is there`)
