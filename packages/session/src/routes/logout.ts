import { clearSession, readStoredSession } from '../cookies/session-cookies.js'
import { withCookies } from '../responses/headers.js'
import { isNavigation, toJsonResponse, toRedirect } from '../responses/responses.js'
import { verify } from '../service/verify.js'
import { type Route, toTargetUrl } from './route.js'

/** Ends the session at the service and in the browser. The browser is logged out even if the service is away. */
export const logout: Route = async (request, context, { settings, service, refresher }) => {
  const { cookies, afterLogout, report } = settings
  const stored = readStoredSession(request.headers.get('cookie'), cookies)
  const { accessToken, refreshToken } = stored
  const verified = accessToken ? await verify(settings, accessToken, context) : undefined
  if (refreshToken) {
    const failure = await service.logout(refresher.end(refreshToken)).then(
      () => undefined,
      (cause: unknown) => ({ cause }),
    )
    report({ type: 'logout', ...failure })
  }
  const url = await toTargetUrl(settings, 'afterLogout', afterLogout, verified?.ok ? verified.user : null, request)
  const response = isNavigation(request) ? toRedirect(url, 303) : toJsonResponse({ redirectTo: url })
  return withCookies(response, clearSession(stored, cookies))
}

/** A link or an image can send a GET, so it changes nothing. */
export const logoutPage: Route = async (request, _, { settings }) =>
  toRedirect(await toTargetUrl(settings, 'afterLogout', settings.afterLogout, null, request))
