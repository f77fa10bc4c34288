/**
 * The backend API on the wire: method, path and JSON of every operation. Nothing here fetches.
 *
 * @example
 * ```ts
 * import { contract, type WireResult } from '@propelauth-edge/management/contract'
 *
 * const { method, path } = contract.fetchOrg // 'GET', '/api/backend/v1/org/{org_id}'
 * const created: WireResult<'createUser'> = { user_id: 'b5f667fb-e51a-49c6-a396-711e62948689' }
 * ```
 */
import type { Row, WireTypesOf } from './endpoint.js'
import { type Endpoints, endpoints, type Operation } from './endpoints.js'

type RouteOf<Name extends Operation> = Endpoints[Name]['route']

/** How one operation is called. A name in braces stands for one encoded path segment. */
export interface ContractRow<Name extends Operation> {
  readonly method: RouteOf<Name> extends `${infer Method} ${string}` ? Method : never
  readonly path: RouteOf<Name> extends `${string} ${infer Path}` ? Path : never
}

export type Contract = { readonly [Name in Operation]: ContractRow<Name> }

/** What the path of an operation carries. */
export type WireParams<Name extends Operation> = WireTypesOf<Endpoints[Name]>['params']
/** The query of an operation; numbers and booleans travel as text. */
export type WireQuery<Name extends Operation> = WireTypesOf<Endpoints[Name]>['query']
/** The JSON an operation sends. */
export type WireBody<Name extends Operation> = WireTypesOf<Endpoints[Name]>['body']
/** The JSON an operation gets with a 2xx; `unknown` where nobody reads it. */
export type WireResult<Name extends Operation> = WireTypesOf<Endpoints[Name]>['result']

const toContractRow = ({ route }: Row) => {
  const [method, path] = route.split(' ')
  return { method, path }
}

/** Every operation by name. */
export const contract = Object.fromEntries(
  Object.entries(endpoints).map(([name, row]) => [name, toContractRow(row)]),
) as Contract

export type { Operation } from './endpoints.js'
