/**
 * The backend API on the wire: method, path and JSON of every endpoint. Nothing here fetches.
 *
 * @example
 * ```ts
 * import { contract, type WireResult } from '@propelauth-edge/management/contract'
 *
 * const { method, path } = contract.fetchOrg // 'GET', '/api/backend/v1/org/{org_id}'
 * const created: WireResult<'createUser'> = { user_id: 'b5f667fb-e51a-49c6-a396-711e62948689' }
 * ```
 */
import type { Endpoint, WireTypesOf } from './endpoint/endpoint.js'
import { endpoints } from './endpoints/catalogue.js'
import type { Endpoints, Operation } from './endpoints/operations.js'

type RouteOf<Name extends Operation> = Endpoints[Name]['route']

/** Method and path of one endpoint. A name in braces is a parameter: one encoded path segment. */
export interface ContractRow<Name extends Operation> {
  readonly method: RouteOf<Name> extends `${infer Method} ${string}` ? Method : never
  readonly path: RouteOf<Name> extends `${string} ${infer Path}` ? Path : never
}

export type Contract = { readonly [Name in Operation]: ContractRow<Name> }

/** The parameters in the path of an endpoint. */
export type WireParams<Name extends Operation> = WireTypesOf<Endpoints[Name]>['params']
/** The query of an endpoint; numbers and booleans are sent as text. */
export type WireQuery<Name extends Operation> = WireTypesOf<Endpoints[Name]>['query']
/** The JSON that an endpoint receives. */
export type WireBody<Name extends Operation> = WireTypesOf<Endpoints[Name]>['body']
/** The JSON of a 2xx; `unknown` where the client ignores it. */
export type WireResult<Name extends Operation> = WireTypesOf<Endpoints[Name]>['result']

const toContractRow = ({ route }: Pick<Endpoint, 'route'>) => {
  const [method, path] = route.split(' ')
  return { method, path }
}

/** Every endpoint by the name of its function. */
export const contract = Object.fromEntries(
  Object.entries(endpoints).map(([name, endpoint]) => [name, toContractRow(endpoint)]),
) as Contract

export type { Operation } from './endpoints/operations.js'
