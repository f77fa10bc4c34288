import type { Operation, WireResult } from '@propelauth-edge/management/contract'
import type { Project } from '../../domain/project/project.js'

/** A backend call as it was sent, not decoded. */
export interface BackendRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
}

/** Returns the JSON body of the answer, typed by the contract. Throws a `ServiceError` for all other answers. */
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

/** Answers 204. */
export const NO_CONTENT: object = Object.freeze({})

/** An id from the path, in lower case. */
export const pathId = (request: BackendRequest, name: string): string => (request.params[name] ?? '').toLowerCase()
