// The published files in workerd, with the caching rules of its compatibility dates.
import { fileURLToPath } from 'node:url'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { startWorkerd } from 'test-kit/workerd'
import { expect, test } from 'vitest'
import { withServer } from '../test/loopback.js'
import { userId } from '../test/samples.js'

const resolveDir = fileURLToPath(new URL('..', import.meta.url))

/** Reads, disables and reads a user; answers with the results and the cache options of the requests. */
const worker = (baseUrl: string) => `
  import { createManagementClient } from './dist/index.js'
  export default {
    async fetch() {
      const caches = []
      const options = { authUrl: 'https://auth.example.com', apiKey: 'api-key', baseUrl: '${baseUrl}' }
      const record = (url, init) => {
        caches.push('cache' in init ? init.cache : 'absent')
        return fetch(url, init)
      }
      const recording = createManagementClient({ ...options, fetch: record })
      const plain = createManagementClient(options)
      const results = []
      for (const client of [plain, recording]) {
        results.push((await client.fetchUserMetadataByUserId('${userId}')).enabled)
        results.push(await client.disableUser('${userId}'))
        results.push((await client.fetchUserMetadataByUserId('${userId}')).enabled)
      }
      return Response.json({ results, caches })
    },
  }`

test.for([
  ['2024-10-01', 'absent'],
  ['2024-12-01', 'no-store'],
  ['2026-11-01', 'no-store'],
] as const)('workerd of %s gets the cache option %s', async ([compatibilityDate, option]) => {
  let asked = 0
  await withServer(
    (_, response) => response.end(JSON.stringify({ user_id: userId, enabled: asked++ % 3 === 0 })),
    async (baseUrl) => {
      const script = await bundleText(worker(baseUrl), resolveDir, forAnyRuntime)
      await using running = await startWorkerd(script, { compatibilityDate })
      const response = await fetch(running.url)
      expect(await response.json()).toEqual({
        results: [true, true, false, true, true, false],
        caches: [option, option, option],
      })
    },
  )
  expect(asked).toBe(6)
})
