import { createPropelAuth, type PropelAuth } from '@propelauth-edge/core'
import type { App } from './app.ts'

/** An instance for each path. Its keys are asked for at the same path, so nothing is warm at the first request. */
export function createColdApp(): App {
  const instances = new Map<string, PropelAuth>()
  return async (request, { PROPELAUTH_AUTH_URL: authUrl }, ctx) => {
    const { pathname } = new URL(request.url)
    const instance = instances.get(pathname) ?? createPropelAuth({ authUrl, jwksUrl: `${authUrl}${pathname}` })
    instances.set(pathname, instance)
    const waitUntil = (promise: Promise<unknown>) => ctx.waitUntil(promise)
    const result = await instance.authenticateRequest(request, { waitUntil })
    return result.ok ? Response.json({ userId: result.user.userId }) : result.response()
  }
}
