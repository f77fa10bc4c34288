import type { Operation, WireResult } from '@propelauth-edge/management/contract'
import type { Project } from '../../domain/project/project.js'

/** A backend call as its handler sees it: raw, as it came over the wire. */
export interface BackendRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
}

/** Returns what goes out as JSON, in the form the contract gives it. Refusals are thrown. */
export type Handler<Name extends Operation> = (
  project: Project,
  request: BackendRequest,
) => Reply<Name> | Promise<Reply<Name>>

type Reply<Name extends Operation> = Frozen<WireResult<Name>>

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T

/** An answer without a body (204). */
export const NO_CONTENT: object = Object.freeze({})

/** An id from the path. The router has matched it, so it is there. */
export const pathId = (request: BackendRequest, name: string): string => (request.params[name] ?? '').toLowerCase()
