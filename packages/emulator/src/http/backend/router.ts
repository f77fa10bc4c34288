import { contract, type Operation } from '@propelauth-edge/management/contract'
import { type Context, Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { requireApiKey } from '../api-key.js'
import { readJson } from '../body.js'
import { unsupportedResponse } from '../reply.js'
import { ALIASES } from './aliases.js'
import { type BackendRequest, NO_CONTENT } from './handler.js'
import { HANDLERS } from './handlers.js'

/** The backend API: one route per operation. All need the API key. */
export function backendRoutes(project: Project): Hono {
  const routes = new Hono({ strict: false })
  const rows = Object.entries(contract).map(([operation, row]) => ({ operation: operation as Operation, ...row }))
  for (const { operation, method, path } of [...rows, ...ALIASES].toSorted(literalFirst)) {
    routes.on(method, honoPath(path), (c) => answer(project, c, operation))
  }
  routes.all('/api/backend/*', (c) => {
    requireApiKey(c.req.header('Authorization'), project.apiKey)
    return unsupportedResponse(c, `${c.req.method} ${c.req.path}`)
  })
  return routes
}

type AnyHandler = (project: Project, request: BackendRequest) => unknown

async function answer(project: Project, c: Context, operation: Operation): Promise<Response> {
  requireApiKey(c.req.header('Authorization'), project.apiKey)
  const handler: AnyHandler = HANDLERS[operation]
  const { searchParams } = new URL(c.req.url)
  const body = c.req.method === 'GET' ? undefined : await readJson(c)
  const reply = await handler(project, { params: c.req.param(), query: searchParams, body })
  return reply === NO_CONTENT ? c.body(null, 204) : Response.json(reply)
}

/** `user/email` before `user/{user_id}`: the first matching route is used. */
const literalFirst = (a: { readonly path: string }, b: { readonly path: string }): number =>
  Number(a.path.includes('{')) - Number(b.path.includes('{'))

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')
