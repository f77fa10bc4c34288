import { toRefusalResponse } from '@propelauth-edge/core/adapter'
import { readVisit } from '../cookies/session-cookies.js'
import type { RequestContext } from '../options/request-context.js'
import type { App } from '../refresh/app.js'
import { withCookies } from '../responses/headers.js'
import { refuseForeign } from '../session/refusal.js'
import { callback } from './callback.js'
import { login } from './login.js'
import { logout, logoutPage } from './logout.js'
import type { Route } from './route.js'
import { session } from './session.js'
import { setActiveOrg } from './set-active-org.js'
import { userinfo } from './userinfo.js'

const routes: Readonly<Record<string, Route>> = {
  'GET login': login,
  'GET signup': login,
  'GET callback': callback,
  'GET session': session,
  'GET userinfo': userinfo,
  'GET logout': logoutPage,
  'POST logout': logout,
  'POST set-active-org': setActiveOrg,
}

/** Answers a request to a route of the session. `undefined` for every other path. */
export async function answer(app: App, request: Request, context?: RequestContext): Promise<Response | undefined> {
  const { method } = request
  const { pathname, searchParams } = new URL(request.url, app.appUrl)
  if (!pathname.startsWith(`${app.basePath}/`)) return undefined
  // Some frameworks put a slash at the end of every path.
  const name = pathname.slice(app.basePath.length + 1).replace(/\/$/, '')
  const allowed =
    name === 'userinfo' && !app.userinfo ? [] : ['GET', 'POST'].filter((known) => `${known} ${name}` in routes)
  if (!allowed[0]) return undefined
  const route = routes[`${method} ${name}`]
  const refusal = refuseForeign(app, request)
  return withCookies(
    !route
      ? new Response(null, { status: 405, headers: { allow: allowed.join(', ') } })
      : refusal
        ? toRefusalResponse(app, refusal)
        : await route(app, readVisit(app, request, context), request, searchParams, name),
  )
}
