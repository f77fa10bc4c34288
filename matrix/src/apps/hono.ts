import { createPropelAuth, fromCookie, fromHeader } from '@propelauth-edge/hono'
import type { Context } from 'hono'
import { cors } from 'hono/cors'
import { createStepUp } from 'test-kit/conformance'
import { createConformanceApp } from '../../../adapters/hono/test/conformance-app.ts'
import { type App, cookieName, type Env, Handlers } from './app.ts'

export function createHonoApp(): App {
  const stepUp = createStepUp()
  const propelAuth = createPropelAuth((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL, stepUp }))
  const handlers = new Handlers()
  const answer = (c: Context) => c.json(handlers.admit(c.var.user, c.var.org))
  const strict = propelAuth.requireUser({ denyImpersonation: true })

  const app = createConformanceApp(propelAuth)
  app.use('/api/*', propelAuth.requireUser())
  app.all('/api/me', answer)
  app.all('/api/org/:orgId', propelAuth.requireOrgMember({ minimumRole: 'Admin' }), answer)
  app.all('/cookie', propelAuth.requireUser({ tokenFrom: [fromHeader(), fromCookie(cookieName)] }), answer)
  app.all('/two/:orgId', strict, propelAuth.requireOrgMember(), answer)
  app.all('/two-reversed/:orgId', propelAuth.requireOrgMember(), strict, answer)
  app.use('/cors/*', cors(), propelAuth.requireUser())
  app.all('/cors/me', answer)
  app.get('/runs', (c) => c.json(handlers.runs))
  return (request, env, ctx) => app.fetch(request, env, { ...ctx, passThroughOnException() {}, props: {} })
}
