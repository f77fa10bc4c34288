import { call } from './call.js'
import type { Endpoint } from './endpoint.js'
import { type Endpoints, endpoints } from './endpoints.js'
import { iterate, type Paged } from './iterate.js'
import { type Iterators, iterators } from './iterators.js'
import type { CallOptions, ManagementOptions } from './options.js'
import { createTransport, type Transport } from './transport.js'

/** The function of one operation: its positional arguments, then the options of the call. */
export type ClientFunction<E> =
  E extends Endpoint<infer Args, infer Output> ? (...args: [...Args, options?: CallOptions]) => Promise<Output> : never

/** The function that walks through all pages of one operation. */
export type ClientIterator<P> =
  P extends Paged<infer Args, infer Item>
    ? (...args: [...Args, options?: CallOptions]) => AsyncGenerator<Item, void, undefined>
    : never

type Functions = { readonly [Name in keyof Endpoints]: ClientFunction<Endpoints[Name]> }
type Walks = { readonly [Name in keyof Iterators]: ClientIterator<Iterators[Name]> }

/** Every function of the backend API. Also a {@link Transport}, for `call` and `iterate`. */
export interface ManagementClient extends Transport, Functions, Walks {}

/**
 * Every function of the backend API, with the names and arguments of the official Node SDK and one more argument at the
 * end: `{ signal, timeoutMs, headers }`. Functions reject with a {@link ManagementError} and with nothing else, but for
 * the reason of an aborted signal and a `TypeError` where arguments are wrong.
 *
 * @throws {TypeError} wrong options
 * @example
 * ```ts
 * import { createManagementClient } from '@propelauth-edge/management'
 *
 * const management = createManagementClient({ authUrl: 'https://auth.example.com', apiKey: 'key' })
 * const user = await management.fetchUserMetadataByEmail('user@example.com', true)
 * const { orgId } = await management.createOrg({ name: 'Acme' }, { timeoutMs: 2_000 })
 * for await (const member of management.iterateUsersInOrg({ orgId })) console.log(member.roleInOrg, user?.userId)
 * ```
 */
export function createManagementClient(options: ManagementOptions): ManagementClient {
  const transport = createTransport(options)
  const functions = Object.entries(endpoints).map(([name, endpoint]) => [
    name,
    (...args: never) => call(transport, endpoint as Endpoint, ...args),
  ])
  const walks = Object.entries(iterators).map(([name, walk]) => [
    name,
    (...args: never) => iterate(transport, walk as Paged, ...args),
  ])
  return { ...transport, ...Object.fromEntries([...functions, ...walks]) }
}
