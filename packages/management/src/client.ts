import { type Arguments, call } from './call/call.js'
import { iterate } from './call/iterate.js'
import type { Endpoint } from './endpoint/endpoint.js'
import type { Paged } from './endpoint/paged.js'
import { endpoints } from './endpoints/catalogue.js'
import { clientIterators, type Iterators } from './endpoints/client-iterators.js'
import type { Endpoints } from './endpoints/operations.js'
import type { ManagementOptions } from './options/options.js'
import { createCheckedTransport } from './transport/checked-transport.js'
import type { Transport } from './transport/transport.js'

/** The function of one endpoint: its positional arguments, then the options of the call. */
export type ClientFunction<E> =
  E extends Endpoint<infer Args, infer Output> ? (...args: Arguments<Args>) => Promise<Output> : never

/** The function that iterates over all pages of one endpoint. */
export type ClientIterator<P> =
  P extends Paged<infer Args, infer Item> ? (...args: Arguments<Args>) => AsyncGenerator<Item, void, undefined> : never

type Functions = { readonly [Name in keyof Endpoints]: ClientFunction<Endpoints[Name]> }
type IteratorFunctions = { readonly [Name in keyof Iterators]: ClientIterator<Iterators[Name]> }

/** Every function of the backend API. Also a {@link Transport}, for `call` and `iterate`. */
export interface ManagementClient extends Transport, Functions, IteratorFunctions {}

/**
 * Every function of the backend API, with the names and arguments of the official Node SDK and one more argument at the
 * end: `{ signal, timeoutMs, headers }`. Functions reject only with a {@link ManagementError}, with the reason of an aborted
 * signal, or with a `TypeError` for wrong arguments.
 *
 * @throws {TypeError} wrong options: says what was found, what was expected and what to do
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
  const transport = createCheckedTransport(options)
  const functions = Object.entries(endpoints).map(([name, endpoint]) => [
    name,
    (...args: never) => call(transport, endpoint as Endpoint, ...args),
  ])
  const iterators = Object.entries(clientIterators).map(([name, paged]) => [
    name,
    (...args: never) => iterate(transport, paged as Paged, ...args),
  ])
  return { ...transport, ...Object.fromEntries([...functions, ...iterators]) }
}
