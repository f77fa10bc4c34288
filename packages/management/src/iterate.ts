import { call } from './call.js'
import type { Endpoint, Input } from './endpoint.js'
import { ManagementError } from './management-error.js'
import type { CallOptions } from './options.js'
import type { Transport } from './transport.js'

declare const types: unique symbol

/** An operation that answers page by page, and where the pages say what. */
export interface Paged<Args extends readonly unknown[] = never, Item = unknown> {
  readonly endpoint: Endpoint<Args>
  /** The list on a page. */
  readonly items: string
  /** The inputs that choose a page. */
  readonly pageNumber: string
  readonly pageSize: string
  readonly [types]?: Item
}

interface Page {
  readonly [name: string]: unknown
  readonly hasMoreResults?: unknown
  readonly totalGroups?: unknown
  readonly pageSize?: unknown
}

/** The most a page can hold. */
const LARGEST_PAGE = 100

type ItemOf<Output, Name> = Name extends keyof Output ? (Output[Name] extends (infer Item)[] ? Item : never) : never

// @__NO_SIDE_EFFECTS__
export function paged<Args extends readonly unknown[], Output, const Name extends keyof Output & string>(
  endpoint: Endpoint<Args, Output>,
  items: Name,
  pageNumber = 'pageNumber',
  pageSize = 'pageSize',
): Paged<Args, ItemOf<Output, Name>> {
  return { endpoint: endpoint as Endpoint<Args>, items, pageNumber, pageSize }
}

/**
 * Walks through all pages of an operation, with the arguments of its function. Pages hold 100 unless the arguments say
 * otherwise, each is fetched when its first item is asked for, and the walk starts at `pageNumber` if that is given.
 * What is created or deleted meanwhile may be missed or come twice: the service counts pages, it keeps no snapshot.
 *
 * @throws {ManagementError} as the function does, at the page it concerns
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
  ...args: [...Args, options?: CallOptions]
): AsyncGenerator<Item, void, undefined> {
  const input = endpoint.args(...(args as never)) as Input
  const options = args[endpoint.args.length] as CallOptions | undefined
  const size = toCount(input[pageSize], LARGEST_PAGE)
  let last = ''
  for (let number = toCount(input[pageNumber], 0); ; number++) {
    const atPage = () => ({ ...input, [pageSize]: size, [pageNumber]: number })
    const page = (await call(transport, { ...endpoint, args: atPage }, options)) as Page
    const items = page[name]
    if (!Array.isArray(items)) throw new ManagementError('unexpected_response', endpoint.name)
    // A service that takes no notice of the page number would send the same for ever.
    const content = JSON.stringify(items)
    if (items.length === 0 || content === last) return
    last = content
    yield* items as Item[]
    if (isLast(page, number)) return
  }
}

const toCount = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

/** Without any word about more, only an empty page is the end. */
function isLast({ hasMoreResults, totalGroups, pageSize }: Page, number: number): boolean {
  if (typeof totalGroups === 'number' && typeof pageSize === 'number') return (number + 1) * pageSize >= totalGroups
  return hasMoreResults === false
}
