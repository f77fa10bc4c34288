import { createPropelAuth, fromCookie, fromHeader } from '@propelauth-edge/cloudflare'
import { createStepUp } from 'test-kit/conformance'
import { createConformanceWorker } from '../../../adapters/cloudflare/test/conformance-worker.ts'
import { type App, cookieName, corsByHand, type Env, Handlers, orgIdOf, routed } from './app.ts'

export function createCloudflareApp(): App {
  const stepUp = createStepUp()
  const propelAuth = createPropelAuth((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL, stepUp }))
  const conformance = createConformanceWorker(propelAuth)
  const handlers = new Handlers()
  const strict = { denyImpersonation: true }
  const selected = { orgId: orgIdOf }

  const forUser = (options: Parameters<typeof propelAuth.withUser>[1] = {}) =>
    propelAuth.withUser((_request, _env, _ctx, { user }) => Response.json(handlers.admit(user ?? null)), options)
  const forMember = (requirement: { minimumRole?: string } = {}) =>
    propelAuth.withOrgMember({ ...selected, ...requirement }, (_request, _env, _ctx, { user, org }) =>
      Response.json(handlers.admit(user, org)),
    )
  const hostile = routed({
    '/api/me': forUser(),
    '/api/org/:orgId': propelAuth.withUser(forMember({ minimumRole: 'Admin' })),
    '/cookie': forUser({ tokenFrom: [fromHeader(), fromCookie(cookieName)] }),
    '/two/:orgId': propelAuth.withUser(forMember(), strict),
    '/two-reversed/:orgId': propelAuth.withOrgMember(selected, forUser(strict)),
    '/cors/me': corsByHand.around(forUser({ preflight: corsByHand.preflight })),
    '/runs': () => Response.json(handlers.runs),
  })
  return async (...call) => {
    const response = await conformance.fetch(...call)
    return response.status === 404 ? hostile(...call) : response
  }
}
