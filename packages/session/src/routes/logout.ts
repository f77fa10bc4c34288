import { readAll, writeCookies } from '../cookies/session-cookies.js'
import { report } from '../events/report.js'
import { forget } from '../refresh/refresh.js'
import { withCookies } from '../responses/headers.js'
import { isNavigation, toJsonResponse, toRedirect } from '../responses/responses.js'
import { endSession } from '../service/service.js'
import { find } from '../session/find-session.js'
import { type Route, toTargetUrl } from './route.js'

/** Ends the session at the service and in the browser. The browser is logged out even if the service is away. */
export const logout: Route = async (app, visit, request) => {
  const { refreshToken } = readAll(app, visit)
  const { user } = await find(app, { ...visit, context: { ...visit.context, readOnly: true } })
  if (refreshToken) report(app, 'logout', undefined, await endSession(app, forget(app, refreshToken)))
  const url = await toTargetUrl(app, 'afterLogout', user, request)
  const response = isNavigation(request) ? toRedirect(url, 303) : toJsonResponse({ redirectTo: url })
  return withCookies(response, writeCookies(app, visit))
}

/** A link or an image can send a GET, so it changes nothing. */
export const logoutPage: Route = async (app, _, request) =>
  toRedirect(await toTargetUrl(app, 'afterLogout', null, request))
