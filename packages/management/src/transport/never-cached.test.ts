// Caches under `fetch` must not answer: Next.js would store reads and writes for up to a year.
import { afterEach, expect, test, vi } from 'vitest'
import { clientAnswering, json } from '../../test/answering.js'
import { invoke, operations, samples, userId } from '../../test/samples.js'
import { neverCached } from './never-cached.js'

afterEach(() => vi.unstubAllGlobals())

const user = { user_id: userId, enabled: true }

test('every function asks past every cache, reads and writes, through a custom `fetch` too', async () => {
  for (const name of operations) {
    const { client, asked } = clientAnswering(json(samples[name].result ?? {}))
    await invoke(client, name, samples[name].calls.at(-1) ?? [])
    expect(asked.length, name).toBeGreaterThan(0)
    for (const { init } of asked) expect(init, name).toMatchObject({ next: { revalidate: 0 }, cache: 'no-store' })
  }
})

test('every retry and every page does, too', async () => {
  const { client, asked } = clientAnswering([
    () => new Response('', { status: 503 }),
    () => json({ users: [user], has_more_results: true }),
    () => json({ users: [], has_more_results: false }),
  ])
  for await (const found of client.iterateUsers()) expect(found).toMatchObject({ userId })
  expect(asked).toHaveLength(3)
  for (const { init } of asked) expect(init).toMatchObject({ next: { revalidate: 0 }, cache: 'no-store' })
})

/** The rule of Next.js in a segment with `fetchCache = 'default-cache'`: any method, for a year. */
function createDataCache(origin: (url: string) => Response) {
  const stored = new Map<string, string>()
  return async (url: string, init: RequestInit & { readonly next?: { readonly revalidate?: number } }) => {
    if (init.cache === 'no-store' || init.next?.revalidate === 0) return origin(url)
    const key = `${init.method} ${url}`
    const text = stored.get(key) ?? (await origin(url).text())
    stored.set(key, text)
    return new Response(text)
  }
}

test.each(['global', 'custom'])('a Data Cache under the %s `fetch` answers neither reads nor writes', async (where) => {
  let enabled = true
  let writes = 0
  const fetch = createDataCache((url) => {
    if (url.endsWith('/disable')) {
      writes++
      enabled = false
    }
    return json({ ...user, enabled })
  })
  if (where === 'global') vi.stubGlobal('fetch', fetch)
  const { client } = clientAnswering(json({}), { fetch: where === 'custom' ? (fetch as never) : undefined })
  expect(await client.fetchUserMetadataByUserId(userId)).toMatchObject({ enabled: true })
  expect(await client.disableUser(userId)).toBe(true)
  expect(await client.fetchUserMetadataByUserId(userId)).toMatchObject({ enabled: false })
  enabled = true
  expect(await client.disableUser(userId)).toBe(true)
  expect([writes, enabled]).toEqual([2, false])
})

test('a runtime that throws on a `cache` option, as Workers before November 2024, is asked without it', () => {
  // Such a runtime has no `cache` among the properties of requests either: `workerd.node.test.ts` shows it.
  class Old {}
  vi.stubGlobal('Request', Old)
  expect(neverCached()).toEqual({ next: { revalidate: 0 } })
})
