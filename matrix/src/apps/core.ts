import { createPropelAuth, fromCookie, fromHeader, type PropelAuth } from '@propelauth-edge/core'
import type { ConformanceRoute } from '@propelauth-edge/core/testing'
import { conformanceRoutes, createStepUp } from 'test-kit/conformance'
import { type App, cookieName, corsByHand, Handlers, orgIdOf, routed } from './app.ts'

function createRoutes(propelAuth: PropelAuth): App {
  const handlers = new Handlers()
  const strict = { denyImpersonation: true }
  const selected = { orgId: orgIdOf }

  const forUser = (options: Parameters<PropelAuth['withUser']>[1] = {}) =>
    propelAuth.withUser((_request, { user }) => Response.json(handlers.admit(user ?? null)), options)
  const forMember = (options: Parameters<PropelAuth['withOrgMember']>[0]) =>
    propelAuth.withOrgMember(options, (_request, { user, org }) => Response.json(handlers.admit(user ?? null, org)))

  function toApp({ guard, options }: ConformanceRoute): App {
    switch (guard) {
      case 'requireUser':
        return forUser(options)
      case 'optionalUser':
        return propelAuth.withOptionalUser((_request, { user }) => Response.json(handlers.admit(user)), options)
      case 'requireOrgMember':
        return forMember({ ...options, ...selected })
    }
  }

  return routed({
    ...Object.fromEntries(
      Object.entries<ConformanceRoute>(conformanceRoutes).map(([path, route]) => [path, toApp(route)]),
    ),
    '/api/me': forUser(),
    '/api/org/:orgId': propelAuth.withUser(forMember({ ...selected, minimumRole: 'Admin' })),
    '/cookie': forUser({ tokenFrom: [fromHeader(), fromCookie(cookieName)] }),
    '/two/:orgId': propelAuth.withUser(forMember(selected), strict),
    '/two-reversed/:orgId': propelAuth.withOrgMember(selected, forUser(strict)),
    '/cors/me': corsByHand.around(forUser({ preflight: corsByHand.preflight })),
    '/runs': () => Response.json(handlers.runs),
  })
}

/** core alone. The instance is made at the first request, when the auth URL is known. */
export function createCoreApp(): App {
  let app: App | undefined
  return (request, env, ctx) => {
    app ??= createRoutes(createPropelAuth({ authUrl: env.PROPELAUTH_AUTH_URL, stepUp: createStepUp() }))
    return app(request, env, ctx)
  }
}
