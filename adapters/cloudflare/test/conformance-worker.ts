import { type ConformanceRoute, matchConformanceRoute } from '@propelauth-edge/core/testing'
import { conformanceRoutes } from 'test-kit/conformance'
import type { FetchHandler, WorkerContext, WorkerPropelAuth } from '../src/index.js'

type Fetch<Env> = FetchHandler<Request, [env: Env, ctx: WorkerContext]>

const answer = (user: { userId: string } | null, org?: { orgId: string }) =>
  Response.json({ userId: user?.userId ?? null, ...(org && { orgId: org.orgId }) })

const matchRoute = (request: Request) => matchConformanceRoute(new URL(request.url).pathname, conformanceRoutes)
const selectOrg = (request: Request) => matchRoute(request)?.orgId

function toFetch<Env extends object>(
  propelAuth: WorkerPropelAuth<Env, string, string>,
  { guard, options }: ConformanceRoute,
): Fetch<Env> {
  switch (guard) {
    case 'requireUser':
      return propelAuth.withUser((_request, _env, _ctx, { user }) => answer(user), options)
    case 'optionalUser':
      return propelAuth.withOptionalUser((_request, _env, _ctx, { user }) => answer(user), options)
    case 'requireOrgMember':
      return propelAuth.withOrgMember({ ...options, orgId: selectOrg }, (_request, _env, _ctx, { user, org }) =>
        answer(user, org),
      )
  }
}

/** The conformance app as a Worker, with nothing of its own but the routes. The instance has the port `stepUp`. */
export function createConformanceWorker<Env extends object>(
  propelAuth: WorkerPropelAuth<Env, string, string>,
): { fetch: Fetch<Env> } {
  const routes = new Map(
    Object.entries<ConformanceRoute>(conformanceRoutes).map(([path, route]) => [path, toFetch(propelAuth, route)]),
  )
  return {
    async fetch(request, env, ctx) {
      const { path = '' } = matchRoute(request) ?? {}
      return (await routes.get(path)?.(request, env, ctx)) ?? new Response(null, { status: 404 })
    },
  }
}
