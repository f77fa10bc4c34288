import { withCookies } from '../responses/headers.js'
import { isNavigation, toJsonResponse, toRedirect } from '../responses/responses.js'
import { type Route, type RouteParts, toTargetUrl } from './route.js'

/** Ends the session at the service and in the browser. The browser is logged out even if the service is away. */
export const createLogout =
  (parts: RouteParts): Route =>
  async (request, visit) => {
    const { sessionCookies, service, refresher, finder, report } = parts
    const { refreshToken } = visit
    // Without a refresh token, it is not refreshed.
    const { session } = await finder.find({ ...visit, refreshToken: '' })
    if (refreshToken) {
      const cause = await service.logout(refresher.end(refreshToken)).catch((error: unknown) => error)
      report('logout', undefined, cause)
    }
    const url = await toTargetUrl(parts, 'afterLogout', session.user, request)
    const response = isNavigation(request) ? toRedirect(url, 303) : toJsonResponse({ redirectTo: url })
    return withCookies(response, sessionCookies.write(undefined, visit))
  }

/** A link or an image can send a GET, so it changes nothing. */
export const createLogoutPage =
  (parts: RouteParts): Route =>
  async (request) =>
    toRedirect(await toTargetUrl(parts, 'afterLogout', null, request))
