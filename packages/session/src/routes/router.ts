import { refuseCrossSite } from '@propelauth-edge/core/adapter'
import type { RequestContext } from '../options/request-context.js'
import type { Settings } from '../options/settings.js'
import { withCookies } from '../responses/headers.js'
import { callback } from './callback.js'
import { login, signup } from './login.js'
import { logout, logoutPage } from './logout.js'
import { type Route, type RouteParts, toRefusal } from './route.js'
import { session } from './session.js'
import { setActiveOrg } from './set-active-org.js'
import { userinfo } from './userinfo.js'

type Methods = Readonly<Partial<Record<string, Route>>>

const routes: Readonly<Record<string, Methods>> = {
  login: { GET: login },
  signup: { GET: signup },
  callback: { GET: callback },
  userinfo: { GET: userinfo },
  session: { GET: session },
  logout: { GET: logoutPage, POST: logout },
  'set-active-org': { POST: setActiveOrg },
}

/** The methods of the route that a path names. */
function findRoute(pathname: string, { basePath, userinfo }: Settings): Methods | undefined {
  if (!pathname.startsWith(`${basePath}/`)) return undefined
  // Some frameworks put a slash at the end of every path.
  const name = pathname.slice(basePath.length + 1).replace(/\/$/, '')
  if (!Object.hasOwn(routes, name) || (name === 'userinfo' && !userinfo)) return undefined
  return routes[name]
}

async function answer(request: Request, context: RequestContext, methods: Methods, parts: RouteParts) {
  const { settings } = parts
  const { method } = request
  const route = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (!route) return new Response(null, { status: 405, headers: { allow: Object.keys(methods).join(', ') } })
  const crossSite = method === 'GET' ? undefined : refuseCrossSite(request, undefined, () => settings.appOrigin)
  return crossSite ? toRefusal(settings, crossSite.code, crossSite.detail) : route(request, context, parts)
}

/** Answers requests to the routes of the session. `undefined` for every other path. */
export async function handle(
  request: Request,
  context: RequestContext,
  parts: RouteParts,
): Promise<Response | undefined> {
  const { pathname } = new URL(request.url, parts.settings.appOrigin)
  const methods = findRoute(pathname, parts.settings)
  return methods && withCookies(await answer(request, context, methods, parts), [])
}
