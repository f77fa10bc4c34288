import { toRefusalResponse } from '@propelauth-edge/core/adapter'
import type { RequestContext } from '../options/request-context.js'
import { withCookies } from '../responses/headers.js'
import { createCallback } from './callback.js'
import { createLogin } from './login.js'
import { createLogout, createLogoutPage } from './logout.js'
import type { Route, RouteParts } from './route.js'
import { createSession } from './session.js'
import { createSetActiveOrg } from './set-active-org.js'
import { createUserinfo } from './userinfo.js'

/** Answers requests to the routes of the session. `undefined` for every other path. */
export function createRouter(
  parts: RouteParts,
): (request: Request, context?: RequestContext) => Promise<Response | undefined> {
  const { appOrigin, authenticator, basePath, refuseForeign, userinfo } = parts
  const routes: Readonly<Record<string, Route>> = {
    'GET login': createLogin(parts, false),
    'GET signup': createLogin(parts, true),
    'GET callback': createCallback(parts),
    'GET session': createSession(parts),
    'GET logout': createLogoutPage(parts),
    'POST logout': createLogout(parts),
    'POST set-active-org': createSetActiveOrg(parts),
    ...(userinfo && { 'GET userinfo': createUserinfo(parts) }),
  }

  return async (request, context) => {
    const { pathname, searchParams } = new URL(request.url, appOrigin)
    // Some frameworks put a slash at the end of every path.
    const name = pathname.slice(basePath.length + 1).replace(/\/$/, '')
    const methods = ['GET', 'POST'].filter((method) => `${method} ${name}` in routes)
    if (!pathname.startsWith(`${basePath}/`) || !methods[0]) return undefined
    const { method } = request
    const route = routes[`${method} ${name}`]
    const refusal = method === 'GET' ? undefined : refuseForeign(request)
    if (!route) return withCookies(new Response(null, { status: 405, headers: { allow: methods.join(', ') } }), [])
    const response = refusal
      ? toRefusalResponse(authenticator, refusal)
      : route(request, parts.sessionCookies.read(request, context), searchParams)
    return withCookies(await response, [])
  }
}
