import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { conformanceRoutes } from 'test-kit/conformance'
import { guardOf } from 'test-kit/conformance-guard'
import type { HonoPropelAuth } from '../src/index.js'

type Guards<Env extends object> = HonoPropelAuth<Env, string, string>

const answer = (c: Context) => {
  const { user, org } = c.var
  return c.json({ userId: user?.userId ?? null, ...(org && { orgId: org.orgId }) })
}

/** The conformance app, with nothing of its own but the routes. The instance has the port `stepUp`. */
export function createConformanceApp<Env extends object>(propelAuth: Guards<Env>): Hono {
  const app = new Hono()
  for (const [path, route] of Object.entries(conformanceRoutes))
    app.get(path, guardOf<MiddlewareHandler>(propelAuth, route), answer)
  return app
}
