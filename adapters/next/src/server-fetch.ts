import type { Fetch } from '@propelauth-edge/core'
import { unstable_noStore as noStore } from 'next/cache.js'
import { toInternal } from './internal-request.js'

/**
 * `fetch` without the Data Cache of Next.js, for the option `fetch` of `createManagementClient`. A segment with
 * `fetchCache = 'force-cache'` caches every other request, and one with `'only-cache'` rejects uncached ones. A page that
 * uses it is rendered for each request, unless it is `force-static`. Outside Next.js it is `fetch`.
 *
 * @example
 * ```ts
 * import { createManagementClient } from '@propelauth-edge/management'
 *
 * const { PROPELAUTH_AUTH_URL: authUrl, PROPELAUTH_API_KEY: apiKey } = process.env
 * const management = createManagementClient({ authUrl, apiKey, fetch: uncachedFetch })
 * ```
 */
export const uncachedFetch: Fetch = async (url, init) => {
  noStore()
  return fetch(url, toInternal(init))
}
