import type { Project } from '../../project.js'

/** A backend call as its handler sees it: raw, as it came over the wire. */
export interface BackendRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
}

/** Returns what goes out as JSON. Refusals are thrown. */
export type Handler = (project: Project, request: BackendRequest) => object | Promise<object>

/** An answer without a body (204). */
export const NO_CONTENT: object = Object.freeze({})

/** An id from the path. The router has matched it, so it is there. */
export const pathId = (request: BackendRequest, name: string): string => (request.params[name] ?? '').toLowerCase()
