import type { ConformanceRoute } from '@propelauth-edge/core/testing'
import {
  createPropelAuth,
  fromCookie,
  fromHeader,
  type GuardOptions,
  type NextPropelAuth,
  type PreflightOption,
  type Requirement,
  type RouteHandler,
} from '@propelauth-edge/next'
import { conformanceRoutes, createStepUp } from 'test-kit/conformance'
import { type App, cookieName, corsByHand, Handlers, orgIdOf, routed } from './app.ts'

type Context = { readonly params: Promise<Record<string, string | string[] | undefined>> }
type Handler = RouteHandler<Context>
type Options = GuardOptions & PreflightOption<Parameters<Handler>[0]>

/** Calls a route handler as Next.js does. Its own kind of request has more, which the guards do not ask for. */
const toApp =
  (handler: Handler): App =>
  (request) => {
    const orgId = orgIdOf(request)
    return handler(request as Parameters<Handler>[0], { params: Promise.resolve({ ...(orgId && { orgId }) }) })
  }

function createRoutes(propelAuth: NextPropelAuth): App {
  const handlers = new Handlers()
  const strict = { denyImpersonation: true }

  const forUser = (options: Options = {}): Handler =>
    propelAuth.withUser<Context>((_request, { user }) => Response.json(handlers.admit(user)), options)
  const forMember = (requirement: Requirement & Pick<GuardOptions, 'stepUp'> = {}): Handler =>
    propelAuth.withOrgMember<Context>(requirement, (_request, { user, org }) =>
      Response.json(handlers.admit(user, org)),
    )

  function toHandler({ guard, options }: ConformanceRoute): Handler {
    switch (guard) {
      case 'requireUser':
        return forUser(options)
      case 'optionalUser':
        return propelAuth.withOptionalUser<Context>(
          (_request, { user }) => Response.json(handlers.admit(user)),
          options,
        )
      case 'requireOrgMember':
        return forMember(options)
    }
  }

  return routed({
    ...Object.fromEntries(
      Object.entries<ConformanceRoute>(conformanceRoutes).map(
        ([path, route]) => [path, toApp(toHandler(route))] as const,
      ),
    ),
    '/api/me': toApp(forUser()),
    '/api/org/:orgId': toApp(propelAuth.withUser<Context>(forMember({ minimumRole: 'Admin' }))),
    '/cookie': toApp(forUser({ tokenFrom: [fromHeader(), fromCookie(cookieName)] })),
    '/two/:orgId': toApp(propelAuth.withUser<Context>(forMember(), strict)),
    '/two-reversed/:orgId': toApp(propelAuth.withOrgMember<Context>({}, forUser(strict))),
    '/cors/me': corsByHand.around(toApp(forUser({ preflight: corsByHand.preflight }))),
    '/runs': () => Response.json(handlers.runs),
  })
}

/** Route handlers without Next.js around them: `next start` runs the same cases in tools/e2e. */
export function createNextApp(): App {
  const stepUp = createStepUp()
  let app: App | undefined
  return (request, env, ctx) => {
    app ??= createRoutes(createPropelAuth(() => ({ authUrl: env.PROPELAUTH_AUTH_URL, stepUp })))
    return app(request, env, ctx)
  }
}
