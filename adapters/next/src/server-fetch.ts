import type { Fetch } from '@propelauth-edge/core'
import { unstable_noStore as noStore } from 'next/cache.js'

/** Next.js marks its own requests like this, and passes them on to the original `fetch`. */
const markedInternal = { next: { revalidate: 0, internal: true } }

/**
 * `fetch` past the Data Cache, for requests that a segment with `fetchCache = 'force-cache'` or `'only-cache'` would
 * answer from it whatever they ask for. A page that uses it is rendered for each request, unless it is `force-static`.
 * Outside Next.js it is `fetch`.
 *
 * @example
 * ```ts
 * const management = createManagementClient({ authUrl, apiKey, fetch: uncachedFetch })
 * ```
 */
export const uncachedFetch: Fetch = async (url, init) => {
  noStore()
  return fetch(url, { ...init, ...markedInternal })
}
