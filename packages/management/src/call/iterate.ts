import type { Input } from '../endpoint/endpoint.js'
import type { Paged } from '../endpoint/paged.js'
import { ManagementError } from '../errors/management-error.js'
import type { Transport } from '../transport/transport.js'
import { type Arguments, perform } from './call.js'

interface Page {
  readonly [name: string]: unknown
  readonly hasMoreResults?: unknown
  readonly totalGroups?: unknown
  readonly pageSize?: unknown
}

/** The largest page size of the service. */
const LARGEST_PAGE = 100

/**
 * Iterates over all pages of an endpoint, with the arguments of its function. Pages have 100 items unless `pageSize` is
 * given; a page is fetched when its first item is requested; the first page is `pageNumber` or 0. Items that
 * are created or deleted meanwhile may be missed or repeated, since the service keeps no snapshot.
 *
 * @throws {ManagementError} as the function does, when a page is fetched
 * @example
 * ```ts
 * import { createTransport, iterate, iterateUsers } from '@propelauth-edge/management'
 *
 * const transport = createTransport({ authUrl: 'https://auth.example.com', apiKey: 'key' })
 * for await (const user of iterate(transport, iterateUsers, { includeOrgs: true })) console.log(user.email)
 * ```
 */
export async function* iterate<Args extends readonly unknown[], Item>(
  transport: Transport,
  { endpoint, items: name, pageNumber, pageSize }: Paged<Args, Item>,
  ...args: Arguments<Args>
): AsyncGenerator<Item, void, undefined> {
  const input = endpoint.args(...(args as never)) as Input
  const size = toCount(input[pageSize], LARGEST_PAGE)
  let last = ''
  for (let number = toCount(input[pageNumber], 0); ; number++) {
    const page = (await perform(transport, endpoint, args, { [pageSize]: size, [pageNumber]: number })) as Page
    const items = page[name]
    if (!Array.isArray(items))
      throw new ManagementError('unexpected_response', endpoint.name, { reason: `the page has no list "${name}"` })
    // A service that ignores the page number would send the same page without end.
    const content = JSON.stringify(items)
    if (items.length === 0 || content === last) return
    last = content
    yield* items as Item[]
    if (isLast(page, number)) return
  }
}

const toCount = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

/** If a page does not say whether more follow, only an empty page is the last. */
function isLast({ hasMoreResults, totalGroups, pageSize }: Page, number: number): boolean {
  if (typeof totalGroups === 'number' && typeof pageSize === 'number') return (number + 1) * pageSize >= totalGroups
  return hasMoreResults === false
}
